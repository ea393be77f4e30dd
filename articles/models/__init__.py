"""The newsroom's data and its rules. Everybody imports from this package.

Inside it the dependency runs one way: photo <- taxonomy <- filing, workflow, edition <- archive <- article <- correction, front, readership, revision <- desk.
"""

from .article import Article
from .correction import Correction
from .desk import Autosave, Comment, Mention, Presence, PreviewLink
from .edition import EditionChange
from .filing import Byline, TaggedArticle
from .front import Slot
from .photo import Photo
from .readership import HourlyViews, Popularity
from .revision import Revision, WorkingCopy
from .search_index import IndexingDebt, PhotoTerms, Spelling, StoryTerms
from .taxonomy import Author, Section, Tag
from .workflow import PublicationRefused, Step, WithdrawalReason, WorkflowError

__all__ = [
    "Article",
    "Author",
    "Autosave",
    "Byline",
    "Comment",
    "Correction",
    "EditionChange",
    "HourlyViews",
    "IndexingDebt",
    "Mention",
    "Photo",
    "PhotoTerms",
    "Popularity",
    "Presence",
    "PreviewLink",
    "PublicationRefused",
    "Revision",
    "Section",
    "Slot",
    "Spelling",
    "Step",
    "StoryTerms",
    "Tag",
    "TaggedArticle",
    "WithdrawalReason",
    "WorkingCopy",
    "WorkflowError",
]
