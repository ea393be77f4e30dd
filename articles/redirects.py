"""Old addresses: where a page is now that once stood elsewhere, here or in the system that the newsroom came from.

They are rows of django.contrib.redirects and are asked only after a 404 (newsroom/old_addresses.py), so that none hides a living page.
Each row is settled when it is saved, by whatever door: addresses in one form, no chain, no loop. An empty target means gone for good.
"""

import re
import unicodedata
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlsplit

from django.conf import settings
from django.contrib.redirects.models import Redirect
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import iri_to_uri, repercent_broken_unicode, uri_to_iri
from django.utils.translation import gettext as _

from .models import EditionChange

LONGEST = 200  # what the table holds of an address
# The words of a query that tell one page of WordPress from another; newsroom/page_cache.py lets them through at "/".
OLD_NUMBERS = ("p", "page_id")
# Feeds go where their lists went.
FEED = "rss/"
UNSEEN = re.compile(r"[\x00-\x20\x7f\\]")
SAFE = "/:@!$&'()*+,;=~"  # stand for themselves in a path (RFC 3986, 3.3)


def find(path, query=""):
    """Where an address leads that is no page of ours: an address, "" when it is gone for good, None when nobody knows.

    *path* is decoded, as a request has it. Takes one query to the database, or none.
    """
    wanted = _candidates(path, query)
    if not wanted:
        return None
    rows = Redirect.objects.filter(site_id=settings.SITE_ID, old_path__in=wanted)
    known = dict(rows.values_list("old_path", "new_path"))
    for old, rest in wanted.items():
        target = known.get(old)
        if target is None or (rest and not _is_list(target)):
            continue
        return target + rest
    return None


def remember(old, new):
    """Lead the address *old* to *new* from now on, in place of wherever it led; for renames, merges and importers.

    *new* is taken for a living page, so what led away from it is forgotten. Returns the row, or None when the two are the same
    address. Raises ValidationError, with one sentence, for an address that cannot be led from or to.
    """
    old, new = old_address(old), new_address(new)
    if _same(old, new):
        return None
    with transaction.atomic():
        if new.startswith("/"):
            forget(new)
        rows = Redirect.objects.filter(site_id=settings.SITE_ID)
        row = rows.filter(old_path__in=variants(old)).first() or Redirect(site_id=settings.SITE_ID, old_path=old)
        row.new_path = new
        row.save()
    return row


def forget(address):
    """Let nothing lead away from *address* any more: a page stands there now."""
    path, _query = _parted(address)
    Redirect.objects.filter(site_id=settings.SITE_ID, old_path__in=variants(_kept(path))).delete()


def leading_to(address):
    """The old addresses that lead to *address*."""
    rows = Redirect.objects.filter(site_id=settings.SITE_ID, new_path=address)
    return list(rows.values_list("old_path", flat=True))


def settled(old, new):
    """The two addresses of a redirect in the form in which they are kept; a target that leads on gives way to its end.

    Raises ValidationError, with one sentence, for addresses that cannot be led from or to, and for a circle.
    """
    old, new = old_address(old), new_address(new)
    if new.startswith("/"):
        end = find(*_parted(new)) or new
        if _same(old, new) or _same(old, end):
            raise ValidationError(_("This would lead in a circle: the new address comes back to the old one."))
        new = end
    return old, new


def old_address(text):
    """An old address as it is kept: a path with its letters decoded, or /?p=123. Raises ValidationError for anything else."""
    text = _without_own_host(text.strip())
    path, _mark, query = text.partition("#")[0].partition("?")
    if not path.startswith("/") or path.startswith("//"):
        raise ValidationError(_("An old address is one of this site and begins with a single slash."))
    path = _kept(_decoded(path))
    if query:
        if not (number := old_number(path, query)):
            raise ValidationError(_("Of addresses with a question mark only those like /?p=123 can be redirected."))
        path = number
    if path == "/":
        raise ValidationError(_("The front page cannot be redirected."))
    return _short_enough(path)


def new_address(text):
    """A target as it is kept: a path of this site, an absolute http or https address, or "". Raises ValidationError for others."""
    text = _without_own_host(text.strip())
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        is_elsewhere = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        parts, is_elsewhere = None, False
    if not UNSEEN.search(text) and is_elsewhere:
        return _short_enough(iri_to_uri(text))
    path, rest = re.match(r"([^?#]*)(.*)", text, re.DOTALL).groups()
    path = quote(_decoded(path), safe=SAFE)
    if parts is None or UNSEEN.search(text) or not path.startswith("/") or path.startswith("//"):
        raise ValidationError(
            _("The new address is a path of this site, with one slash in front, or begins with http:// or https://.")
        )
    return _short_enough(path + iri_to_uri(rest))


def old_number(path, query):
    """ "/?p=123" for an address by which WordPress knew a story, else ""."""
    words = dict(parse_qsl(query)) if path == "/" else {}
    numbered = (word for word in OLD_NUMBERS if re.fullmatch(r"\d{1,18}", words.get(word, ""), re.ASCII))
    return next((f"/?{word}={words[word]}" for word in numbered), "")


# What happens by itself (articles/apps.py)


def settle(sender, instance, raw=False, **kwargs):  # noqa: FBT002
    """Before a redirect is saved."""
    if not raw:
        instance.old_path, instance.new_path = settled(instance.old_path, instance.new_path)


def shorten(sender, instance, raw=False, **kwargs):  # noqa: FBT002
    """After a redirect was saved: what led to its old address leads to its end at once."""
    if raw or not instance.new_path:
        return
    old = variants(instance.old_path)
    leading_here = Redirect.objects.filter(site_id=instance.site_id, new_path__in={*old, *map(iri_to_uri, old)})
    if leading_here.update(new_path=instance.new_path):
        EditionChange.objects.advance()


def note_slug(sender, instance, raw=False, **kwargs):  # noqa: FBT002
    """Before a section, tag or author is saved."""
    if not raw and instance.pk:
        instance.former_slug = sender.objects.filter(pk=instance.pk).values_list("slug", flat=True).first()


def follow_slug(sender, instance, created, raw=False, **kwargs):  # noqa: FBT002
    """After a section, tag or author was saved: the address that it had leads to the one that it has."""
    if raw:
        return
    former, address = instance.__dict__.pop("former_slug", None), address_of(sender, instance.slug)
    if former and former != instance.slug:
        remember(address_of(sender, former), address)
    elif created:
        forget(address)


def forget_target(sender, instance, **kwargs):
    """After a section, tag or author was deleted: nothing leads to where it was."""
    Redirect.objects.filter(site_id=settings.SITE_ID, new_path=address_of(sender, instance.slug)).delete()


def address_of(model, slug):
    """The address of the section, tag or author with this slug."""
    return reverse(model._meta.model_name, args=[slug])


def _candidates(path, query):
    """What may be kept under an address, the likeliest first, as {old address: what its target is followed by}."""
    if len(path) > LONGEST + len(FEED) or "\x00" in path:
        return {}
    if path == "/":
        number = old_number(path, query)
        return {number: ""} if number else {}
    path = _kept(path)
    found = dict.fromkeys(variants(path), "")
    bare = path.removesuffix("/")
    if bare.endswith("/rss") and (base := bare.removesuffix("rss")) != "/":
        found[base] = FEED
    return found


def variants(address):
    """An address with and without its last slash."""
    if "?" in address:
        return (address,)
    bare = address.removesuffix("/")
    return (address, bare if address.endswith("/") else f"{bare}/")


def _parted(address):
    """A kept target as a request would have it: (path, query)."""
    path, _mark, query = address.partition("#")[0].partition("?")
    return _decoded(path), query


def _same(old, new):
    if not new.startswith("/"):
        return False
    path, query = _parted(new)
    return old == old_number(path, query) if path == "/" else old in variants(_kept(path))


def _decoded(path):
    """A percent-encoded path as Django decodes it for a request."""
    return repercent_broken_unicode(unquote_to_bytes(path)).decode()


def _kept(path):
    """The form in which a decoded path is kept, one for all that look the same: with its letters, and encoded what could be read otherwise."""
    return unicodedata.normalize("NFC", uri_to_iri(quote(path, safe=SAFE)))


def _is_list(target):
    return target.startswith("/") and target.endswith("/") and "?" not in target


def _without_own_host(text):
    site = urlsplit(settings.SITE_URL)
    for scheme in ("http", "https"):
        own = f"{scheme}://{site.netloc}"
        if text.lower().startswith(f"{own}/") or text.lower() == own:
            return text[len(own) :] or "/"
    return text


def _short_enough(address):
    if len(address) > LONGEST:
        raise ValidationError(_("An address in a redirect has at most %(longest)s characters.") % {"longest": LONGEST})
    return address
