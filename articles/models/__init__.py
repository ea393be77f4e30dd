"""The newsroom's data and its rules. Everybody imports from this package.

Inside it the dependency runs one way: rights, photo_files, edition <- renditions <- photo <- taxonomy <- tag_names, filing, readership,
child_protection, notes <- workflow <- archive <- article <- correction, front, newsroom, page, announcement, revision, sources, gallery,
photo_use, search_index <- desk, reply.
"""

from .announcement import Announcement
from .article import Article
from .child_protection import ChildCheck
from .correction import Correction
from .desk import Autosave, Comment, Mention, Presence, PreviewLink
from .edition import EditionChange
from .filing import Byline, TaggedArticle
from .front import Slot
from .gallery import GalleryPhoto
from .glance import have_rows
from .library import PhotoInUse
from .newsroom import Newsroom, Officer
from .page import Page
from .photo import Photo
from .photo_use import PhotoUse
from .readership import DailyViews, Fold, HourlyViews, Period, Popularity, Upkeep
from .renditions import RenditionWork, SupersededRenditions
from .reply import ReplyRequest
from .revision import Revision, WorkingCopy
from .rights import DigitalSource, Licence
from .search_index import IndexingDebt, PhotoTerms, Spelling, StoryTerms
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
    "DigitalSource",
    "EditionChange",
    "Fold",
    "GalleryPhoto",
    "HourlyViews",
    "IndexingDebt",
    "Licence",
    "Mention",
    "Newsroom",
    "Officer",
    "Page",
    "Period",
    "Photo",
    "PhotoInUse",
    "PhotoTerms",
    "PhotoUse",
    "Popularity",
    "Presence",
    "PreviewLink",
    "PublicationRefused",
    "QuotedSource",
    "RenditionWork",
    "ReplyRequest",
    "Revision",
    "Section",
    "Slot",
    "Spelling",
    "Step",
    "StoryTerms",
    "SupersededRenditions",
    "Tag",
    "TagAlias",
    "TagMerge",
    "TaggedArticle",
    "Upkeep",
    "WithdrawalReason",
    "WorkflowError",
    "WorkingCopy",
    "have_rows",
]
