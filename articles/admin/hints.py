"""Hints after a save: what would make a story better and never stands in its way."""

from django.contrib import admin, messages


class TellsHints(admin.ModelAdmin):
    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        for hint in form.instance.hints():
            self.message_user(request, hint, messages.WARNING)
