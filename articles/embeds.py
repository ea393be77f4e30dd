"""Posts and videos of other hosts: which addresses a body may carry as an embed, and the one form in which each is stored.

An address is recognised, never followed: nothing here asks another host. What a paste adds (who shared it, through which
campaign) is dropped with the rest of the query.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Embed:
    """A post or video: where it stands, and the address of the player that may be put into a page, if there is one."""

    provider: str
    address: str
    frame: str = ""

    @property
    def key(self):
        """The provider's name for class names."""
        return self.provider.lower()

    @property
    def shown_address(self):
        return self.address.removeprefix("https://").removeprefix("www.")


# Name, hosts, then the forms of an address: a pattern of the path, the stored address, the player. Of a query only
# YouTube's v is read, so it stands in the path that is matched. A link shortened by TikTok cannot be told apart from
# others without asking TikTok, so it is a card alone. Hosts of players stand in the settings, under frame-src.
YOUTUBE = ("https://www.youtube.com/watch?v={0}", "https://www.youtube-nocookie.com/embed/{0}")
X_PLAYER = "https://platform.twitter.com/embed/Tweet.html?dnt=true&id={0}"
PROVIDERS = (
    (
        "YouTube",
        "youtube.com m.youtube.com music.youtube.com youtube-nocookie.com",
        [(r"/(?:watch\?v=|shorts/|live/|embed/|v/)([\w-]{11})", *YOUTUBE)],
    ),
    ("YouTube", "youtu.be", [(r"/([\w-]{11})", *YOUTUBE)]),
    (
        "X",
        "x.com mobile.x.com twitter.com mobile.twitter.com",
        [
            (r"/i/(?:web/)?status/(\d{1,19})", "https://x.com/i/status/{0}", X_PLAYER),
            (r"/\w{1,15}/status(?:es)?/(\d{1,19})(?:/(?:photo|video)/\d)?", "https://x.com{path}", X_PLAYER),
        ],
    ),
    (
        "Instagram",
        "instagram.com m.instagram.com instagr.am",
        [
            (
                rf"(?:/[\w.]{{1,30}})?/{kind}/([\w-]{{5,64}})",
                f"https://www.instagram.com/{stored}/{{0}}/",
                f"https://www.instagram.com/{stored}/{{0}}/embed/",
            )
            for kind, stored in (("(?:p|tv)", "p"), ("reels?", "reel"))
        ],
    ),
    (
        "TikTok",
        "tiktok.com m.tiktok.com",
        [
            (
                r"/@[\w.]{1,32}/(?:video|photo)/(\d{5,25})",
                "https://www.tiktok.com{path}",
                "https://www.tiktok.com/player/v1/{0}",
            ),
            (r"/t/(\w{5,20})", "https://vt.tiktok.com/{0}/", ""),
        ],
    ),
    ("TikTok", "vm.tiktok.com vt.tiktok.com", [(r"/(\w{5,20})", "https://vt.tiktok.com/{0}/", "")]),
)
FORMS = {
    host: (name, [(re.compile(pattern, re.ASCII), *targets) for pattern, *targets in forms])
    for name, hosts, forms in PROVIDERS
    for host in hosts.split()
}
AFTER_THE_POST = re.compile(r"/(?:photo|video)/\d$")
MOMENT = re.compile(r"(?:(\d{1,2})h)?(?:(\d{1,3})m)?(?:(\d{1,6})s?)?", re.ASCII)


def recognise(address):
    """The Embed that an absolute address stands for, or None when it is none of a provider listed here."""
    try:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or parts.port or "@" in parts.netloc:
            return None
        query = parse_qs(parts.query, max_num_fields=30)
    except ValueError:
        return None
    name, forms = FORMS.get((parts.hostname or "").removeprefix("www."), ("", []))
    path = parts.path.rstrip("/")
    if path == "/watch":
        path += "?v=" + query.get("v", [""])[0]
    for pattern, stored, frame in forms:
        if match := pattern.fullmatch(path):
            place = {
                "path": path if name == "TikTok" else AFTER_THE_POST.sub("", path).replace("/statuses/", "/status/")
            }
            embed = Embed(name, stored.format(*match.groups(), **place), frame.format(*match.groups()))
            return _from_moment(embed, query) if name == "YouTube" else embed
    return None


def _from_moment(video, query):
    """The same video from the second that its address names (t=1m30s, start=90), since that is what the editor meant."""
    match = MOMENT.fullmatch(query.get("t", query.get("start", [""]))[0])
    hours, minutes, seconds = (int(part or 0) for part in (match.groups() if match else (0, 0, 0)))
    if not (start := hours * 3600 + minutes * 60 + seconds):
        return video
    return Embed(video.provider, f"{video.address}&t={start}s", f"{video.frame}?start={start}")
