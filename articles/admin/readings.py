"""How often a story was read, beside its form: two small charts that the server draws, with their numbers in a table."""

from dataclasses import dataclass

from django.contrib import admin
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from .. import readings
from ..models import Article

# In the drawing's own units; the page stretches it to its column.
BAR, GAP, HEIGHT = 6, 2, 60


@dataclass(frozen=True)
class Bar:
    """One hour or day; places are text, since a template would print numbers as people write them."""

    label: str
    views: int
    left: str
    top: str
    height: str


@dataclass(frozen=True)
class Chart:
    title: str
    unit: str
    bars: list

    @classmethod
    def of(cls, title, unit, counts):
        """Draw (label, views) pairs, oldest first; the highest bar is as high as the drawing."""
        most = max(views for _label, views in counts) or 1
        # Whatever was read at all can be seen.
        heights = [max(1, round(HEIGHT * views / most)) if views else 0 for _label, views in counts]
        return cls(
            title,
            unit,
            [
                Bar(label, views, str(place * (BAR + GAP)), str(HEIGHT - height), str(height))
                for place, ((label, views), height) in enumerate(zip(counts, heights, strict=True))
            ],
        )

    @property
    def view_box(self):
        return f"0 0 {len(self.bars) * (BAR + GAP) - GAP} {HEIGHT}"

    @property
    def total(self):
        return sum(bar.views for bar in self.bars)

    @property
    def in_words(self):
        """What the drawing says, for those who do not see it."""
        if not self.total:
            return _("%(period)s: not read.") % {"period": self.title}
        highest = max(self.bars, key=lambda bar: bar.views)
        return _("%(period)s: read %(total)s times, most in %(when)s: %(views)s.") % {
            "period": self.title,
            "total": number_format(self.total),
            "when": highest.label,
            "views": number_format(highest.views),
        }

    @property
    def rows(self):
        """The bars that have views, newest first."""
        return [bar for bar in reversed(self.bars) if bar.views]


def charts(counted):
    hours = [(_hour(hour), views) for hour, views in counted.hours]
    days = [(date_format(day, "D j M"), views) for day, views in counted.days]
    return [
        Chart.of(_("Last 48 hours"), _("Hour"), hours),
        Chart.of(_("Last 30 days"), _("Day"), days),
    ]


def _hour(hour):
    return date_format(timezone.localtime(hour), "D H:i")


class ShowsReadings(admin.ModelAdmin):
    """Shows on the form of a story that readers could see how often they did. Nothing here is about the readers."""

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):  # noqa: FBT002
        if obj and obj.pk and (obj.is_published or obj.status == Article.Status.WITHDRAWN):
            counted = readings.of(obj)
            context["readings"] = {"total": counted.total, "charts": charts(counted)}
        return super().render_change_form(request, context, add, change, form_url, obj)
