"""The corrections as RSS: whoever took over a story learns from it what was put right."""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .models import Correction

SIZE = 30


class CorrectionsFeed(Feed):
    item_guid_is_permalink = False

    def title(self):
        return _("Corrections – %(site)s") % {"site": settings.SITE_NAME}

    def description(self):
        return _("What %(site)s has put right, with the time at which each was posted.") % {"site": settings.SITE_NAME}

    def link(self):
        return f"{settings.SITE_URL}{reverse('corrections')}"

    def feed_url(self):
        return f"{settings.SITE_URL}{reverse('corrections_feed')}"

    def items(self):
        return Correction.objects.all().page(size=SIZE)

    def item_title(self, correction):
        return f"{capfirst(correction.get_kind_display())}: {correction.article.shown_headline}"

    def item_description(self, correction):
        reason = correction.article.get_withdrawal_reason_display() if correction.is_record_of_withdrawal else ""
        return " ".join(filter(None, [str(reason) and f"{reason}.", correction.text]))

    def item_link(self, correction):
        return f"{settings.SITE_URL}{correction.get_absolute_url()}"

    def item_guid(self, correction):
        return f"koreksi-{correction.pk}"

    def item_pubdate(self, correction):
        return timezone.localtime(correction.posted_at)
