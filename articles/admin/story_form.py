"""The story form: what may be typed, and what an approved story may not lose."""

import copy

from django import forms
from django.forms.models import construct_instance
from django.utils.translation import gettext_lazy as _

from .. import body
from ..models import Article, Byline, WithdrawalReason
from .widgets import DeskForm


class ArticleForm(DeskForm):
    substantive_update = forms.BooleanField(
        label=_("Substantive update"),
        required=False,
        help_text=_("Saving moves the time that readers see after “diperbarui” to now."),
    )

    def clean_body(self):
        return body.clean(self.cleaned_data["body"])

    def clean(self):
        values = super().clean()
        self._settle_update(values)
        if self.instance.status in (Article.Status.APPROVED, Article.Status.WITHDRAWN):
            self._keep_publishable(values)
        return values

    def _settle_update(self, values):
        """Let the time of update follow the hour of publication while the two are one; refuse one that precedes it."""
        published, updated = values.get("published_at"), values.get("updated_at")
        if "updated_at" in self.changed_data:
            if published and updated and updated < published:
                self.add_error("updated_at", _("An update cannot precede the publication."))
        elif self.initial.get("updated_at") == self.initial.get("published_at") or (
            published and updated and updated < published
        ):
            values["updated_at"] = published if updated else None

    def _keep_publishable(self, values):
        if not values.get("published_at"):
            self.add_error("published_at", _("An approved story keeps an hour of publication."))
        if self.instance.status == Article.Status.APPROVED and not self.errors:
            candidate = construct_instance(self, copy.copy(self.instance), self._meta.fields, self._meta.exclude)
            if missing := candidate.missing_for_publication():
                raise forms.ValidationError(missing)


class BylineFormSet(forms.BaseInlineFormSet):
    """The bylines of a story; one that is approved keeps a writer or a reporter."""

    def clean(self):
        super().clean()
        if self.instance.status != Article.Status.APPROVED or any(self.errors):
            return
        kept = [form.cleaned_data for form in self.forms if form.cleaned_data and form not in self.deleted_forms]
        if not any(line.get("role") in Byline.WRITING_ROLES for line in kept):
            raise forms.ValidationError(_("The byline is missing: name at least one writer or reporter."))


class WithdrawalForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Ground of withdrawal"), choices=WithdrawalReason.choices, widget=forms.RadioSelect
    )
