"""Lists that open at once however many stories there are: nothing here counts."""

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.core.paginator import Paginator
from django.db import models
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from .. import conversation, dates
from ..models import Article, Byline
from .keyset import LAST, KeysetPage, NotAPlace, Order
from .widgets import DeskForm, MomentField, MomentInput

MENTIONS = 500  # unseen ones that the list of stories looks at
SCHEDULED = 5000  # stories that wait for their hour, more than any newsroom has


class LookAheadPaginator(Paginator):
    """Knows the pages before the current one and a few after it; no list is ever counted to its end."""

    PAGES_AHEAD = 4

    def __init__(self, object_list, per_page, current, **options):
        super().__init__(object_list, per_page, **options)
        self.current = current

    @cached_property
    def keys(self):
        """The primary keys from the current page on, as far as this paginator looks."""
        start = (self.current - 1) * self.per_page
        return list(self.object_list.values_list("pk", flat=True)[start : start + self._reach])

    @cached_property
    def count(self):
        return (self.current - 1) * self.per_page + len(self.keys)

    @property
    def goes_on(self):
        return len(self.keys) == self._reach

    @property
    def _reach(self):
        return self.PAGES_AHEAD * self.per_page + 1


class DeskList(ChangeList):
    """A list that searches and sorts once, for the keys of a page, and then fetches the rows of these.

    Its pages are found by the row they begin after; where its order allows no such (see `keyset`), they are numbered.
    """

    page = None  # a KeysetPage

    def rows(self):
        """Every row that may be listed, with what its line shows; `queryset` are those of them that are searched and filtered for."""
        return self.apply_select_related(self.root_queryset)

    def get_results(self, request):
        order = Order.of(self.queryset.query.order_by, self.model)
        if order is None:
            super().get_results(request)
            keys = self.paginator.keys[: self.list_per_page]
            self.result_list = self.rows().filter(pk__in=keys).order_by(*self.queryset.query.order_by)
            return
        names = [column.name for column in order.columns]
        places = self.queryset.prefetch_related(None).values_list("pk", *names, named=True)
        try:
            self.page = KeysetPage.find(places, order, self.list_per_page, request.GET.get(PAGE_VAR, ""))
        except NotAPlace as error:
            raise IncorrectLookupParameters from error
        self.result_list = self.rows().filter(pk__in=[row.pk for row in self.page.rows]).order_by(*order.names())
        self.result_count, self.full_result_count = len(self.page.rows), None
        self.show_full_result_count, self.show_admin_actions = False, True
        self.can_show_all = self.multi_page = False

    @property
    def pages(self):
        """(address, name) of the pages to go to from this one; an address is "" where there is nothing to go to."""
        if not (self.page.has_before or self.page.has_after):
            return []
        first = self.get_query_string(remove=[PAGE_VAR])
        return [
            (first if self.page.has_before else "", _("First page")),
            (self._address_of(self.page.before), _("Previous page")),
            (self._address_of(self.page.after), _("Next page")),
            (self._address_of(f'["{LAST}"]' if self.page.has_after else ""), _("Last page")),
        ]

    def _address_of(self, place):
        return place and self.get_query_string({PAGE_VAR: place})


class DeskAdmin(admin.ModelAdmin):
    """What every screen of the desk shares: moments in the site's zone, lists that do not count."""

    form = DeskForm
    formfield_overrides = {models.DateTimeField: {"form_class": MomentField, "widget": MomentInput}}
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    list_max_show_all = 50

    def get_changelist(self, request, **kwargs):
        return DeskList

    def get_paginator(self, request, queryset, per_page, orphans=0, allow_empty_first_page=True):  # noqa: FBT002
        asked = request.GET.get(PAGE_VAR) or request.GET.get("page") or "1"
        current = max(1, int(asked)) if asked.isdecimal() and len(asked) < 8 else 1
        return LookAheadPaginator(
            queryset, per_page, current, orphans=orphans, allow_empty_first_page=allow_empty_first_page
        )


class ShownState(models.TextChoices):
    """A story's state as the desk speaks of it: the stored one, and what the clock makes of an approved story."""

    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    SCHEDULED = "scheduled", _("Scheduled")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    BINNED = "binned", _("In the bin")

    @classmethod
    def of(cls, article):
        if article.binned_at:
            return cls.BINNED
        if article.is_scheduled:
            return cls.SCHEDULED
        return cls.PUBLISHED if article.is_published else cls(article.status)

    @property
    def badge(self):
        return format_html('<span class="state state--{}">{}</span>', self.value, self.label)


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return ShownState.choices

    def queryset(self, request, queryset):
        if self.value() == ShownState.BINNED:
            return queryset.in_bin()
        queryset = queryset.kept()
        match self.value():
            case ShownState.SCHEDULED:
                # By their hours these few are found at once; by the list's order the database would walk all approved ones.
                return queryset.filter(
                    pk__in=list(Article.objects.scheduled().values_list("pk", flat=True)[:SCHEDULED])
                )
            case ShownState.PUBLISHED:
                # What is scheduled is little; leaving it out lets the database read the approved in the list's own order.
                return queryset.approved().exclude(pk__in=Article.objects.scheduled().values("pk"))
            case ShownState.DRAFT | ShownState.REVIEW | ShownState.WITHDRAWN as state:
                return queryset.filter(status=state)
            case _:
                return queryset


class MineFilter(admin.SimpleListFilter):
    title = _("person")
    parameter_name = "mine"

    def lookups(self, request, model_admin):
        return [("1", _("Begun by me")), ("assigned", _("Assigned to me")), ("mentioned", _("Mention me"))]

    def queryset(self, request, queryset):
        match self.value():
            case "1":
                return queryset.filter(created_by=request.user)
            case "assigned":
                return queryset.filter(assigned_editor=request.user)
            case "mentioned":
                # The few numbers are read first, so that the database never walks the archive to find them.
                waiting = conversation.unseen(request.user).values_list("comment__article", flat=True)
                return queryset.filter(pk__in=list(waiting[:MENTIONS]))
        return queryset


class TodayFilter(admin.SimpleListFilter):
    title = _("publication time")
    parameter_name = "day"

    def lookups(self, request, model_admin):
        return [("today", _("Today"))]

    def queryset(self, request, queryset):
        return queryset.on_day(dates.today()) if self.value() == "today" else queryset


class StoryList(DeskList):
    """The list of stories: all that its rows show in a fixed number of queries, and never a body."""

    def rows(self):
        bylines = models.Prefetch("bylines", Byline.objects.select_related("author"))
        return super().rows().prefetch_related(bylines).defer("body")
