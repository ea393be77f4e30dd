"""Tags: their other names, which of them nobody uses, and how those that mean the same become one."""

from django import forms
from django.contrib import admin, messages
from django.db.models import IntegerField, OuterRef, Subquery
from django.http import JsonResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from taggit.models import Tag as UnusedTag

from .. import tagging
from ..models import Tag, TagAlias, TaggedArticle, TagMerge
from .listing import DeskAdmin
from .widgets import DeskForm

admin.site.unregister(UnusedTag)  # the newsroom has a Tag of its own

SUGGESTED = 20
AT_ONCE = 50  # tags of one merge
COUNTED = 1000  # stories of a tag in the list; with more it says so


class TagForm(DeskForm):
    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        meant = TagAlias.objects.meanings([name]).get(name)
        if meant and meant.pk != self.instance.pk:
            raise forms.ValidationError(
                _("“%(name)s” is another name of “%(tag)s” already."), params={"name": name, "tag": meant}
            )
        return name


class OtherNames(admin.TabularInline):
    model = TagAlias
    fields = ["name"]
    extra = 1


class Unused(admin.SimpleListFilter):
    title = _("use")
    parameter_name = "use"

    def lookups(self, request, model_admin):
        return [("none", _("On no story"))]

    def queryset(self, request, queryset):
        return tagging.orphaned(queryset) if self.value() == "none" else queryset


class CountUpTo(Subquery):
    """How many rows a sliced queryset has: a count that ends at the slice."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


@admin.register(Tag)
class TagAdmin(DeskAdmin):
    form = TagForm
    fields = ["name", "slug", "description"]
    inlines = [OtherNames]
    prepopulated_fields = {"slug": ["name"]}
    list_display = ["name", "slug", "stories", "other_names", "topic"]
    list_filter = [Unused]
    search_fields = ["name", "aliases__name"]
    search_help_text = _("A tag by its name or by another name.")
    ordering = ["name"]
    actions = ["merge_selected"]

    def get_queryset(self, request):
        stories = TaggedArticle.objects.filter(tag=OuterRef("pk")).values("pk")[: COUNTED + 1]
        return super().get_queryset(request).prefetch_related("aliases").annotate(story_count=CountUpTo(stories))

    @admin.display(description=_("stories"))
    def stories(self, tag):
        return f"{COUNTED}+" if tag.story_count > COUNTED else tag.story_count

    @admin.display(description=_("other names"))
    def other_names(self, tag):
        return ", ".join(alias.name for alias in tag.aliases.all())

    @admin.display(description=_("topic page"))
    def topic(self, tag):
        return Truncator(tag.description).words(8)

    @admin.action(description=_("Merge into one…"), permissions=["delete"])
    def merge_selected(self, request, queryset):
        tags = list(queryset.order_by("name")[:AT_ONCE])
        if len(tags) < 2:
            return self.message_user(request, _("Choose at least two tags to merge."), messages.WARNING)
        kept = request.POST.get("kept", "")
        into = next((tag for tag in tags if str(tag.pk) == kept), None)
        if into is None:
            return self._ask_which_stays(request, tags, refused="merge" in request.POST)
        try:
            merges = tagging.merge([tag for tag in tags if tag != into], into=into, by=request.user)
        except tagging.MergeRefused as refusal:
            return self.message_user(request, str(refusal), messages.ERROR)
        for merge in merges:
            self.log_change(request, into, _("Merged: %(merge)s") % {"merge": merge})
        text = ngettext(
            "%(count)d tag went into “%(tag)s”; that can be undone under “%(merges)s”.",
            "%(count)d tags went into “%(tag)s”; that can be undone under “%(merges)s”.",
            len(merges),
        ) % {"count": len(merges), "tag": into, "merges": TagMerge._meta.verbose_name_plural.capitalize()}
        return self.message_user(request, text, messages.SUCCESS)

    def _ask_which_stays(self, request, tags, *, refused):
        counted = tagging.stories_of(tags)
        rows = [(tag, counted[tag.pk]) for tag in tags]
        likeliest = max(rows, key=lambda row: row[1])[0]
        context = {**self.admin_site.each_context(request), "title": _("Merge tags"), "opts": self.opts}
        context |= {"rows": rows, "likeliest": likeliest, "refused": refused}
        return TemplateResponse(request, "admin/articles/tag/merge.html", context)

    def get_urls(self):
        names = self.admin_site.admin_view(require_safe(self.names))
        return [path("names/", names, name="articles_tag_names"), *super().get_urls()]

    def names(self, request):
        """Tags that match `term` by one of their names, as select2 wants them: a tag's own name is the key."""
        found, term = [], request.GET.get("term", "").strip()
        if self.has_view_permission(request):
            own = Tag.objects.filter(name__icontains=term).order_by("name").values_list("name", flat=True)
            found = [{"id": name, "text": name} for name in own[:SUGGESTED]]
            others = (
                TagAlias.objects.filter(name__icontains=term).select_related("tag").order_by("name") if term else []
            )
            found += [
                {"id": alias.tag.name, "text": f"{alias.name} → {alias.tag.name}"} for alias in others[:SUGGESTED]
            ]
        return JsonResponse({"results": found, "pagination": {"more": False}})


@admin.register(TagMerge)
class TagMergeAdmin(DeskAdmin):
    """What was merged, the newest first; a merge is undone from here."""

    list_display = ["gone_name", "kept_name", "stories", "at", "by", "state"]
    list_display_links = None
    list_select_related = ["by"]
    search_fields = ["gone_name", "kept_name"]
    ordering = ["-id"]
    sortable_by = []
    actions = ["undo_selected"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("moved", "doubled", "names", "addresses")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_undo_permission(self, request):
        return request.user.has_perm("articles.delete_tag")

    @admin.display(description=_("state"))
    def state(self, merge):
        badge = ("draft", _("Undone")) if merge.undone_at else ("published", _("In force"))
        return format_html('<span class="state state--{}">{}</span>', *badge)

    @admin.action(description=_("Undo the merge"), permissions=["undo"])
    def undo_selected(self, request, queryset):
        for merge in queryset.order_by("-id")[:AT_ONCE]:
            try:
                tag = tagging.undo(merge, by=request.user)
            except tagging.MergeRefused as refusal:
                self.message_user(request, f"{merge}: {refusal}", messages.ERROR)
            else:
                text = _("“%(tag)s” is a tag of its own again.") % {"tag": tag}
                self.message_user(request, text, messages.SUCCESS)
