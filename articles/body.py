"""The body of a story: one allow-list for toolbar, sanitiser and importers; references expanded when a reader asks.

A body is stored as HTML with references in place of photos, of links to other stories, and of what stands elsewhere:

    <figure data-photo="12" data-alt="What is to be seen"><figcaption>A caption for this use</figcaption></figure>
    <aside data-article="34"></aside>
    <figure data-embed="https://www.youtube.com/watch?v=…"></figure>

Whatever reaches the database has been through `clean`; what comes out of `render` may be trusted.
"""

import html as html_module
import math
import re
import textwrap
from collections import Counter
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote, urlsplit

import nh3
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django_prose_editor.config import allowlist_from_extensions, expand_extensions

from . import blocks, embeds
from .kept import drawn, kept, kept_in_words
from .references import EMBED, LINK, PHOTO, RELATED, PhotoReference, StoryReference, parts

# What the toolbar offers and, by that, what the sanitiser lets through; settings name the tags of our own extensions.
EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Subscript": True,
    "Superscript": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "Attribution": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "HardBreak": True,
    "InlinePhoto": True,
    "RelatedStory": True,
    "Embed": True,
    "CleanPaste": True,
    "NoSpellCheck": False,
}

ADDRESSES = frozenset(EXTENSIONS["Link"]["protocols"])
# Some seventy thousand words. The sanitiser needs time with the square of what a hostile text holds, so a form takes no more.
MAX_LENGTH = 500_000
LINK_RELATIONS = frozenset({"nofollow", "noopener", "noreferrer", "sponsored", "ugc"})
NUMBER = re.compile(r"[1-9]\d{0,17}", re.ASCII)
# Characters of an alternative text for one use; the photo's own has as many.
LONGEST_ALT = 300
SHORT_NUMBER = re.compile(r"[1-9]\d{0,2}", re.ASCII)
NUMBERING = re.compile(r"[1aAiI]|decimal|(?:lower|upper)-(?:alpha|latin|roman)")
PLAIN_TYPE = re.compile(r"font-weight:\s*(?:normal|400)\b", re.IGNORECASE)

# In a drawing such an element ends at once; for the parser it would go on to the end of the story.
EMPTY_SOURCE = re.compile(r"<(?:script|style)(?:\s[^<>]*[\s\"'])?/>", re.IGNORECASE)
# Elements without an end. The others do nest, but for those that end when their like begins.
VOID = "br|hr|img|input|col|wbr|area|base|embed|link|meta|param|source|track"
NESTING = re.compile(rf"<(/?)(?!(?:{VOID}|p|li|dd|dt|tr|td|th|script|style)[\s/>])([a-z][^\s/>]*)", re.IGNORECASE)
# The parser's time grows with the square of the depth, and it begins open type anew in every paragraph.
MANY_TAGS, DEEPEST, MOST_TYPE = 2000, 100, 2
TYPE = frozenset({"b", "i", "em", "strong"})
# Characters that print nothing and break feeds, and those that turn the direction of all that follows.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
UNSEEN_IN_ADDRESS = re.compile(r"[\x00-\x1f\u200b-\u200f\u2028-\u202f\u2060-\u206f]")
SPACE = re.compile(r"\s")
SCHEME = re.compile(r"([^/?#:]*):")

# A wide table scrolls inside its own box, which the keyboard can reach (CONVENTIONS A3).
TABLE_BOX = '<div class="table-box" role="group" aria-label="{}" tabindex="0"><table>'
FIRST_PARAGRAPH = re.compile(r"\s*<p>")
MARK = re.compile(r"</?(?:a|strong|em|sub|sup)\b[^>]*>")
TAG = re.compile(r"<[^>]*>")
WORD = re.compile(r"\S*\w\S*")
# Between the mean of 17 languages, 184 (IReST: Trauzettel-Klosinski and Dietz 2012), and English non-fiction, 238 (Brysbaert 2019).
WORDS_A_MINUTE = 200


@dataclass(frozen=True)
class References:
    """The numbers of the photos and stories that a body refers to."""

    photos: frozenset
    articles: frozenset


@cache
def _allowed():
    return allowlist_from_extensions(expand_extensions(EXTENSIONS))


@cache
def _parser():
    """A cleaner that keeps, besides what is allowed, the elements that blocks.arranged turns into it."""
    allowed = _allowed()
    tags = (
        allowed["tags"] | blocks.LINES | {source for source, tag in blocks.RENAMED.items() if tag in allowed["tags"]}
    )
    attributes = allowed["attributes"] | {"b": {"style"}}
    return nh3.Cleaner(**allowed | {"tags": tags, "attributes": attributes}, attribute_filter=_readable_attribute)


@cache
def _unknown():
    """The beginnings of tags that mean nothing to a body; see `clean`."""
    allowed = _allowed()["tags"]
    others = (blocks.LINES | blocks.RENAMED.keys()) - allowed
    known = "|".join([*sorted(allowed, key=len), *sorted(others), VOID, "script|style|colgroup"])
    return re.compile(rf"(</?)(?!(?:{known})[\s/>])(?=[a-z])", re.IGNORECASE)


@cache
def _cleaner():
    return nh3.Cleaner(**_allowed(), attribute_filter=_allowed_attribute)


def _readable_attribute(tag, attribute, value):
    if attribute == "style":
        return "font-weight:normal" if PLAIN_TYPE.search(value) else None
    return value.strip() if attribute == "data-embed" else _allowed_attribute(tag, attribute, value)


def _allowed_attribute(tag, attribute, value):
    match attribute:
        case "href":
            return _allowed_address(value)
        case "data-photo" | "data-article":
            return value if NUMBER.fullmatch(value) else None
        case "data-alt":
            return blocks.alt_text(UNPRINTABLE.sub("", value))[:LONGEST_ALT].strip() or None
        case "data-embed":
            embed = embeds.recognise(value)
            return embed.address if embed else None
        case "rowspan" | "colspan" | "start":
            return value if SHORT_NUMBER.fullmatch(value) else None
        case "type" | "data-type":
            return value if NUMBERING.fullmatch(value) else None
        case "rel":
            return " ".join(word for word in value.lower().split() if word in LINK_RELATIONS) or None
    return UNPRINTABLE.sub("", value)


def _allowed_address(value):
    """An address as a browser would read it, or None when it leads anywhere but to a page, a mailbox or a telephone."""
    value = UNSEEN_IN_ADDRESS.sub("", UNPRINTABLE.sub("", value)).strip()
    value = SPACE.sub(lambda space: quote(space[0]), value)
    if value[:2].replace("\\", "/") == "//":
        value = f"https://{value[2:]}"
    scheme = SCHEME.match(value)
    return value if value and (not scheme or scheme[1].lower() in ADDRESSES) else None


def clean(html):
    """Return *html* with nothing but what the editor's toolbar can make, and with all of its text.

    What stands in no block becomes a paragraph, what is empty vanishes, and the names that others give to headings and to
    bold type become those of a body. Cleaning twice changes nothing.
    """
    # The parser drops elements of drawings and formulas with their text, and takes the text of others for source code;
    # under a name that nobody knows, each is its text.
    html = _unknown().sub(r"\1x-", EMPTY_SOURCE.sub("", _printable(html)))
    if html.count("<") > MANY_TAGS:
        html = _flattened(html)
    return _cleaner().clean(blocks.arranged(_printable(_parser().clean(html))))


def _printable(html):
    return UNPRINTABLE.sub("", html.replace("\f", " "))


def _flattened(html):
    """Turn tags that are nested deeper than any story into tags that nest nothing, so that parsing takes no long time."""
    opened, depth = Counter(), 0

    def shallow(match):
        nonlocal depth
        closing, name = match[1], match[2].lower()
        is_shallow = depth < DEEPEST and (name not in TYPE or opened[name] < MOST_TYPE)
        if closing and not opened[name]:
            return match[0]
        change = -1 if closing else 1
        opened[name] += change
        depth += change
        return match[0] if closing or is_shallow else f"<wbr {name}"

    return NESTING.sub(shallow, html)


@kept(2000)
def references(html):
    """Name the photos and stories that a cleaned body refers to."""
    return References(
        photos=frozenset(int(match["photo"]) for match in PHOTO.finditer(html)),
        articles=frozenset(int(match[1]) for match in RELATED.finditer(html)),
    )


def links(html):
    """The addresses that the links of a cleaned body lead to, in its order."""
    return [html_module.unescape(match[1]) for match in LINK.finditer(html)]


def alt_texts(html):
    """The alternative texts that a cleaned body has for its photos: {number: [one for each time the photo is shown]}."""
    found = {}
    for match in PHOTO.finditer(html):
        found.setdefault(int(match["photo"]), []).append(html_module.unescape(match["alt"] or ""))
    return found


def with_photo_replaced(html, old, new):
    """A cleaned body with the photo *new* wherever it shows *old*.

    The captions of the body stay; an alternative text goes, since it tells what the old picture shows.
    """

    def replaced(match):
        if int(match["photo"]) != old:
            return match[0]
        caption = match["caption"]
        inside = "" if caption is None else f"<figcaption>{caption}</figcaption>"
        return f'<figure data-photo="{new}">{inside}</figure>'

    return PHOTO.sub(replaced, html)


def plain_text(html):
    """The words of a cleaned body, without tags, photos, boxes and dateline; for counts, excerpts and search."""
    html = TAG.sub(" ", MARK.sub("", RELATED.sub(" ", PHOTO.sub(" ", html))))
    return " ".join(html_module.unescape(html).split())


def captions(html):
    """The captions that a cleaned body gives its photos, as plain text."""
    found = (plain_text(match["caption"]) for match in PHOTO.finditer(html) if match["caption"])
    return [caption for caption in found if caption]


def excerpt(html, *, size=160):
    """The opening words of a cleaned body, at most *size* characters; an ellipsis tells where more follows."""
    return textwrap.shorten(plain_text(html), size, placeholder="…", break_on_hyphens=False)


@kept(2000)
def words(html):
    """How many words a cleaned body has; a dash that stands alone is none."""
    return len(WORD.findall(plain_text(html)))


def reading_minutes(html):
    """How many minutes a cleaned body takes to read, begun ones counted in full; 0 for an empty one."""
    return math.ceil(words(html) / WORDS_A_MINUTE)


def render(html, *, dateline="", photos, related, sponsored=False):
    """Expand a cleaned body for readers.

    *photos* and *related* map numbers to photos and published stories. A reference to anything else leaves no trace. The
    dateline, a city, opens the first paragraph in bold after the site's name (CONVENTIONS I26). In a *sponsored* story the
    links to other sites say so to search engines (CONVENTIONS G19, I10).
    """

    def shown(part):
        match part:
            case PhotoReference():
                return _figure(part, photos[part.number]) if part.number in photos else ""
            case StoryReference():
                return _box(related[part.number]) if part.number in related else ""
        return part

    html = "".join(map(shown, _parts(html, sponsored)))
    if dateline:
        opening = format_html('<strong class="dateline">{}, {}</strong> - ', settings.SITE_NAME, dateline)
        found = FIRST_PARAGRAPH.match(html)
        html = f"<p>{opening}{html[found.end() :]}" if found else f"<p>{opening}</p>{html}"
    return mark_safe(html)


def _figure(reference, photo):
    # The caption of this use has been cleaned with the body around it.
    own = reference.caption
    caption = mark_safe(own) if own and own.strip() else photo.caption
    alt_text = html_module.unescape(reference.alt or "") or photo.alt_text
    return drawn("articles/_body_photo.html", photo=photo.cut, caption=caption, alt_text=alt_text, credit=photo.credit)


def _box(article):
    return drawn(
        "articles/_related_story.html",
        address=article.get_absolute_url(),
        headline=article.headline,
        label=article.label,
        label_words=article.get_label_display() if article.label else "",
    )


@kept_in_words(1000)
def _parts(html, sponsored):
    """A cleaned body in pieces: what the same text always is for readers, as HTML, and between that its references."""

    def expand_embed(match):
        embed = embeds.recognise(html_module.unescape(match[1]))
        return render_to_string("articles/_embed.html", {"embed": embed, "sponsored": sponsored}) if embed else ""

    def relate(match):
        if not _leads_away(html_module.unescape(match[1])):
            return match[0]
        relations = [*(match[2] or "").split(), "noopener", *["sponsored"] * sponsored]
        return f'<a href="{match[1]}" rel="{" ".join(dict.fromkeys(relations))}"'

    html = EMBED.sub(expand_embed, LINK.sub(relate, html))
    html = html.replace("<table>", format_html(TABLE_BOX, _("Table"))).replace("</table>", "</table></div>")
    return parts(html)


def _leads_away(address):
    """Whether a link leads to another site."""
    if not address.lower().startswith(("http:", "https:")):
        return False
    try:
        return urlsplit(address).hostname != urlsplit(settings.SITE_URL).hostname
    except ValueError:
        return True
