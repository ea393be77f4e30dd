"""The newsroom's data and its rules. Everybody imports from this package.

Inside it the dependency runs one way: rights, photo_files, edition <- renditions <- photo <- taxonomy <- filing, workflow <- archive <- article <- correction, front, readership, revision <- desk.
"""

from .article import Article
from .correction import Correction
from .desk import Autosave, Comment, Mention, Presence, PreviewLink
from .edition import EditionChange
from .filing import Byline, TaggedArticle
from .front import Slot
from .photo import Photo
from .readership import HourlyViews, Popularity
from .renditions import RenditionWork, SupersededRenditions
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
    "HourlyViews",
    "Mention",
    "Licence",
    "Photo",
    "Popularity",
    "Presence",
    "PreviewLink",
    "PublicationRefused",
    "RenditionWork",
    "Revision",
    "Section",
    "Slot",
    "Step",
    "SupersededRenditions",
    "Tag",
    "TaggedArticle",
    "WithdrawalReason",
    "WorkingCopy",
    "WorkflowError",
]
