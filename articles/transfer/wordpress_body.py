"""[pure] What WordPress writes into a body, as HTML that articles/body.py cleans.

Two editors have left two kinds of text. Blocks are HTML between comments (<!-- wp:paragraph -->). The classic editor stores no
paragraphs at all: an empty line begins one when the page is printed. In both stand shortcodes ([caption], [gallery], those of
plugins), and addresses alone on a line, which WordPress turns into players.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from .. import embeds
from . import wxr

COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# A story in several pages is one here.
END_OF_PART = re.compile(r"<!--(?:nextpage|more\b.*?)-->", re.DOTALL)
BLOCKS = re.compile(r"<!-- wp:")
# Of the elements that begin a line of their own, those that WordPress meets in a text without paragraphs.
BLOCK = (
    "table|thead|tfoot|tbody|tr|td|th|caption|colgroup|col|div|dl|dt|dd|ul|ol|li|pre|form|map|area|blockquote|address|p|h[1-6]|hr|"
    "fieldset|legend|section|article|aside|header|footer|nav|figure|figcaption|details|summary|iframe|script|style"
)
BLOCK_TAG = re.compile(rf"(</?(?:{BLOCK})\b[^>]*>)", re.IGNORECASE)
# Inside these, empty lines mean nothing, or belong to the text.
WHOLE = re.compile(r"<(table|pre|ul|ol|script|style|figure)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
CAPTION = re.compile(r"\[(caption|wp_caption)\b([^\]]*)\](.*?)\[/\1\]", re.DOTALL)
PICTURE = re.compile(r"\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)", re.DOTALL | re.IGNORECASE)
GALLERY = re.compile(r"\[gallery\b([^\]]*)\]")
PLAYER = re.compile(r"\[(embed|youtube|tweet|instagram|tiktok|video)\b([^\]]*)\](?:([^\[]*)\[/\1\])?")
ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'\]]+))""")
# In brackets stand the words of editors too: a shortcode has attributes, or an end, or a name that everybody knows.
SHORTCODE = re.compile(r"\[(/?)([a-zA-Z][\w-]*)((?:\s[^\[\]]*)?)\]")
KNOWN = frozenset(
    {
        "audio",
        "caption",
        "contact-form",
        "contact-form-7",
        "embed",
        "gallery",
        "more",
        "nextpage",
        "playlist",
        "toc",
        "video",
    }
)
ADDRESS = re.compile(r"https?://\S+")
LONE_ADDRESS = re.compile(r"(?:(?<=\n)|^)[ \t]*(https?://[^\s<]+)[ \t]*(?=\n|$)")
IN_A_LIST_OF_NUMBERS = re.compile(r"\d+")
NUMBERED = re.compile(r"wp-image-(\d+)")
UNPRINTED = frozenset({"script", "style", "noscript"})


@dataclass(frozen=True)
class Picture:
    """A picture as a body names it: the number of its attachment, if it tells one, and its address."""

    number: str
    address: str
    alt_text: str = ""


@dataclass
class Converted:
    html: str
    shortcodes: Counter = field(default_factory=Counter)  # those that were taken out, by name


def convert(content, *, photo_of, own_pictures=(), is_own=lambda path: False, host=""):
    """The content of a post as HTML with references to photos.

    *photo_of* is asked for the number of our photo for a Picture and may answer None: the picture is left out, with its caption.
    *own_pictures* are the numbers of the attachments that belong to the post, for a [gallery] that names none. Links to *host* whose
    path *is_own* says belongs to a story become paths, which lead on wherever the new site stands.
    """
    text = content.replace("\r\n", "\n").replace("\r", "\n")
    is_of_blocks = bool(BLOCKS.search(text))
    text = COMMENT.sub("", END_OF_PART.sub("\n\n", text))
    text = CAPTION.sub(_captioned, text)
    text = GALLERY.sub(lambda match: _gallery(match, own_pictures), text)
    text = PLAYER.sub(_player, text)
    text, shortcodes = _without_shortcodes(text)
    if not is_of_blocks:
        text = paragraphs(text)
    reader = _Reader(photo_of, is_own, host)
    reader.feed(text)
    reader.close()
    return Converted(reader.html, shortcodes)


def paragraphs(text):
    """Text of the classic editor with its paragraphs: an empty line ends one, any other end of a line is a break."""
    text = LONE_ADDRESS.sub(r"\n\n\1\n\n", text)
    kept = []

    def keep(match):
        kept.append(match[0])
        return f"\n\n\0{len(kept) - 1}\0\n\n"

    text = BLOCK_TAG.sub(r"\n\n\1\n\n", WHOLE.sub(keep, text.replace("\0", "")))
    parts = []
    for part in re.split(r"\n\s*\n", text):
        line = part.strip()
        if not line:
            continue
        is_block = line.startswith("\0") or BLOCK_TAG.fullmatch(line)
        parts.append(line if is_block else "<p>" + re.sub(r"\s*\n", "<br>", line) + "</p>")
    return re.sub(r"\0(\d+)\0", lambda match: kept[int(match[1])], "\n".join(parts))


def attributes_of(text):
    """The attributes of a shortcode as {name: value}."""
    return {match[1].lower(): match[2] or match[3] or match[4] or "" for match in ATTRIBUTE.finditer(text)}


def _captioned(match):
    """[caption]: the picture, then its caption; in old posts the caption is an attribute."""
    found = PICTURE.match(match[3])
    if not found:
        return match[3]
    attributes = attributes_of(match[2])
    caption = found[2].strip() or attributes.get("caption", "")
    number = attributes.get("id", "").removeprefix("attachment_")
    picture = (
        found[1] if NUMBERED.search(found[1]) else found[1].replace("<img", f'<img data-id="{escape(number)}"', 1)
    )
    return f"<figure>{picture}<figcaption>{caption}</figcaption></figure>"


def _gallery(match, own_pictures):
    attributes = attributes_of(match[1])
    numbers = IN_A_LIST_OF_NUMBERS.findall(attributes.get("ids") or attributes.get("include") or "") or own_pictures
    return "".join(f'<figure><img data-id="{number}"></figure>' for number in numbers)


def _player(match):
    """A player's shortcode with an address, in it or inside it; others fall to those that are taken out."""
    address = ADDRESS.search(f"{match[3] or ''} {match[2]}".replace('"', " ").replace("'", " "))
    return f'<figure data-embed="{escape(address[0])}"></figure>' if address else match[0]


def _without_shortcodes(text):
    """*text* without the shortcodes of plugins, whose content stays, and how many of each there were."""
    closed = {match[2].lower() for match in SHORTCODE.finditer(text) if match[1]}
    gone = Counter()

    def taken_out(match):
        name = match[2].lower()
        if name not in KNOWN and name not in closed and not ATTRIBUTE.search(match[3]):
            return match[0]
        if not match[1]:
            gone[name] += 1
        return ""

    return SHORTCODE.sub(taken_out, text), gone


class _Reader(HTMLParser):
    """Writes HTML again, with references where pictures and players are."""

    def __init__(self, photo_of, is_own, host):
        super().__init__(convert_charrefs=False)
        self._photo_of, self._is_own, self._host = photo_of, is_own, host
        self._written, self._figures, self._unprinted, self._quotes = [], [], 0, 0

    @property
    def html(self):
        return "".join(self._written)

    def close(self):
        super().close()
        while self._figures:
            self._end_figure()

    def handle_starttag(self, tag, attributes):
        if tag in UNPRINTED:
            self._unprinted += 1
        elif not self._unprinted:
            self._begin(tag, {name: value or "" for name, value in attributes})

    def _begin(self, tag, attributes):
        match tag:
            case "img":
                self._picture(attributes)
            case "iframe" | "embed":
                self._player(attributes.get("src") or attributes.get("data-src", ""))
            case "figure":
                self._begin_figure(attributes)
            case "figcaption" if self._figure:
                self._figure.caption_from = len(self._written)
            case "cite" if self._quotes:
                self._written.append("<footer>")
            case "a":
                self._written.append(f'<a href="{escape(self._address(attributes.get("href", "")))}">')
            case _:
                self._quotes += tag == "blockquote"
                self._written.append(self.get_starttag_text())

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in ("img", "br", "hr", "embed"):
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag in UNPRINTED:
            self._unprinted = max(0, self._unprinted - 1)
        elif self._unprinted or tag in ("img", "iframe", "embed"):
            pass
        elif tag == "figure":
            if self._figures:
                self._end_figure()
        elif tag == "figcaption" and self._figure:
            self._figure.end_caption(self._written)
        elif tag == "cite" and self._quotes:
            self._written.append("</footer>")
        else:
            self._quotes -= tag == "blockquote" and self._quotes > 0
            self._written.append(f"</{tag}>")

    def handle_data(self, data):
        if self._unprinted:
            return
        address = data.strip()
        is_alone = not self._written or not self._written[-1].startswith("<a ")
        if is_alone and ADDRESS.fullmatch(address) and embeds.recognise(address.replace("&amp;", "&")):
            self._player(address.replace("&amp;", "&"))
        else:
            self._written.append(data)

    def handle_entityref(self, name):
        self._written += [] if self._unprinted else [f"&{name};"]

    def handle_charref(self, name):
        self._written += [] if self._unprinted else [f"&#{name};"]

    @property
    def _figure(self):
        return self._figures[-1] if self._figures else None

    def _picture(self, attributes):
        numbered = NUMBERED.search(attributes.get("class", ""))
        number = numbered[1] if numbered else attributes.get("data-id", "")
        address = attributes.get("data-src") or attributes.get("src", "")
        picture = Picture(number, address, " ".join(attributes.get("alt", "").split()))
        photo = self._photo_of(picture)
        if self._figure:
            self._figure.photos.append((photo, picture.alt_text))
        elif photo is not None:
            self._written.append(_reference(photo, picture.alt_text))

    def _player(self, address):
        if address.startswith("//"):
            address = f"https:{address}"
        if address.startswith(("https://", "http://")):
            self._written.append(f'</p><figure data-embed="{escape(address)}"></figure><p>')

    def _begin_figure(self, attributes):
        if "data-embed" in attributes:
            self._player(attributes["data-embed"])
        self._figures.append(None if "data-embed" in attributes else _Figure())

    def _end_figure(self):
        figure = self._figures.pop()
        if figure is None:
            return
        figure.end_caption(self._written)
        caption = figure.caption
        references = [(photo, alt_text) for photo, alt_text in figure.photos if photo is not None]
        if len(figure.photos) == 1 and references:
            self._written.append(_reference(*references[0], caption))
            return
        self._written += [_reference(*reference) for reference in references]
        # Of a table, a quote or a group of pictures; without its picture a caption says nothing.
        if caption and (references or not figure.photos):
            self._written.append(f"<p>{caption}</p>")

    def _address(self, href):
        """A link to a story of the old site as a path, any other as it is."""
        path = wxr.path_of(href)
        return path if self._host and wxr.host_of(href) == self._host and self._is_own(path) else href


class _Figure:
    """A figure that is being read: its pictures, and its caption, which is taken out of what was written."""

    def __init__(self):
        self.photos, self.caption, self.caption_from = [], "", None

    def end_caption(self, written):
        if self.caption_from is None:
            return
        self.caption = "".join(written[self.caption_from :]).strip()
        del written[self.caption_from :]
        self.caption_from = None


def _reference(photo, alt_text="", caption=""):
    alt = f' data-alt="{escape(alt_text)}"' if alt_text else ""
    inside = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure data-photo="{photo}"{alt}>{inside}</figure>'
