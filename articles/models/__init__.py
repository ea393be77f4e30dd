"""The newsroom's data and its rules. Everybody imports from this package.

Inside it the dependency runs one way: photo <- taxonomy <- filing, workflow, edition <- archive <- article <- correction, front, announcement, readership, revision <- desk.
"""

from .announcement import Announcement
from .article import Article
from .correction import Correction
from .desk import Autosave, Comment, Mention, Presence, PreviewLink
from .edition import EditionChange
from .filing import Byline, TaggedArticle
from .front import Slot
from .glance import have_rows
from .photo import Photo
from .readership import HourlyViews, Popularity
from .revision import Revision, WorkingCopy
from .taxonomy import Author, Section, Tag
from .workflow import PublicationRefused, Step, WithdrawalReason, WorkflowError

__all__ = [
    "Announcement",
    "Article",
    "Author",
    "Autosave",
    "Byline",
    "Comment",
    "Correction",
    "EditionChange",
    "HourlyViews",
    "Mention",
    "Photo",
    "Popularity",
    "Presence",
    "PreviewLink",
    "PublicationRefused",
    "Revision",
    "Section",
    "Slot",
    "Step",
    "Tag",
    "TaggedArticle",
    "WithdrawalReason",
    "WorkingCopy",
    "WorkflowError",
    "have_rows",
]
