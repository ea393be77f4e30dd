"""The newsroom's data and its rules. Everybody imports from this package.

Inside it the dependency runs one way: photo <- taxonomy <- filing, workflow <- archive <- article <- correction, front, readership.
"""

from .article import Article
from .correction import Correction
from .filing import Byline, TaggedArticle
from .front import Slot
from .photo import Photo
from .readership import HourlyViews, Popularity
from .taxonomy import Author, Section, Tag
from .workflow import PublicationRefused, Step, WithdrawalReason, WorkflowError

__all__ = [
    "Article",
    "Author",
    "Byline",
    "Correction",
    "HourlyViews",
    "Photo",
    "Popularity",
    "PublicationRefused",
    "Section",
    "Slot",
    "Step",
    "Tag",
    "TaggedArticle",
    "WithdrawalReason",
    "WorkflowError",
]
