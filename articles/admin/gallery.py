"""The gallery in the story's form: its pictures in their order, each with a caption and alternative text for this use."""

from django.contrib import admin
from django.forms import Textarea
from django.urls import reverse

from ..models import GalleryPhoto
from .story_form import GalleryForm, GalleryFormSet


class GalleryInline(admin.StackedInline):
    """A line for each picture. A script lets several be picked at once, dragged, and moved by buttons; numbers do the same."""

    model = GalleryPhoto
    form = GalleryForm
    formset = GalleryFormSet
    fields = ["position", "photo", "caption", "alt_text"]
    ordering = ["position", "id"]
    autocomplete_fields = ["photo"]
    template = "admin/articles/article/_gallery.html"
    extra = 0

    def get_extra(self, request, obj=None, **kwargs):
        return len(self.initial(obj.started_from.snapshot)) if hasattr(obj, "started_from") else 0

    def initial(self, snapshot):
        """What the empty lines show of a snapshot."""
        return [
            {"position": position, "photo": photo, "caption": caption, "alt_text": alt_text}
            for position, (photo, caption, alt_text) in enumerate(snapshot.get("gallery", ()), start=1)
        ]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "caption":
            kwargs["widget"] = Textarea({"rows": 2})
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "photo":
            field.widget.widget.attrs["data-picture"] = reverse("admin:articles_photo_thumbnail", args=[0])
        return field
