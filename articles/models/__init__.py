"""The newsroom's data and its rules. Everybody imports from this package.

Inside it the dependency runs one way: question, imported <- prepared, label, rights <- photo_files, edition <- renditions, card <- photo <- taxonomy <- tag_names,
filing, readership, glance, child_protection, notes <- workflow <- archive <- article <- akin, by_section, story_page, correction, front,
newsroom, page, announcement, revision, sources, gallery, photo_use, search_index <- desk, reply.
"""

from .announcement import Announcement
from .article import Article
from .card import Card
from .child_protection import ChildCheck
from .correction import Correction
from .desk import Autosave, Comment, Mention, Presence, PreviewLink
from .edition import EditionChange
from .filing import Byline, TaggedArticle
from .front import Slot
from .gallery import GalleryPhoto
from .glance import have_rows
from .imported import Imported
from .library import PhotoInUse
from .newsroom import Newsroom, Officer
from .page import Page
from .photo import Photo
from .photo_files import Cut
from .photo_use import PhotoUse
from .prepared import Asked, Prepared
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
    "Asked",
    "Author",
    "Autosave",
    "Byline",
    "Card",
    "ChildCheck",
    "Comment",
    "Correction",
    "Cut",
    "DailyViews",
    "DigitalSource",
    "EditionChange",
    "Fold",
    "GalleryPhoto",
    "HourlyViews",
    "Imported",
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
    "Prepared",
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
