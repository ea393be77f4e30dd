"""Small files that other machines look for at the root of a site (CONVENTIONS T3, F6). What is not set up has no address."""

import datetime
import re

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

# CONVENTIONS F6.
INDEXNOW_KEY = re.compile(r"[a-zA-Z0-9-]{8,128}")
# How long security.txt vouches for itself; RFC 9116 advises less than a year.
VALID = datetime.timedelta(days=180)


@require_safe
def robots(request):
    """Everything may be read. What says noindex, as the desk's login does, must stay open, or nobody reads that word (CONVENTIONS G15)."""
    lines = ["User-agent: *", "Disallow:", ""]
    lines += [f"Sitemap: {settings.SITE_URL}{reverse(name)}" for name in ("sitemap", "sitemap_news")]
    return plain(lines)


@require_safe
def ads(request):
    if not settings.ADS_TXT.strip():
        raise Http404
    return plain(settings.ADS_TXT.strip().splitlines())


@require_safe
def security(request):
    """RFC 9116: whom to tell of a hole, and until when that holds, which is always some months ahead."""
    contact = settings.SECURITY_CONTACT
    if not contact:
        raise Http404
    if "@" in contact and not contact.startswith(("mailto:", "https:")):
        contact = f"mailto:{contact}"
    # From the first of the month, so that the file does not change with every request.
    begin = timezone.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return plain(
        [
            f"Contact: {contact}",
            f"Expires: {(begin + VALID).strftime('%Y-%m-%dT%H:%M:%SZ')}",
            f"Preferred-Languages: {', '.join(dict.fromkeys((settings.LANGUAGE_CODE, 'en')))}",
            f"Canonical: {settings.SITE_URL}{request.path}",
        ]
    )


@require_safe
def indexnow_key(request, key):
    """Shows that whoever announces this site's addresses holds its key."""
    if key != settings.INDEXNOW_KEY or not INDEXNOW_KEY.fullmatch(key):
        raise Http404
    return plain([key])


def plain(lines):
    return HttpResponse("".join(f"{line}\n" for line in lines), content_type="text/plain; charset=utf-8")
