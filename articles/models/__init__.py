"""The newsroom's data and its rules. Everybody imports from this package.

Inside it the dependency runs one way: photo <- taxonomy <- tag_names, filing, readership, workflow, edition <- archive <- article <- correction, front, announcement, revision <- desk.
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
from .readership import DailyViews, Fold, HourlyViews, Period, Popularity, Upkeep
from .revision import Revision, WorkingCopy
from .tag_names import TagAlias, TagMerge
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
    "DailyViews",
    "EditionChange",
    "Fold",
    "HourlyViews",
    "Mention",
    "Period",
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
    "TagAlias",
    "TagMerge",
    "TaggedArticle",
    "Upkeep",
    "WithdrawalReason",
    "WorkingCopy",
    "WorkflowError",
    "have_rows",
]
