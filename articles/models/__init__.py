"""The newsroom's data and its rules. Everybody imports from this package.

Inside it the dependency runs one way: photo <- taxonomy <- tag_names, filing, readership, child_protection, edition <- workflow
<- archive <- article <- correction, front, newsroom, page, announcement, revision, sources <- desk, reply.
"""

from .announcement import Announcement
from .article import Article
from .child_protection import ChildCheck
from .correction import Correction
from .desk import Autosave, Comment, Mention, Presence, PreviewLink
from .edition import EditionChange
from .filing import Byline, TaggedArticle
from .front import Slot
from .glance import have_rows
from .newsroom import Newsroom, Officer, Publisher, publisher
from .page import Page
from .photo import Photo
from .readership import DailyViews, Fold, HourlyViews, Period, Popularity, Upkeep
from .reply import ReplyRequest
from .revision import Revision, WorkingCopy
from .sources import QuotedSource
from .tag_names import TagAlias, TagMerge
from .taxonomy import Author, Section, Tag
from .workflow import PublicationRefused, Step, WithdrawalReason, WorkflowError

__all__ = [
    "Announcement",
    "Article",
    "Author",
    "Autosave",
    "Byline",
    "ChildCheck",
    "Comment",
    "Correction",
    "DailyViews",
    "EditionChange",
    "Fold",
    "HourlyViews",
    "Mention",
    "Newsroom",
    "Officer",
    "Page",
    "Period",
    "Photo",
    "Popularity",
    "Presence",
    "PreviewLink",
    "PublicationRefused",
    "Publisher",
    "QuotedSource",
    "ReplyRequest",
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
    "publisher",
]
