"""The photo desk: a photo's facts, its focal point with the crops that follow from it, the list of photos."""

from csp.decorators import csp_update
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from js_asset import Script

from ..models import Photo
from .library import Library
from .listing import DeskAdmin
from .photo_dialog import PhotoDialog
from .photo_together import PhotoTogether
from .photo_upload import PhotoForm, PhotoUpload

CROPS_SHOWN = ("16x9", "4x3", "1x1")


def thumbnail(photo):
    """A small square of a photo for lists; empty without one."""
    if photo is None or not photo.rendition_key:
        return ""
    return format_html(
        '<img class="thumbnail" src="{}" width="48" height="48" alt="" loading="lazy">',
        photo.rendition_url("1x1", 160),
    )


@admin.register(Photo)
class PhotoAdmin(Library, PhotoDialog, PhotoTogether, PhotoUpload, DeskAdmin):
    form = PhotoForm
    fieldsets = [
        (None, {"fields": ["image", ("focal_x", "focal_y")], "classes": ["focal-point"]}),
        (None, {"fields": ["title", "caption", "alt_text", "keywords"]}),
        (
            _("Credit"),
            {"fields": ["photographer", "agency", "source", ("city", "province", "country"), "taken_at"]},
        ),
        (
            _("Rights"),
            {
                "fields": [
                    ("licence", "licence_ends_on"),
                    "copyright_notice",
                    "usage_terms",
                    "licence_url",
                    "licensor_url",
                    "digital_source_type",
                ]
            },
        ),
    ]
    formfield_overrides = {**DeskAdmin.formfield_overrides, models.URLField: {"assume_scheme": "https"}}
    list_display = ["picture", "title", "credit", "city", "uploaded"]
    list_display_links = ["title"]
    search_fields = ["title", "caption", "photographer"]
    readonly_fields = ["unread_metadata"]
    ordering = ["-id"]
    sortable_by = []

    class Media:
        css = {"all": ["admin-desk/photo-desk.css"]}
        js = [Script("admin-desk/focal-point.js", type="module")]

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj and obj.unread_metadata:
            return [*fieldsets, (_("The file's own data"), {"fields": ["unread_metadata"]})]
        return fieldsets

    @admin.display(description=_("photo"))
    def picture(self, photo):
        return thumbnail(photo)

    @admin.display(description=_("credit"))
    def credit(self, photo):
        return photo.credit

    @admin.display(description=_("uploaded at"))
    def uploaded(self, photo):
        return photo.created_at

    @method_decorator(csp_update({"img-src": ["blob:"]}))
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):  # noqa: FBT002
        context["picture_url"] = obj.rendition_url("full", 960) if obj and obj.rendition_key else ""
        context["crops_shown"] = CROPS_SHOWN
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<int:number>/thumbnail/", wrap(require_safe(self.thumbnail)), name="articles_photo_thumbnail"),
            *super().get_urls(),
        ]

    def thumbnail(self, request, number):
        """Lead to a photo's small square, for the forms that know its number only."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        photo = get_object_or_404(Photo, pk=number)
        if not photo.rendition_key:
            raise Http404
        return HttpResponseRedirect(photo.rendition_url("4x3", 480))
