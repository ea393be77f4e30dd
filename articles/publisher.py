"""Who publishes the site, as search engines and readers' machines are told: one value, made in one place from what the newsroom says
of itself (CONVENTIONS G8, T1)."""

from dataclasses import dataclass

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from . import addresses
from .models import Newsroom

# Of static/logo.png, in pixels.
OWN_LOGO_SIZE = (512, 512)
X_HOSTS = ("https://x.com/", "https://www.x.com/", "https://twitter.com/")


@dataclass(frozen=True, kw_only=True)
class Publisher:
    """The newsroom behind the site; what is empty is not spoken of.

    `policies` has for a property of schema.org's NewsMediaOrganization, such as "correctionsPolicy" or "masthead", the absolute
    address of the page that states it, in pairs (CONVENTIONS T1). `accounts` are absolute addresses of the newsroom's profiles elsewhere.
    """

    name: str
    url: str
    logo_url: str
    logo_size: tuple  # width and height in pixels; at least 112 of each (CONVENTIONS G8)
    legal_name: str = ""
    address: str = ""
    telephone: str = ""
    email: str = ""
    founded: str = ""
    x_account: str = ""  # with its @
    accounts: tuple = ()
    policies: tuple = ()


def of(newsroom):
    """What *newsroom*, the one row of Newsroom with its logo, makes known; costs no query."""
    accounts = tuple(address for _name, address in newsroom.accounts)
    policies = {"masthead": reverse("redaksi"), **newsroom.policies}
    return Publisher(
        name=settings.SITE_NAME,
        url=addresses.absolute(reverse("front")),
        logo_url=addresses.absolute(newsroom.logo_url or static("logo.png")),
        logo_size=newsroom.logo_size or OWN_LOGO_SIZE,
        legal_name=newsroom.company,
        address=", ".join(line.strip() for line in newsroom.address.splitlines() if line.strip()),
        telephone=newsroom.phone,
        email=newsroom.email,
        founded=newsroom.founded_on.isoformat() if newsroom.founded_on else "",
        x_account=next((_handle(address) for address in accounts if address.startswith(X_HOSTS)), ""),
        accounts=accounts,
        policies=tuple((name, addresses.absolute(path)) for name, path in policies.items() if path),
    )


def current():
    """The publisher of this site, in one query."""
    return of(Newsroom.objects.current())


def _handle(address):
    name = address.rstrip("/").rpartition("/")[2].partition("?")[0]
    return f"@{name}" if name else ""
