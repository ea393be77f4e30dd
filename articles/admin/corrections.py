"""Corrections at the desk: under the story they stand on, and in a list of their own."""

import datetime

from django import forms
from django.contrib import admin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..models import Article, Correction
from .listing import DeskAdmin
from .widgets import DeskForm, MomentField, MomentInput

# An editor's watch may go ahead of the server's.
AHEAD = datetime.timedelta(minutes=2)


class CorrectionForm(DeskForm):
    """A correction; that of a withdrawal is made by withdrawing the story, and its words alone can be changed."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if "placement" in self.fields:
            self.fields["placement"].required = False  # a form that was opened before it was asked for says nothing
        kind = self.fields.get("kind")
        if kind is None:
            return
        retraction = Correction.Kind.RETRACTION
        if self.instance.pk and self.instance.kind == retraction:
            kind.choices = [(retraction, retraction.label)]
            self.fields["text"].required = False
        else:
            kind.choices = [choice for choice in Correction.Kind.choices if choice[0] != retraction]

    def clean_placement(self):
        return self.cleaned_data["placement"] or Correction.Placement.BOTTOM

    def clean_posted_at(self):
        posted_at = self.cleaned_data["posted_at"]
        if posted_at and posted_at > timezone.now() + AHEAD:
            raise forms.ValidationError(_("A correction carries the time at which it was posted, not a coming one."))
        return posted_at

    def clean_article(self):
        article = self.cleaned_data["article"]
        if article and article.status not in (Article.Status.APPROVED, Article.Status.WITHDRAWN):
            raise forms.ValidationError(_("Only a published story carries corrections; change this one itself."))
        return article


class CorrectionFormSet(forms.BaseInlineFormSet):
    def clean(self):
        super().clean()
        if any(form.instance.is_record_of_withdrawal for form in self.deleted_forms):
            raise forms.ValidationError(_("The record of a withdrawal stays with its story."))


class CorrectionInline(admin.StackedInline):
    model = Correction
    form = CorrectionForm
    formset = CorrectionFormSet
    fk_name = "article"
    fields = [("kind", "placement"), "text", "related_article", "posted_at"]
    autocomplete_fields = ["related_article"]
    extra = 0
    formfield_overrides = {models.DateTimeField: {"form_class": MomentField, "widget": MomentInput}}


def keep(formset, *, by):
    """Save what a formset of corrections has, row by row, as done *by* somebody."""
    for correction in formset.save(commit=False):
        correction.by = correction.by or by
        correction.save(by=by)
    for correction in formset.deleted_objects:
        correction.delete(by=by)


@admin.register(Correction)
class CorrectionAdmin(DeskAdmin):
    """The list of all corrections; a change or a removal is told in the story's history."""

    form = CorrectionForm
    fields = ["article", ("kind", "placement"), "text", "related_article", "posted_at"]
    autocomplete_fields = ["article", "related_article"]
    list_display = ["kind", "article", "excerpt", "posted_at", "by"]
    list_display_links = ["kind", "excerpt"]
    list_select_related = ["article", "by"]
    list_filter = ["kind"]
    search_fields = ["text"]
    ordering = ["-posted_at", "-id"]
    sortable_by = []
    actions = None

    @admin.display(description=_("text"))
    def excerpt(self, correction):
        return f"{correction.text[:80]}…" if len(correction.text) > 80 else correction.text

    def get_readonly_fields(self, request, obj=None):
        return ["article"] if obj else []

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.is_record_of_withdrawal)

    def save_model(self, request, obj, form, change):
        obj.by = obj.by or request.user
        obj.save(by=request.user)

    def delete_model(self, request, obj):
        obj.delete(by=request.user)
