"""What an export has besides its stories, and what these refer to: learned before the first of them is written.

Attachments may come after the stories that show them, and in another file; so all files are read to their ends first, which also finds
out whether they are sound.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from . import wxr


@dataclass(frozen=True)
class Attachment:
    number: str
    address: str
    file: str  # its place in the folder of uploads, as far as the export tells: 2016/05/kapal.jpg
    title: str
    caption: str
    alt_text: str
    photographer: str
    agency: str


@dataclass
class Survey:
    """What an export has besides its stories, and what these refer to."""

    base: str = ""  # the address of the blog
    front: str = ""  # that of its front page, which old exports have alone
    authors: dict = field(default_factory=dict)  # login: name
    guests: dict = field(default_factory=dict)  # slug of a guest author (Co-Authors Plus): name
    categories: dict = field(default_factory=dict)  # slug: Term
    tags: dict = field(default_factory=dict)  # slug: Term
    attachments: dict = field(default_factory=dict)  # number: Attachment
    numbers_by_file: dict = field(default_factory=dict)  # path of an upload: number of its attachment
    children: dict = field(default_factory=lambda: defaultdict(list))  # number of a story: numbers of its attachments
    paths: set = field(default_factory=set)  # of the stories' pages
    kinds: Counter = field(default_factory=Counter)  # post_type: items

    @property
    def source(self):
        """What tells this site from others."""
        return (self.base or self.front)[:200]

    @property
    def stories(self):
        return self.kinds["post"]


def survey(paths):
    """Read whole files for what their stories refer to. Raises Unreadable."""
    found = Survey()
    for path in paths:
        for kind, value in wxr.read(path):
            SURVEYORS[kind](found, value)
    found.numbers_by_file = {file_of(entry.address): entry.number for entry in found.attachments.values()}
    return found


def file_of(address):
    """What is the same in all addresses of an upload: its path, without the size that WordPress puts into a smaller copy's name."""
    path = wxr.path_of(address)
    path = path.partition("/uploads/")[2] or path
    return re.sub(r"(?:-\d+x\d+|-scaled)(?=\.\w+$)", "", path).lower()


def _survey_item(found, item):
    found.kinds[item.post_type or "?"] += 1
    if item.post_type == "attachment" and item.number and item.attachment_url:
        found.attachments[item.number] = Attachment(
            number=item.number,
            address=item.attachment_url.strip(),
            file=item.first("_wp_attached_file").strip(),
            title=wxr.name_of(item.title),
            caption=wxr.plain(item.facts.get("excerpt:encoded", "")),
            alt_text=wxr.name_of(item.first("_wp_attachment_image_alt")),
            photographer=wxr.name_of(item.first("_media_credit", "_navis_media_credit")),
            agency=wxr.name_of(item.first("_navis_media_credit_org")),
        )
        found.children[item.post_parent].append(item.number)
    elif item.post_type == "guest-author":
        name = wxr.name_of(item.first("cap-display_name") or item.title)
        login = item.first("cap-user_login")
        for slug in filter(None, (item.post_name, login, login and f"cap-{login}")):
            found.guests[slug] = name
    elif item.post_type == "post" and item.status == "publish":
        found.paths.add(wxr.path_of(item.link))


def _survey_base(found, base):
    if found.base and found.base != base:
        raise wxr.Unreadable(
            _("The files come from different sites, %(one)s and %(other)s; import them one after the other.")
            % {"one": found.base, "other": base}
        )
    found.base = base


SURVEYORS = {
    "wp:base_blog_url": _survey_base,
    "link": lambda found, address: setattr(found, "front", address),
    "author": lambda found, author: found.authors.update([author]),
    "category": lambda found, term: found.categories.update({term.slug: term}),
    "tag": lambda found, term: found.tags.update({term.slug: term}),
    "item": _survey_item,
}
