"""The newsroom's data and its rules. Everybody imports from this package.

Inside it the dependency runs one way: rights, credit, edition <- library <- photo <- taxonomy <- filing, photo_use, clearance <- workflow <- archive <- article <- gallery, correction, front, readership <- revision <- desk.
"""

from .article import Article
from .correction import Correction
from .desk import Autosave, Comment, Mention, Presence, PreviewLink
from .edition import EditionChange
from .filing import Byline, TaggedArticle
from .front import Slot
from .gallery import GalleryPhoto
from .library import PhotoInUse
from .photo import Photo
from .photo_use import PhotoUse
from .readership import HourlyViews, Popularity
from .revision import Revision, WorkingCopy
from .rights import DigitalSource, Licence
from .taxonomy import Author, Section, Tag
from .workflow import PublicationRefused, Step, WithdrawalReason, WorkflowError

__all__ = [
    "Article",
    "Author",
    "Autosave",
    "Byline",
    "Comment",
    "Correction",
    "DigitalSource",
    "EditionChange",
    "GalleryPhoto",
    "HourlyViews",
    "Mention",
    "Licence",
    "Photo",
    "PhotoInUse",
    "PhotoUse",
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
]
