"""Quoted sources at the desk: named under their story, and a report of those whose medium has corrected (CONVENTIONS I6)."""

from django import forms
from django.contrib import admin
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from .. import roles
from ..models import QuotedSource
from .listing import DeskAdmin
from .widgets import DeskForm

ADDRESS = {models.URLField: {"assume_scheme": "https"}}


class QuotedSourceForm(DeskForm):
    is_corrected = forms.BooleanField(
        label=_("corrected at the source"),
        required=False,
        help_text=_("Ticked, the story waits among the quotes to review; take the tick away once it was reviewed."),
    )

    def __init__(self, *args, instance=None, initial=None, **options):
        waits = bool(instance and instance.corrected_at and not instance.reviewed_at)
        super().__init__(*args, instance=instance, initial={"is_corrected": waits, **(initial or {})}, **options)

    def clean(self):
        values = super().clean()
        if "is_corrected" in self.changed_data:
            now = timezone.now()
            if self.cleaned_data["is_corrected"]:
                self.instance.corrected_at, self.instance.reviewed_at = now, None
            else:
                self.instance.reviewed_at = now
        return values


class QuotedSourceInline(admin.TabularInline):
    """Whoever may change the story names its sources."""

    model = QuotedSource
    form = QuotedSourceForm
    fields = ["medium", "url", "is_corrected"]
    extra = 0
    formfield_overrides = ADDRESS

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("articles.view_article")

    def has_add_permission(self, request, obj=None):
        return roles.may_edit(request.user, obj) if obj else request.user.has_perm("articles.add_article")

    def has_change_permission(self, request, obj=None):
        return self.has_add_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.has_add_permission(request, obj)


def keep(formset, *, by):
    """Save what a formset of quoted sources has; a review that was just noted is *by* somebody."""
    for source in formset.save(commit=False):
        source.reviewed_by = (source.reviewed_by or by) if source.reviewed_at else None
        source.save()
    for source in formset.deleted_objects:
        source.delete()


class ReviewFilter(admin.SimpleListFilter):
    title = _("review")
    parameter_name = "review"

    def lookups(self, request, model_admin):
        return [("all", _("All quoted sources"))]

    def choices(self, changelist):
        """As Django's; without a choice, the list is the report of what waits."""
        first, *others = super().choices(changelist)
        return [{**first, "display": _("Quotes to review")}, *others]

    def queryset(self, request, queryset):
        return queryset if self.value() == "all" else queryset.to_review()


@admin.register(QuotedSource)
class QuotedSourceAdmin(DeskAdmin):
    """The report “quotes to review”."""

    fields = ["article", "medium", "url", "corrected_at", "reviewed_at", "reviewed_by"]
    formfield_overrides = DeskAdmin.formfield_overrides | ADDRESS
    readonly_fields = ["article", "corrected_at", "reviewed_at", "reviewed_by"]
    list_display = ["medium", "story", "address", "corrected_at", "reviewed_at"]
    list_select_related = ["article", "reviewed_by"]
    list_filter = [ReviewFilter]
    search_fields = ["medium", "url"]
    ordering = ["corrected_at", "id"]
    sortable_by = []
    actions = ["mark_corrected", "mark_reviewed"]

    def has_add_permission(self, request):
        """They are named under their story."""
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("article"))
    def story(self, source):
        return format_html('<a href="{}">{}</a>', _story_address(source), source.article)

    @admin.display(description=_("address"))
    def address(self, source):
        return (
            format_html('<a href="{}" rel="noopener noreferrer">{}</a>', source.url, source.url) if source.url else ""
        )

    @admin.action(description=_("The medium has corrected: to review"), permissions=["change"])
    def mark_corrected(self, request, queryset):
        for source in queryset:
            source.mark_corrected()

    @admin.action(description=_("Reviewed"), permissions=["change"])
    def mark_reviewed(self, request, queryset):
        for source in queryset:
            source.mark_reviewed(by=request.user)


def _story_address(source):
    return reverse("admin:articles_article_change", args=[source.article_id])
