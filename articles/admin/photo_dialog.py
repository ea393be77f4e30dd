"""The photo dialog of the body editor: what it finds in the library, and what it adds to it."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import JsonResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ..models import Photo

FOUND = 20  # photos that the dialog shows at once
ASKED = 100  # photos that may be asked for by number in one request


class PhotoDialog(admin.ModelAdmin):
    """The two addresses that the dialog asks: one searches, one takes an upload."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("picker/", wrap(require_safe(self.picker)), name="articles_photo_picker"),
            path("upload/", wrap(require_POST(self.upload)), name="articles_photo_upload"),
            *super().get_urls(),
        ]

    def picker(self, request):
        """The newest photos, those that match `q`, or those numbered `id`."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        photos = Photo.objects.exclude(rendition_key="").order_by("-id")
        numbers = [int(number) for number in request.GET.getlist("id") if number.isdecimal() and len(number) < 19]
        if numbers:
            photos = photos.filter(pk__in=numbers[:ASKED])
        elif wanted := request.GET.get("q", "").strip():
            photos, _distinct = self.get_search_results(request, photos, wanted)
        return JsonResponse({"results": [facts(photo) for photo in photos[: len(numbers) or FOUND]]})

    @method_decorator(transaction.atomic)
    def upload(self, request):
        """Take a photo into the library by the rules of the photo form; one that is refused is told why in a sentence."""
        if not self.has_add_permission(request):
            return JsonResponse({"error": _("You may not add photos: ask the photo desk.")}, status=403)
        focal_point = {name: Photo._meta.get_field(name).default for name in ("focal_x", "focal_y")}
        form = self.get_form(request)({**focal_point, **request.POST.dict()}, request.FILES)
        if not form.is_valid():
            return JsonResponse({"error": first_refusal(form)}, status=400)
        photo = self.save_form(request, form, change=False)
        self.save_model(request, photo, form, change=False)
        self.log_addition(request, photo, [{"added": {}}])
        return JsonResponse({"photo": facts(photo)}, status=201)


def facts(photo):
    """What the dialog and the body editor show of a photo."""
    return {
        "id": photo.pk,
        "title": photo.title,
        "detail": photo.credit,
        "caption": photo.caption,
        "thumbnail": photo.rendition_url("full", 640),
    }


def first_refusal(form):
    """The first thing that is wrong with a form, as one sentence that names its field."""
    name, (reason, *_others) = next(iter(form.errors.items()))
    field = form.fields.get(name)
    return f"{capfirst(field.label)}: {reason}" if field else reason
