"""Who publishes the site, as search engines and readers' machines are told: one value, built in one place."""

from dataclasses import dataclass, field

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from . import addresses


@dataclass(frozen=True, kw_only=True)
class Publisher:
    """The newsroom behind the site; what is empty is not spoken of.

    `policies` maps a property of schema.org's NewsMediaOrganization, such as "correctionsPolicy" or "masthead", to the absolute
    address of the page that states it (CONVENTIONS T1). `accounts` are absolute addresses of the newsroom's profiles elsewhere.
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
    policies: dict = field(default_factory=dict)


def current():
    """The publisher of this site; costs no query of its own."""
    return Publisher(
        name=settings.SITE_NAME,
        url=addresses.absolute(reverse("front")),
        logo_url=addresses.absolute(static("logo.png")),
        logo_size=(512, 512),
    )
