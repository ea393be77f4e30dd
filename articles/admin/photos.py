"""The photo desk: upload, facts, focal point; a picture is judged before anything of it is stored."""

from csp.decorators import csp_update
from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from js_asset import Script

from .. import images, search
from ..models import Photo
from .listing import DeskAdmin
from .photo_dialog import PhotoDialog
from .widgets import DeskForm

MEGA = 1_000_000


def thumbnail(photo):
    """A small square of a photo for lists; empty without one."""
    if photo is None or not photo.rendition_key:
        return ""
    return format_html(
        '<img class="thumbnail" src="{}" width="48" height="48" alt="" loading="lazy">',
        photo.rendition_url("1x1", 160),
    )


class PictureInput(forms.ClearableFileInput):
    """A file input that says nothing of the stored original: it has no address, and its picture stands beside."""

    template_name = "django/forms/widgets/file.html"


class PhotoForm(DeskForm):
    class Meta:
        widgets = {
            "image": PictureInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif,image/tiff"}),
            "focal_x": forms.NumberInput(attrs={"min": 0, "max": 1, "step": "any"}),
            "focal_y": forms.NumberInput(attrs={"min": 0, "max": 1, "step": "any"}),
        }

    def clean_image(self):
        image = self.cleaned_data["image"]
        if "image" not in self.changed_data:
            return image
        limits = {"megabytes": settings.PHOTO_MAX_BYTES // 1024**2, "megapixels": settings.PHOTO_MAX_PIXELS // MEGA}
        if image.size > settings.PHOTO_MAX_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(megabytes)s MB; send a smaller one."), params=limits
            )
        image.seek(0)
        try:
            images.open_upright(image.read(), max_pixels=settings.PHOTO_MAX_PIXELS)
        except images.UnreadableImage as error:
            raise forms.ValidationError(UNREADABLE, params=limits) from error
        finally:
            image.seek(0)
        return image


UNREADABLE = _(
    "This file cannot be read as a photo: send a whole JPEG, PNG, WebP, AVIF or TIFF of at most %(megapixels)s megapixels."
)


@admin.register(Photo)
class PhotoAdmin(PhotoDialog, DeskAdmin):
    form = PhotoForm
    fieldsets = [
        (None, {"fields": ["image", ("focal_x", "focal_y")], "classes": ["focal-point"]}),
        (None, {"fields": ["title", "caption", "alt_text"]}),
        (_("Credit"), {"fields": ["photographer", "agency", "city", "taken_at"]}),
    ]
    list_display = ["picture", "title", "credit", "city", "uploaded"]
    list_display_links = ["title"]
    search_fields = ["title"]  # what is searched is told by get_search_results
    search_help_text = _("Words of title, caption, photographer, agency or city.")
    ordering = ["-id"]
    sortable_by = []

    class Media:
        js = [Script("admin-desk/focal-point.js", type="module")]

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        return queryset.filter(pk__in=search.photos(search_term)), False

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
        context["picture_url"] = obj.rendition_url("full", 640) if obj and obj.rendition_key else ""
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if {"image", "focal_x", "focal_y"} & set(form.changed_data) or not obj.rendition_key:
            obj.make_renditions()

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
