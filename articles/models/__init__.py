"""The newsroom's data and its rules. Everybody imports from this package.

Inside it the dependency runs one way: photo <- taxonomy <- filing, child_protection, edition, notes <- workflow <- archive <- article <- correction, front, newsroom, page,
readership, revision, sources <- desk, reply.
"""

from .article import Article
from .child_protection import ChildCheck
from .correction import Correction
from .desk import Autosave, Comment, Mention, Presence, PreviewLink
from .edition import EditionChange
from .filing import Byline, TaggedArticle
from .front import Slot
from .newsroom import Newsroom, Officer, Publisher, publisher
from .page import Page
from .photo import Photo
from .readership import HourlyViews, Popularity
from .reply import ReplyRequest
from .revision import Revision, WorkingCopy
from .sources import QuotedSource
from .taxonomy import Author, Section, Tag
from .workflow import PublicationRefused, Step, WithdrawalReason, WorkflowError

__all__ = [
    "Article",
    "Author",
    "Autosave",
    "Byline",
    "ChildCheck",
    "Comment",
    "Correction",
    "EditionChange",
    "HourlyViews",
    "Mention",
    "Newsroom",
    "Officer",
    "Page",
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
    "TaggedArticle",
    "WithdrawalReason",
    "WorkingCopy",
    "WorkflowError",
    "publisher",
]
