"""The photo dialog of the body editor: what it finds in the library."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.urls import path
from django.views.decorators.http import require_safe

from ..models import Photo
from .photo_upload import facts

FOUND = 20  # photos that the dialog shows at once
ASKED = 100  # photos that may be asked for by number in one request


class PhotoDialog(admin.ModelAdmin):
    """The address that the dialog searches; it uploads to the one of PhotoUpload."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [path("picker/", wrap(require_safe(self.picker)), name="articles_photo_picker"), *super().get_urls()]

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
