"""Uploads at the desk: one in the body editor's dialog or a story's "+", many on a page of their own. All go through photo_intake."""

import contextlib

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.admin.options import IS_POPUP_VAR, TO_FIELD_VAR
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from js_asset import Script

from .. import photo_intake
from ..models import Photo, photo_files
from .widgets import DeskForm


class PictureInput(forms.ClearableFileInput):
    """A file input that says nothing of the stored original: it has no address, and its picture stands beside."""

    template_name = "django/forms/widgets/file.html"


class PhotoForm(DeskForm):
    """A photo's facts; those that are left empty are filled from the file, and the focal point from the picture."""

    class Meta:
        # Django's own field would look at the picture with all of Pillow's readers; photo_intake has five.
        field_classes = {"image": forms.FileField}
        widgets = {
            "image": PictureInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif,image/tiff"}),
            "focal_x": forms.NumberInput(attrs={"min": 0, "max": 1, "step": "any"}),
            "focal_y": forms.NumberInput(attrs={"min": 0, "max": 1, "step": "any"}),
            "keywords": forms.Textarea(attrs={"rows": 2, "cols": 60}),
            "usage_terms": forms.Textarea(attrs={"rows": 2, "cols": 60}),
            "licence_ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    examined = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "image" in self.fields:
            self.fields["image"].max_length = None  # a photo is never stored under the name that it was sent with
        if "title" in self.fields and not self.instance.pk:
            self.fields["title"].required = False
        for name in {"focal_x", "focal_y"} & self.fields.keys():
            self.fields[name].required = False

    def clean_image(self):
        image = self.cleaned_data["image"]
        if "image" not in self.changed_data:
            return image
        try:
            self.examined = examined_once(image)
        except photo_intake.AlreadyThere as error:
            if error.photo.pk == self.instance.pk:
                return self.instance.image  # its own file once more
            raise forms.ValidationError(offer_of(error, popup=IS_POPUP_VAR in self.data)) from error
        except photo_intake.NotTaken as error:
            raise forms.ValidationError(str(error)) from error
        return image

    def clean(self):
        values = super().clean()
        for name in {"focal_x", "focal_y"} & values.keys():
            if values[name] is None:
                values[name] = self.initial.get(name, getattr(self.instance, name))
            elif name in self.changed_data:
                self.instance.focal_point_is_chosen = True
        return values


def examined_once(upload):
    """photo_intake.examine, once for each upload, so that it can be done before the transaction of its form begins."""
    if not hasattr(upload, "verdict"):
        try:
            upload.verdict = photo_intake.examine(upload)
        except photo_intake.NotTaken as error:
            upload.verdict = error
    if isinstance(upload.verdict, photo_intake.NotTaken):
        raise upload.verdict
    return upload.verdict


def offer_of(error, *, popup=False):
    """The sentence of an AlreadyThere with a link to the photo that is there: chosen by it in a popup, opened elsewhere."""
    if popup:
        address = reverse("admin:articles_photo_chosen", args=[error.photo.pk])
        return format_html('{} <a href="{}">{}</a>', error, address, _("Use the photo that is there"))
    address = reverse("admin:articles_photo_change", args=[error.photo.pk])
    return format_html('{} <a href="{}">{}</a>', error, address, _("Open it"))


class PhotoUpload(admin.ModelAdmin):
    """The addresses for uploads. A photo is stored in a transaction; its renditions come after that, since they take a second."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("upload/", wrap(require_POST(self.upload)), name="articles_photo_upload"),
            path("batch/", wrap(self.batch), name="articles_photo_batch"),
            path("<int:number>/chosen/", wrap(require_safe(self.chosen)), name="articles_photo_chosen"),
            *super().get_urls(),
        ]

    def upload(self, request):
        """Take one photo by the rules of the photo form and answer as JSON; one that is refused is told why in a sentence."""
        if not self.has_add_permission(request):
            return JsonResponse({"error": _("You may not add photos: ask the photo desk.")}, status=403)
        focal_point = {name: Photo._meta.get_field(name).default for name in ("focal_x", "focal_y")}
        try:
            if "image" in request.FILES:
                examined_once(request.FILES["image"])
        except photo_intake.AlreadyThere as error:
            return JsonResponse({"error": str(error), "photo": facts(error.photo)}, status=409)
        except photo_intake.NotTaken:
            pass  # the form says so under the field's name
        form = self.get_form(request)({**focal_point, **request.POST.dict()}, request.FILES)
        if not form.is_valid():
            return JsonResponse({"error": first_refusal(form)}, status=400)
        try:
            photo = photo_intake.take_in(form.examined, form.save(commit=False))
        except photo_intake.AlreadyThere as error:
            return JsonResponse({"error": str(error), "photo": facts(error.photo)}, status=409)
        except photo_intake.NotStored as error:
            return JsonResponse({"error": str(error)}, status=503)
        self.log_addition(request, photo, [{"added": {}}])
        return JsonResponse({"photo": facts(photo), "unread": photo.unread_metadata}, status=201)

    def batch(self, request):
        """The page for many: a script sends each file to upload() with its own progress; without it the form sends all."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("Upload photos"),
            "opts": self.opts,
            "media": self.media + forms.Media(js=[Script("admin-desk/photo-batch.js", type="module")]),
            "megabytes": settings.PHOTO_MAX_BYTES // 1024**2,
            "at_once": settings.PHOTO_MAX_AT_ONCE,
        }
        if request.method == "POST":
            uploads = request.FILES.getlist("image")
            if not uploads or len(uploads) > settings.PHOTO_MAX_AT_ONCE:
                context["refusal"] = (
                    _("Choose %(count)s files at most.") % {"count": settings.PHOTO_MAX_AT_ONCE}
                    if uploads
                    else _("Choose the files first.")
                )
            else:
                outcomes = [self._outcome(request, upload) for upload in uploads]
                taken = [photo.pk for photo, _sentence in outcomes if photo]
                for _photo, sentence in outcomes:
                    if sentence:
                        self.message_user(request, sentence, messages.WARNING)
                if taken:
                    count = len(taken)
                    self.message_user(
                        request,
                        ngettext("%(count)d photo is in the library.", "%(count)d photos are in the library.", count)
                        % {"count": count},
                        messages.SUCCESS,
                    )
                    return HttpResponseRedirect(together_address(taken))
        return TemplateResponse(request, "admin/articles/photo/batch.html", context)

    def _outcome(self, request, upload):
        """(the photo that a file became, or None; what is to be said of it)."""
        try:
            photo = photo_intake.take_in(examined_once(upload))
        except photo_intake.AlreadyThere as error:
            return None, format_html("{}: {}", upload.name, offer_of(error))
        except photo_intake.NotTaken as error:
            return None, f"{upload.name}: {error}"
        self.log_addition(request, photo, [{"added": {}}])
        return photo, ""

    def chosen(self, request, number):
        """Give a photo that is there already to the form that opened the popup, as if it had been added."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        photo = get_object_or_404(Photo, pk=number)
        request.POST = request.POST.copy()
        request.POST.update({IS_POPUP_VAR: "1", TO_FIELD_VAR: "id"})
        return self.response_add(request, photo)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Examine an upload before the form's transaction begins, and cut renditions after it has ended."""
        if request.method == "POST" and "image" in request.FILES and self.has_add_permission(request):
            with contextlib.suppress(photo_intake.NotTaken):  # the form says so
                examined_once(request.FILES["image"])
        request.saved_photo = request.left_original = None
        try:
            with photo_files.undone_on_error():
                response = super().changeform_view(request, object_id, form_url, extra_context)
        except photo_intake.AlreadyThere as error:
            self.message_user(request, offer_of(error), messages.WARNING)
            return HttpResponseRedirect(reverse("admin:articles_photo_change", args=[error.photo.pk]))
        except photo_intake.NotStored as error:
            # Once more, and now the form says so beside the file and keeps what was typed.
            request.FILES["image"].verdict = error
            return super().changeform_view(request, object_id, form_url, extra_context)
        if request.saved_photo:
            self._renew(*request.saved_photo)
        if request.left_original:
            with contextlib.suppress(OSError):  # `sweep_photo_files` finds it
                photo_files.delete_original(request.left_original, among=Photo.objects)
        return response

    def save_model(self, request, obj, form, change):
        if form.examined:
            if change:
                request.left_original = Photo.objects.values_list("image", flat=True).get(pk=obj.pk)
            photo_intake.store(form.examined, obj)
        else:
            super().save_model(request, obj, form, change)
        request.saved_photo = (obj, form)

    def _renew(self, photo, form):
        if form.examined:
            photo_intake.finish(photo, form.examined)
        elif {"focal_x", "focal_y"} & set(form.changed_data) or not photo.rendition_key:
            photo_intake.recut(photo)
        else:
            photo_intake.facts_changed(photo)


def uploaded_by(user, numbers):
    """Those of the photo *numbers* that *user* brought in."""
    entries = LogEntry.objects.filter(
        user=user,
        content_type__app_label=Photo._meta.app_label,
        content_type__model=Photo._meta.model_name,
        action_flag=ADDITION,
        object_id__in=[str(number) for number in numbers],
    )
    return {int(number) for number in entries.values_list("object_id", flat=True)}


def together_address(numbers):
    return f"{reverse('admin:articles_photo_together')}?{urlencode({'id': list(numbers)}, doseq=True)}"


def facts(photo):
    """What the dialog and the body editor show of a photo."""
    return {
        "id": photo.pk,
        "title": photo.title,
        "detail": photo.credit,
        "caption": photo.caption,
        "thumbnail": photo.rendition_url("full", 640) if photo.rendition_key else static("images/no-photo.svg"),
    }


def first_refusal(form):
    """The first thing that is wrong with a form, as one sentence that names its field."""
    name, (reason, *_others) = next(iter(form.errors.items()))
    field = form.fields.get(name)
    return f"{capfirst(field.label)}: {reason}" if field else reason
