"""What the library is filtered by: rights, use, origin and days."""

import datetime
from collections import Counter

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import dates, licences
from ..models import Photo, Section

# The names that a filter offers are those of the newest photos; any other stands in its address, which a photo's credit links to.
NEWEST, NAMES = 500, 12
SPANS = {
    "today": (0, _("Today")),
    "week": (6, _("The last 7 days")),
    "month": (29, _("The last 30 days")),
    "year": (364, _("The last 365 days")),
}


class LicenceFilter(admin.SimpleListFilter):
    title = _("licence")
    parameter_name = "licence_state"

    def lookups(self, request, model_admin):
        return [("ended", _("Ended")), ("soon", _("Ends within 14 days")), ("none", _("Not stated"))]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        match self.value():
            case "ended":
                return queryset.licence_ends(None, today - datetime.timedelta(days=1))
            case "soon":
                return queryset.licence_ends(today, today + licences.SOON)
            case "none":
                return queryset.filter(licence__in=("", Photo.Licence.UNKNOWN))
        return queryset


class UnusedFilter(admin.SimpleListFilter):
    title = _("use")
    parameter_name = "used"

    def lookups(self, request, model_admin):
        return [("0", _("Not used"))]

    def queryset(self, request, queryset):
        return queryset.unused() if self.value() == "0" else queryset


class SyntheticFilter(admin.SimpleListFilter):
    title = _("making")
    parameter_name = "made"

    def lookups(self, request, model_admin):
        return [("ai", _("Made or altered with AI"))]

    def queryset(self, request, queryset):
        return queryset.synthetic() if self.value() == "ai" else queryset


class SpanFilter(admin.SimpleListFilter):
    """The days up to today on which something happened to a photo."""

    def lookups(self, request, model_admin):
        return [(span, name) for span, (_days, name) in SPANS.items()]

    def queryset(self, request, queryset):
        if self.value() not in SPANS:
            return queryset
        days, _name = SPANS[self.value()]
        start, _end = dates.bounds(dates.today() - datetime.timedelta(days=days))
        return queryset.filter(**{f"{self.moment}__gte": start})


class UploadedFilter(SpanFilter):
    title = _("uploaded at")
    parameter_name = "uploaded"
    moment = "created_at"


class TakenFilter(SpanFilter):
    title = _("taken at")
    parameter_name = "taken"
    moment = "taken_at"


class NameFilter(admin.SimpleListFilter):
    """A name in the credit: the frequent ones of the newest photos are offered, and the one that was asked for."""

    def lookups(self, request, model_admin):
        newest = Photo.objects.order_by("-id").values_list(self.parameter_name, flat=True)[:NEWEST]
        names = [name for name, _count in Counter(filter(None, newest)).most_common(NAMES)]
        asked = request.GET.get(self.parameter_name)
        return [(name, name) for name in dict.fromkeys([*sorted(names, key=str.casefold), *filter(None, [asked])])]

    def queryset(self, request, queryset):
        return queryset.filter(**{self.parameter_name: self.value()}) if self.value() else queryset


class AgencyFilter(NameFilter):
    title = _("agency")
    parameter_name = "agency"


class PhotographerFilter(NameFilter):
    title = _("photographer")
    parameter_name = "photographer"


class SectionFilter(admin.SimpleListFilter):
    title = _("section of use")
    parameter_name = "section"

    def lookups(self, request, model_admin):
        return list(Section.objects.order_by("position", "name").values_list("slug", "name"))

    def queryset(self, request, queryset):
        section = Section.objects.filter(slug=self.value()).first() if self.value() else None
        return queryset.used_in(section) if section else queryset
