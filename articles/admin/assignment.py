"""Who answers for a story: the field that names its editor, open to those who edit any story."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import JsonResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from .. import roles
from ..models import Article, Step
from .comments import matching, name_of

FIELD = "assigned_editor"


class EditorSelect(AutocompleteSelect):
    """Suggests accounts with the right to edit; the stock suggestions are for those who may see every account."""

    def get_url(self):
        return reverse("admin:articles_article_editors")


class EditorField(forms.ModelChoiceField):
    def label_from_instance(self, user):
        return name_of(user)


class Assignment(admin.ModelAdmin):
    def get_urls(self):
        editors = self.admin_site.admin_view(require_safe(self.editors))
        return [path("editors/", editors, name="articles_article_editors"), *super().get_urls()]

    def editors(self, request):
        """Accounts that a story can be assigned to, as select2 wants them."""
        if not may_assign(request.user):
            raise PermissionDenied
        found = matching(roles.editors(), request.GET.get("term", "").strip())
        results = [{"id": str(user.pk), "text": name_of(user)} for user in found]
        return JsonResponse({"results": results, "pagination": {"more": False}})

    @admin.display(description=_("editor"))
    def assigned(self, article):
        return name_of(article.assigned_editor) if article.assigned_editor else ""

    def assignment(self, request):
        """The form's field for those who may assign, the editor's name for all others."""
        return FIELD if may_assign(request.user) else "assigned"

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "assigned"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name != FIELD:
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        # The hidden initial value tells a choice from a form that was opened before somebody else chose.
        return db_field.formfield(
            form_class=EditorField,
            queryset=roles.editors(),
            widget=EditorSelect(db_field, self.admin_site),
            show_hidden_initial=True,
        )

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if FIELD in form.changed_data and may_assign(request.user):
            with transaction.atomic():
                story = Article.objects.select_for_update(of=("self",)).get(pk=form.instance.pk)
                story.assign(form.cleaned_data[FIELD], by=request.user)


def may_assign(user):
    return user.has_perm(roles.STEP_PERMISSIONS[Step.Verb.ASSIGN])
