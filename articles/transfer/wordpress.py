"""What an item of a WordPress export becomes in this newsroom (CONVENTIONS X5)."""

import datetime
import re
from collections import Counter
from email.utils import parsedate_to_datetime
from urllib.parse import unquote

from django.utils.text import Truncator, slugify
from django.utils.translation import gettext as _

from .. import body, references
from ..models import Article
from . import survey, wordpress_body, wxr
from .record import Filed, Story

Status = Article.Status
STATES = {
    "publish": Status.APPROVED,
    "future": Status.APPROVED,
    "pending": Status.REVIEW,
    "draft": Status.DRAFT,
    "private": Status.DRAFT,
}
# What WordPress calls the place of what nobody filed, by the language of its first start.
NOWHERE = frozenset({"uncategorized", "uncategorised", "tak-berkategori", "tidak-berkategori", "tanpa-kategori"})
# Categories that say what a story is; advertorials must not rank among the popular (CONVENTIONS I10).
LABELS = {
    **dict.fromkeys(("advertorial", "adv", "iklan", "pariwara", "sponsored"), Article.Label.ADVERTORIAL),
    **dict.fromkeys(("opini", "opinion", "kolom"), Article.Label.OPINION),
    **dict.fromkeys(("analisis", "analysis"), Article.Label.ANALYSIS),
}
# The keys under which plugins keep the number of the category that an editor chose as the first.
CHOSEN_CATEGORY = ("_yoast_wpseo_primary_category", "rank_math_primary_category", "_primary_category")
NO_YEAR = re.compile(r"\s-\d{4}\s")
# A time before the web is none, and neither is one that nobody will see.
EARLIEST, LATEST = 1990, 2100
LEADING_PHOTO = re.compile(rf"\s*{references.PHOTO.pattern}", re.DOTALL)


class Newspaper:
    """An export as Stories; counts what was left out on the way.

    *zone* is that of the old site, for stories whose time in UTC the export lacks.
    """

    def __init__(self, paths, *, zone, default_section):
        self.paths, self.zone, self.default_section = paths, zone, default_section
        self.survey = survey.survey(paths)
        self.skipped = Counter()  # reason: items
        self.shortcodes = Counter()
        self.pictures_elsewhere = []  # (story, address) of those that are no attachments of the export
        self._host = wxr.host_of(self.survey.source)

    def stories(self, photo_of):
        """Yield a Story for each post that becomes one.

        *photo_of* gets the number of an attachment and tells the number of our photo, or None when there is none to be had.
        """
        for kind, count in self.survey.kinds.items():
            if kind not in ("post", "attachment", "guest-author", "revision"):
                self.skipped[_("of the kind “%(kind)s”") % {"kind": kind}] += count
        seen = set()
        for item in wxr.items(self.paths):
            if item.comments:
                self.skipped[_("of comments")] += item.comments
            if item.number in seen:
                self.skipped[_("that came before in these files")] += 1
            elif item.status not in STATES:
                self.skipped[_("in the state “%(state)s”") % {"state": item.status or "?"}] += 1
            elif not re.fullmatch(r"\d{1,18}", item.number, re.ASCII):
                self.skipped[_("without a number")] += 1
            else:
                seen.add(item.number)
                yield self.story(item, photo_of)

    def story(self, item, photo_of):
        status, published_at = self._state(item)
        categories = self._categories(item)
        section, others = self._section(item, categories)
        converted = wordpress_body.convert(
            item.facts.get("content:encoded", ""),
            photo_of=lambda picture: self._photo(picture, item, photo_of),
            own_pictures=tuple(self.survey.children.get(item.number, ())),
            is_own=self._is_own,
            host=self._host,
        )
        self.shortcodes.update(converted.shortcodes)
        html, lead = self._lead(item, body.clean(converted.html), photo_of)
        deck = wxr.plain(item.facts.get("excerpt:encoded", ""))
        saved_at = self._instant(item, "post_modified") or published_at
        return Story(
            number=item.number,
            headline=_cut(wxr.plain(item.title), "headline") or _("(no headline)"),
            status=status,
            body=html,
            deck=_cut(deck, "deck"),
            slug=slugify(unquote(item.post_name))[:100].strip("-"),
            label=next((LABELS[term.slug] for term in categories if term.slug in LABELS), ""),
            section=section,
            writers=self._writers(item),
            tags=(*others, *self._tags(item)),
            published_at=published_at,
            begun_at=self._instant(item, "post_date") or saved_at,
            saved_at=saved_at,
            lead_photo=lead[0],
            lead_alt_text=lead[1],
            lead_caption=lead[2],
            addresses=self._addresses(item) if status == Status.APPROVED else (),
        )

    def _state(self, item):
        """(status, publication time); what only some may read comes in as a draft, and so does what has no time."""
        status = Status.DRAFT if item.post_password else STATES[item.status]
        published_at = None
        if status == Status.APPROVED:
            published_at = self._instant(item, "post_date") or _read_printed_time(item.pubDate)
        return (Status.DRAFT if status == Status.APPROVED and published_at is None else status), published_at

    def _instant(self, item, name):
        """A time of an item: that in UTC, else the local one in the zone that was named; None when there is none."""
        for text, zone in ((item.facts.get(f"{name}_gmt", ""), datetime.UTC), (item.facts.get(name, ""), self.zone)):
            if instant := _read_time(text, zone):
                return instant
        return None

    def _categories(self, item):
        known = self.survey.categories
        found = [(slug, name) for domain, slug, name in item.terms if domain == "category" and (slug or name)]
        terms = [known.get(slug) or wxr.Term(slug or slugify(name), name or slug) for slug, name in found]
        return [term for term in dict.fromkeys(terms) if term.slug not in NOWHERE]

    def _section(self, item, categories):
        """The section of a story, and its other categories as tags, so that none is lost."""
        if not categories:
            return self.default_section, ()
        number = item.first(*CHOSEN_CATEGORY)
        chosen = next((term for term in categories if number and term.number == number), None)
        if chosen is None:
            # Of a category and those that it lies in the narrowest says all.
            outer = {slug for term in categories for slug in self._above(term)}
            chosen = next((term for term in categories if term.slug not in outer), categories[0])
        section = self._filed(chosen)
        others = [term for term in categories if term.slug not in {chosen.slug, *self._above(chosen)} | LABELS.keys()]
        return section, tuple(Filed(term.slug, term.name) for term in others)

    def _filed(self, term):
        """A category as a section; one that lies deeper than a part of a section is a part of the topmost."""
        above = self._above(term)
        top = self.survey.categories[above[-1]] if above else None
        parent = top and Filed(top.slug, top.name or top.slug, top.description)
        return Filed(term.slug, term.name or term.slug, term.description, parent)

    def _above(self, term):
        """The slugs of the categories that a category lies in, from the inmost."""
        found = []
        while term.parent in self.survey.categories and term.parent not in found:
            term = self.survey.categories[term.parent]
            found.append(term.slug)
        return found

    def _tags(self, item):
        found = [(slug, name) for domain, slug, name in item.terms if domain in wxr.KINDS_OF_TAG and (slug or name)]
        known = self.survey.tags
        return tuple(
            dict.fromkeys(
                Filed(slug, name or slug, known[slug].description if slug in known else "") for slug, name in found
            )
        )

    def _writers(self, item):
        """(key, name) of those who sign a story: the co-authors where a plugin kept some, else the account that wrote it."""
        signed = [(slug, name) for domain, slug, name in item.terms if domain == "author"]
        names = {slug: self._name(slug, name) for slug, name in signed}
        login = item.facts.get("dc:creator", "")
        names = names or {login: self._name(login, "")}
        return tuple((key, name) for key, name in names.items() if name)

    def _name(self, slug, name):
        login = slug.removeprefix("cap-")
        return self.survey.guests.get(slug) or self.survey.authors.get(login) or name or login

    def _photo(self, picture, item, photo_of):
        """Our photo of a picture in a body: by the attachment's number, else by its file."""
        number = picture.number if picture.number in self.survey.attachments else ""
        number = number or self.survey.numbers_by_file.get(survey.file_of(picture.address), "")
        if not number:
            self.pictures_elsewhere.append((item.number, picture.address))
            return None
        return photo_of(number)

    def _lead(self, item, html, photo_of):
        """The body without the photo that leads the story, and (photo, alternative text, caption) of that.

        Where a story has no featured picture, the one that opens the body leads; where both are the same, it is shown once.
        """
        number = item.first("_thumbnail_id")
        lead = photo_of(number) if number in self.survey.attachments else None
        opening = LEADING_PHOTO.match(html)
        if opening and lead in (None, int(opening["photo"])):
            rest = html[opening.end() :]
            return rest, (int(opening["photo"]), wxr.name_of(opening["alt"]), wxr.plain(opening["caption"] or ""))
        return html, (lead, "", "")

    def _addresses(self, item):
        """The paths at which readers know a story: its own, those it had before, and its number."""
        path = wxr.path_of(item.link)
        old = item.meta.get("_wp_old_slug", ())
        paths = [path] if path.strip("/") else []
        start, _name, end = re.fullmatch(r"(.*?)([^/]*)(/?)", path, re.DOTALL).groups()
        paths += [f"{start}{slug}{end}" for slug in old if paths and slug]
        return (*dict.fromkeys(paths), f"/?p={item.number}")

    def _is_own(self, path):
        return path in self.survey.paths


def _read_time(text, zone):
    try:
        instant = datetime.datetime.fromisoformat(text.strip())
    except ValueError:
        return None  # empty, or 0000-00-00 00:00:00
    instant = instant if instant.tzinfo else instant.replace(tzinfo=zone)
    return instant if EARLIEST <= instant.year <= LATEST else None


def _read_printed_time(text):
    """The time of a feed's item: Mon, 30 May 2016 19:49:00 +0000 (RFC 822). WordPress writes that of no time with the year -0001."""
    if NO_YEAR.search(text):
        return None
    try:
        return _read_time(parsedate_to_datetime(text).isoformat(), datetime.UTC)
    except ValueError:
        return None


def _cut(text, field):
    """*text* in the length of a field of the story, cut at a word."""
    longest = Article._meta.get_field(field).max_length
    if len(text) <= longest:
        return text
    shortened = Truncator(text).chars(longest, truncate="…")
    return shortened[: shortened.rfind(" ")] + "…" if " " in shortened else shortened
