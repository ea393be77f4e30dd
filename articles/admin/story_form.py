"""The story form: what may be typed, and what an approved story may not lose."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .. import body
from ..models import Article, ChildCheck, WithdrawalReason, revision
from .widgets import DeskForm


class ArticleForm(DeskForm):
    """The form of a story at the desk. Its fields show, and are compared with, the revision that it started from.

    The admin hands that over with the story, as `started_from`, and what a save was refused for, as `refusals`.
    """

    base = forms.CharField(required=False, widget=forms.HiddenInput)
    substantive_update = forms.BooleanField(
        label=_("Substantive update"),
        required=False,
        help_text=_("Publishing the changes moves the time that readers see after “diperbarui” to now."),
    )

    child_checklist = forms.MultipleChoiceField(
        label=_("Child protection checklist"),
        choices=ChildCheck.Item.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Who ticked what, and when, is kept. While an item is open, the story cannot be published."),
    )

    def __init__(self, *args, instance=None, initial=None, **options):
        self.started_from = getattr(instance, "started_from", None)
        if instance and instance.pk:
            ticked = instance.child_checks.values_list("item", flat=True)
            initial = {"child_checklist": list(ticked), **(initial or {})}
        if self.started_from:
            initial = {**_values(self.started_from), **(initial or {})}
        super().__init__(*args, instance=instance, initial=initial, **options)

    def clean_body(self):
        if len(self.cleaned_data["body"]) > body.MAX_LENGTH:
            raise forms.ValidationError(
                _("This body is longer than any story: %(limit)s characters are the most.")
                % {"limit": body.MAX_LENGTH}
            )
        return body.clean(self.cleaned_data["body"])

    def clean_verifies(self):
        story = self.cleaned_data["verifies"]
        if story and story.pk == self.instance.pk:
            raise forms.ValidationError(_("A story cannot verify itself; choose the unverified one."))
        if story and not story.was_unverified:
            raise forms.ValidationError(_("That story was never marked as still to be verified."))
        return story

    def clean_base(self):
        """Whatever was posted: the admin has found the revision that counts."""
        return self.started_from and self.started_from.pk

    def clean(self):
        values = super().clean()
        self._settle_update(values)
        if (
            self.instance.status in (Article.Status.APPROVED, Article.Status.WITHDRAWN)
            and "published_at" in self.changed_data
            and not values.get("published_at")
        ):
            self.add_error("published_at", _("An approved story keeps an hour of publication."))
        if "_reopen" in self.data:
            self.add_error(None, _("Nothing is saved yet; this is the text as you typed it."))
        for sentence in getattr(self.instance, "refusals", []):
            self.add_error(None, sentence)
        return values

    def snapshot(self, formsets):
        """What was typed, as a snapshot, with the lines of *formsets*. What the form did not ask is as it was."""
        typed = self.cleaned_data
        asked = {field: typed[field] for field in revision.PLAIN_FIELDS if field in typed}
        asked |= {field: typed[field] and typed[field].pk for field in revision.RELATED_FIELDS if field in typed}
        asked |= {field: revision.as_text(typed[field]) for field in revision.INSTANT_FIELDS if field in typed}
        before = self.started_from.snapshot
        if "tags" in typed:
            asked["tags"] = sorted(_known_tags(typed["tags"], before["tags"]))
        return {**before, **asked, **{lines.prefix: lines.lines() for lines in formsets}}

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


class LineForm(DeskForm):
    """A line of the byline or of the gallery. It belongs to a text, not to a row: which rows there are is decided when the text is kept."""

    def has_changed(self):
        """A line from which the author or the photo was taken is no line."""
        return super().has_changed() and bool(self[self.about].data)

    def validate_unique(self):
        pass

    def validate_constraints(self):
        pass


class BylineForm(LineForm):
    about = "author"


class GalleryForm(LineForm):
    about = "photo"


class LineFormSet(forms.BaseInlineFormSet):
    """Lines of a story in the order of their numbers; its prefix is their name in a snapshot."""

    first = 0  # the number of the first line
    new_objects = changed_objects = deleted_objects = ()

    def initial_form_count(self):
        """What is sent has no rows of its own, whatever it says."""
        return 0 if self.is_bound else super().initial_form_count()

    def get_form_kwargs(self, index):
        options = super().get_form_kwargs(index)
        return {**options, "initial": {"position": len(self.forms) + self.first}} if index is None else options

    def typed(self):
        """What was typed into the lines that are filled and not taken out, in their order."""
        typed = [form.cleaned_data for form in self.forms if form.cleaned_data and form not in self.deleted_forms]
        return sorted(typed, key=lambda line: line.get("position") or 0)


class BylineFormSet(LineFormSet):
    def lines(self):
        """The bylines of a snapshot."""
        return [[line["author"].pk, line["role"]] for line in self.typed() if line.get("author")]


class GalleryFormSet(LineFormSet):
    first = 1

    def clean(self):
        """Say in one sentence what Django's own check for twins would say in two."""
        photos = [line["photo"] for line in self.typed() if line.get("photo")]
        if twice := next((photo for number, photo in enumerate(photos) if photo in photos[:number]), None):
            raise forms.ValidationError(
                _("The photo “%(photo)s” stands in the gallery twice: take one out."), params={"photo": twice.title}
            )

    def lines(self):
        """The gallery of a snapshot."""
        return [
            [line["photo"].pk, line.get("caption", "").strip(), line.get("alt_text", "")]
            for line in self.typed()
            if line.get("photo")
        ]


class WithdrawalForm(forms.Form):
    """Why a story is withdrawn, and what readers who follow its address are told."""

    KEEP, NEUTRAL = "keep", "neutral"

    reason = forms.ChoiceField(
        label=_("Ground of withdrawal"), choices=WithdrawalReason.choices, widget=forms.RadioSelect
    )
    headline = forms.ChoiceField(
        label=_("Headline that readers see"),
        choices=[(KEEP, _("Its own headline")), (NEUTRAL, _("A neutral one, since its own does harm"))],
        initial=KEEP,
        required=False,
        widget=forms.RadioSelect,
    )
    neutral_headline = forms.CharField(
        label=_("Neutral headline"), max_length=200, required=False, help_text=_("Left empty: “Withdrawn story”.")
    )
    explanation = forms.CharField(
        label=_("Explanation to readers"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 4, "cols": 60}),
        help_text=_("Printed under the reason; repeat nothing that was withdrawn."),
    )

    def details(self):
        """What was chosen, as Article.withdraw takes it."""
        typed = self.cleaned_data
        is_neutral = typed["headline"] == self.NEUTRAL
        return {
            "reason": typed["reason"],
            "neutral_headline": (typed["neutral_headline"].strip() or gettext("Withdrawn story"))
            if is_neutral
            else "",
            "explanation": typed["explanation"].strip(),
        }


def _values(started_from):
    """What the form's fields show of a revision."""
    snapshot = started_from.snapshot
    instants = {field: revision.as_instant(snapshot[field]) for field in revision.INSTANT_FIELDS}
    return {**snapshot, **instants, "base": started_from.pk}


def _known_tags(names, before):
    """*names* of tags, each capitalised as the tag that exists already."""
    known = revision.known_tags([name for name in names if name not in before])
    return {known[name].name if name in known else name for name in names}
