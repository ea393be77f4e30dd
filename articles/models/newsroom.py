"""Newsroom: who publishes this site, as the law asks to have it named (CONVENTIONS I13), and as search engines read it (T1)."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import images
from .photo import Photo

# The properties of schema.org's NewsMediaOrganization that name a page of policy (CONVENTIONS T1).
POLICIES = {
    "publishingPrinciples": _("Publishing principles"),
    "ethicsPolicy": _("Ethics"),
    "correctionsPolicy": _("Corrections"),
    "missionCoveragePrioritiesPolicy": _("Mission and priorities"),
    "ownershipFundingInfo": _("Ownership and funding"),
    "verificationFactCheckingPolicy": _("Verification"),
    "unnamedSourcesPolicy": _("Unnamed sources"),
    "actionableFeedbackPolicy": _("Feedback and complaints"),
    "noBylinesPolicy": _("Stories without a byline"),
}
NETWORKS = {
    "x.com": "X",
    "twitter.com": "X",
    "facebook.com": "Facebook",
    "instagram.com": "Instagram",
    "youtube.com": "YouTube",
    "tiktok.com": "TikTok",
    "threads.net": "Threads",
    "linkedin.com": "LinkedIn",
    "t.me": "Telegram",
    "whatsapp.com": "WhatsApp",
}
LOGO_WIDTH = 640


def one_address_a_line(text):
    """Refuse what is no list of https addresses."""
    check = URLValidator(schemes=["https"])
    for line in text.splitlines():
        if line.strip():
            try:
                check(line.strip())
            except ValidationError as error:
                raise ValidationError(
                    _("“%(line)s” is no address; write one a line, beginning with https://."), params={"line": line}
                ) from error


class NewsroomQuerySet(models.QuerySet):
    def current(self):
        """The newsroom's one row with its logo, in one query; a blank one before anybody has filled it in."""
        return self.select_related("logo").first() or self.model(pk=1)


class Newsroom(models.Model):
    """One row: the company behind the site, how to reach it, its logo."""

    company = models.CharField(
        _("company"), max_length=150, blank=True, help_text=_("The legal entity, such as PT Kabar Mandala Media.")
    )
    address = models.TextField(_("address"), blank=True, help_text=_("Of the editorial office, as on an envelope."))
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    logo = models.ForeignKey(
        Photo,
        verbose_name=_("logo"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Shown in the masthead in place of the mark; at least 112 × 112 pixels, readable on white."),
    )
    social_accounts = models.TextField(
        _("social accounts"),
        blank=True,
        validators=[one_address_a_line],
        help_text=_("One address a line, beginning with https://."),
    )
    policies = models.JSONField(
        _("pages of policy"), default=dict, blank=True, help_text=_("{property of schema.org: path of the page}")
    )

    objects = NewsroomQuerySet.as_manager()

    class Meta:
        verbose_name = _("newsroom")
        verbose_name_plural = _("newsroom")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="there_is_one_newsroom")]

    def __str__(self):
        return self.company or settings.SITE_NAME

    def save(self, **kwargs):
        self.pk = 1
        super().save(**kwargs)

    @property
    def accounts(self):
        """(name of the network, address) of each of the social accounts."""
        found = [line.strip() for line in self.social_accounts.splitlines() if line.strip()]
        return tuple((_network(address), address) for address in found)

    @property
    def logo_url(self):
        return self.logo.rendition_url("full", LOGO_WIDTH) if self.logo and self.logo.rendition_key else ""

    @property
    def logo_size(self):
        """Width and height of the logo's rendition, in pixels; empty without a logo."""
        if not self.logo_url:
            return ()
        return images.rendition_size("full", LOGO_WIDTH, (self.logo.width, self.logo.height))


class Officer(models.Model):
    """Somebody who answers for the site, with the office (CONVENTIONS I13)."""

    newsroom = models.ForeignKey(Newsroom, on_delete=models.CASCADE, related_name="officers")
    office = models.CharField(
        _("office"), max_length=80, help_text=_("Such as Penanggung Jawab, Pemimpin Redaksi, Redaktur, Reporter.")
    )
    name = models.CharField(_("name"), max_length=120)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("responsible person")
        verbose_name_plural = _("responsible persons")
        ordering = ["position", "id"]

    def __str__(self):
        return f"{self.office}: {self.name}"


def _network(address):
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    return NETWORKS.get(host, host)
