"""Story: what a story of another system says, in the words of this one; all that is resolved when it is written are names."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Filed:
    """A section or tag by the slug that it had, with its name; *parent* is the section that a part belongs to."""

    slug: str
    name: str
    description: str = ""
    parent: "Filed | None" = None


@dataclass(frozen=True)
class Story:
    """*number* is the story's in the system that it comes from; photos are named by their numbers here, in the body as well."""

    number: str
    headline: str
    status: str  # one of Article.Status
    body: str = ""
    deck: str = ""
    slug: str = ""
    label: str = ""
    section: Filed | None = None
    writers: tuple = ()  # (key, name) in order
    tags: tuple = ()  # Filed
    published_at: datetime | None = None
    begun_at: datetime | None = None
    saved_at: datetime | None = None
    lead_photo: int | None = None
    lead_caption: str = ""
    lead_alt_text: str = ""
    # Paths at which readers know it, such as /2016/05/judul/ and /?p=12.
    addresses: tuple = field(default=())
