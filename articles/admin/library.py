"""The library at the desk: a grid of photos, where each is used, another photo in its place, none deleted while it is used."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .. import licences, search
from ..models import Article, Photo, PhotoInUse
from .library_filters import (
    AgencyFilter,
    LicenceFilter,
    PhotographerFilter,
    SectionFilter,
    SyntheticFilter,
    TakenFilter,
    UnusedFilter,
    UploadedFilter,
)
from .listing import DeskList, ShownState
from .revisions import is_number

VIEW = "view"
SHOWN_USES = 50


class PhotoList(DeskList):
    """The list of photos, as a grid of pictures or as lines."""

    def get_filters_params(self, params=None):
        found = super().get_filters_params(params)
        found.pop(VIEW, None)
        return found

    @property
    def is_grid(self):
        return self.params.get(VIEW) != "list"

    @property
    def views(self):
        """(address, name, whether it is shown) of both ways to look at the library."""
        return [
            (self.get_query_string({VIEW: view} if view else {}, [VIEW]), name, self.is_grid == (not view))
            for view, name in (("", _("Grid")), ("list", _("Lines")))
        ]

    def get_results(self, request):
        super().get_results(request)
        for photo in self.result_list if self.is_grid else ():
            photo.grid_url = photo.rendition_url("1x1", 480)
            photo.marks = list(_marks(photo))
            for name in ("agency", "photographer"):
                setattr(photo, f"{name}_query", self.get_query_string({name: getattr(photo, name)}))


def _marks(photo):
    """What a card warns of, as (kind, words)."""
    today = timezone.localdate()
    if not photo.is_licensed_on(today):
        yield "ended", _("Licence ended")
    elif not photo.is_licensed_on(today + licences.SOON):
        yield "ends", _("Licence ends on %(day)s") % {"day": date_format(photo.licence_ends_on, "j M Y")}
    if photo.ai_note:
        yield "ai", photo.ai_note


class Use:
    """A story that uses a photo: at which places, and whether readers will only see it once its changes are published."""

    def __init__(self, story, uses):
        self.story, self.state = story, ShownState.of(story)
        shown = [use for use in uses if use.working_copy_id is None]
        self.is_pending = not shown
        self.places = list(dict.fromkeys(str(use.get_kind_display()) for use in shown or uses))
        if hasattr(story, "slot"):
            self.places.append(_("on the front page"))


class WhereUsed:
    """All that uses a photo, as far as its page lists it."""

    def __init__(self, photo):
        numbers = photo.uses.order_by("-article").values_list("article", flat=True).distinct()
        numbers = list(numbers[: SHOWN_USES + 1])
        self.has_more = len(numbers) > SHOWN_USES
        self.shown = SHOWN_USES
        stories = Article.objects.select_related("section", "slot").defer("body").in_bulk(numbers[:SHOWN_USES])
        by_story = {number: [] for number in stories}
        for use in photo.uses.filter(article__in=stories).order_by("kind"):
            by_story[use.article_id].append(use)
        self.stories = [Use(stories[number], by_story[number]) for number in sorted(stories, reverse=True)]
        self.portraits = list(photo.portrayed.order_by("name")[:SHOWN_USES])

    def __bool__(self):
        return bool(self.stories or self.portraits)


class ReplacementForm(forms.Form):
    """Another photo for all stories that show this one."""

    other = forms.ModelChoiceField(
        label=_("Photo in its place"),
        queryset=Photo.objects.all(),
        widget=AutocompleteSelect(Article._meta.get_field("lead_photo"), admin.site),
    )

    def __init__(self, *args, photo, **options):
        self.photo = photo
        super().__init__(*args, **options)
        self.fields["other"].widget.attrs["data-thumbnail"] = reverse("admin:articles_photo_thumbnail", args=[0])

    def clean_other(self):
        if refusals := licences.objections(self.photo, self.cleaned_data["other"]):
            raise forms.ValidationError(refusals)
        return self.cleaned_data["other"]


class Library(admin.ModelAdmin):
    """The part of the photo desk that keeps what is there already."""

    change_list_template = "admin/articles/photo/change_list.html"
    list_filter = [
        LicenceFilter,
        UnusedFilter,
        SyntheticFilter,
        UploadedFilter,
        TakenFilter,
        AgencyFilter,
        PhotographerFilter,
        SectionFilter,
    ]
    search_help_text = _("Words of the title, the caption, the keywords, the city, or a name in the credit.")
    actions = ["delete_photos"]

    def get_changelist(self, request, **kwargs):
        return PhotoList

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        return queryset.filter(pk__in=search.photos(search_term)), False

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    @admin.action(description=_("Delete the selected photos"), permissions=["delete"])
    def delete_photos(self, request, queryset):
        """As the stock action; nothing is asked, and nothing deleted, while one of the photos is used."""
        try:
            for photo in queryset:
                photo.refuse_while_used()
        except PhotoInUse as refusal:
            self.message_user(request, refusal.sentence, messages.ERROR)
            return None
        return delete_selected(self, request, queryset)

    def delete_view(self, request, object_id, extra_context=None):
        photo = self.get_object(request, object_id)
        if photo is not None and self.has_delete_permission(request, photo):
            try:
                photo.refuse_while_used()
            except PhotoInUse as refusal:
                self.message_user(request, refusal.sentence, messages.ERROR)
                return HttpResponseRedirect(reverse("admin:articles_photo_change", args=[photo.pk]))
        return super().delete_view(request, object_id, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):  # noqa: FBT002
        if obj and obj.pk:
            context["where_used"] = WhereUsed(obj)
            context["may_replace"] = request.user.has_perm("articles.replace_photo")
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self):
        replace = self.admin_site.admin_view(self.replace_view)
        return [path("<int:number>/replace/", replace, name="articles_photo_replace"), *super().get_urls()]

    def replace_view(self, request, number):
        """Show where a photo is used, ask for another one, then put that in its place."""
        if not request.user.has_perm("articles.replace_photo"):
            raise PermissionDenied
        if not is_number(str(number)):
            raise Http404
        photo = get_object_or_404(Photo, pk=number)
        again = {"other": request.GET.get("other")} if is_number(request.GET.get("other", "")) else None
        form = ReplacementForm(request.POST or None, photo=photo, initial=again)
        if request.method == "POST" and form.is_valid():
            return self._replace(request, photo, form.cleaned_data["other"])
        context = {
            **self.admin_site.each_context(request),
            "title": _("Replace a photo in all stories"),
            "opts": self.opts,
            "photo": photo,
            "picture_url": photo.rendition_url("4x3", 480) if photo.rendition_key else "",
            "form": form,
            "media": self.media + form.media,
            "where_used": WhereUsed(photo),
        }
        return TemplateResponse(request, "admin/articles/photo/replace.html", context)

    def _replace(self, request, photo, other):
        done = licences.replace(photo, other, by=request.user)
        text = ngettext(
            "“%(old)s” was replaced by “%(new)s” in %(count)s story.",
            "“%(old)s” was replaced by “%(new)s” in %(count)s stories.",
            done,
        ) % {"old": photo, "new": other, "count": done}
        self.log_change(request, photo, text)
        if photo.uses.exists():
            self.message_user(
                request, f"{text} {_('There are more stories: press the button again.')}", messages.WARNING
            )
            address = reverse("admin:articles_photo_replace", args=[photo.pk])
            return HttpResponseRedirect(f"{address}?other={other.pk}")
        self.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_photo_change", args=[photo.pk]))
