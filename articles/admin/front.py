"""The front page: which story stands in which slot, and until when."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..models import Slot
from .listing import DeskAdmin, ShownState


@admin.register(Slot)
class SlotAdmin(DeskAdmin):
    fields = ["position", "article", "until"]
    autocomplete_fields = ["article"]
    list_display = ["position", "article", "state", "until"]
    list_display_links = ["article"]
    list_select_related = ["article"]
    ordering = ["position"]
    sortable_by = []

    @admin.display(description=_("status"))
    def state(self, slot):
        return ShownState.of(slot.article).badge
