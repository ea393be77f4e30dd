"""The workflow: a story's states, the verbs that lead from one to the next, what refuses them, and the record of each step.

Stored states are draft, review, approved and withdrawn. Scheduled and published are the approved before and after their hour, so
that nothing has to run for a story to appear.
"""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import body
from . import clearance
from .child_protection import ChildCheck
from .taxonomy import name_as_slug

HEADLINE_LENGTH = 110  # CONVENTIONS G3
DECK_LENGTH = 200  # CONVENTIONS G29
PHOTO_WIDTH = 1200  # CONVENTIONS G17
# An editor who types an hour and then approves may be some minutes late; who types yesterday's date slipped.
SLACK = timedelta(minutes=15)
SLIP = timedelta(days=2)


class WorkflowError(Exception):
    """A step that the story's state does not allow; its text is for the person who asked."""


NEVER_DELETED = _("A story that readers have seen is never deleted; withdraw it instead.")


class PublicationRefused(WorkflowError):
    """The story lacks something; `missing` has a sentence for each thing."""

    def __init__(self, missing):
        self.missing = missing
        super().__init__(" ".join(str(sentence) for sentence in missing))


class WithdrawalReason(models.TextChoices):
    """The grounds that the Pedoman Media Siber 5a allows, and no others (CONVENTIONS I8)."""

    HATRED = "sara", _("Ethnic, religious or racial hatred (SARA)")
    DECENCY = "kesusilaan", _("Decency")
    CHILDREN = "anak", _("The future of a child")
    TRAUMA = "traumatik", _("A victim’s traumatic experience")
    PRESS_COUNCIL = "dewan_pers", _("Another ground set by the Press Council")


class Step(models.Model):
    class Verb(models.TextChoices):
        SUBMIT = "submit", _("submitted for review")
        SEND_BACK = "send_back", _("sent back to the writer")
        APPROVE = "approve", _("approved")
        WITHDRAW = "withdraw", _("withdrawn")
        BIN = "bin", _("put in the bin")
        TAKE_FROM_BIN = "take_from_bin", _("taken from the bin")
        PUBLISH_CHANGES = "publish_changes", _("changes published")
        ASSIGN = "assign", _("assigned")
        CHANGE_CORRECTION = "change_correction", _("correction changed")
        REMOVE_CORRECTION = "remove_correction", _("correction removed")
        UNTICK = "untick", _("checklist ticks taken back")
        IMPORT = "import", _("came in from another system")

    article = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="steps")
    verb = models.CharField(_("verb"), max_length=20, choices=Verb.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assigned to"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text=_("Whom an assignment named; empty for any other step, and when the assignment was lifted."),
    )
    note = models.TextField(
        _("note"),
        blank=True,
        help_text=_("What stood there before, where the step changed or removed something public."),
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["at", "id"]

    def __str__(self):
        return f"{self.get_verb_display()} {self.at:%Y-%m-%d %H:%M}"


class Workflow(models.Model):
    """The part of a story that moves through the workflow."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        REVIEW = "review", _("In review")
        APPROVED = "approved", _("Approved")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False)
    published_at = models.DateTimeField(
        _("publication time"),
        null=True,
        blank=True,
        help_text=_("In the future: the story appears by itself at that minute."),
    )
    updated_at = models.DateTimeField(
        _("last substantive update"), null=True, blank=True, help_text=_("The time readers see after “diperbarui”.")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)
    withdrawal_reason = models.CharField(
        _("reason of withdrawal"), max_length=20, choices=WithdrawalReason.choices, blank=True, editable=False
    )
    neutral_headline = models.CharField(
        _("neutral headline"),
        max_length=200,
        blank=True,
        editable=False,
        help_text=_("What readers of a withdrawn story get in place of its headline, when that does the harm."),
    )
    binned_at = models.DateTimeField(_("in the bin since"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def listed_at(self):
        """The hour under which archives file the story; None while it is not approved."""
        return self.published_at if self.status == self.Status.APPROVED else None

    @property
    def is_published(self):
        return self.status == self.Status.APPROVED and self.published_at <= timezone.now()

    @property
    def is_scheduled(self):
        return self.status == self.Status.APPROVED and self.published_at > timezone.now()

    @property
    def was_public(self):
        """Whether readers have seen this story; such a one is never deleted (CONVENTIONS I9)."""
        return self.status == self.Status.WITHDRAWN or self.is_published

    @property
    def shown_headline(self):
        """The headline as readers may see it, also after a withdrawal."""
        return (
            self.neutral_headline if self.status == self.Status.WITHDRAWN and self.neutral_headline else self.headline
        )

    def missing_for_publication(self, *, hour=None):
        """What still stands between this story and its readers at *hour*, else at its own, a sentence for each.

        Empty when nothing does.
        """
        checks = [
            (self.headline, _("The headline is missing.")),
            (self.deck, _("The deck is missing.")),
            (self.section, _("The section is missing.")),
            (body.words(self.body), _("The body is empty.")),
            (self.writers if self.pk else [], _("The byline is missing: name at least one writer or reporter.")),
            (not self.ai_use or self.ai_tool, _("The AI tool is missing: name it under “Notes to readers”.")),
        ]
        return [
            *(sentence for met, sentence in checks if not met),
            *clearance.missing(self, hour=hour),
            *self._missing_of_checklist(),
        ]

    def _missing_of_checklist(self):
        """One sentence that names what nobody has ticked; none for a story without a child (CONVENTIONS I15)."""
        unticked = ChildCheck.unticked(self) if self.involves_child else []
        if unticked:
            items = "; ".join(str(item.label) for item in unticked)
            yield _("The child protection checklist is not complete: %(items)s.") % {"items": items}

    def hints(self):
        """What would make the story better but never stands in its way, a sentence for each."""
        checks = [
            (
                len(self.headline) <= HEADLINE_LENGTH,
                _("The headline is longer than 110 characters; search results will cut it."),
            ),
            (
                not self.lead_photo or self.lead_photo.width >= PHOTO_WIDTH,
                _("The lead photo is narrower than 1200 pixels; it will look coarse when shared."),
            ),
        ]
        return [sentence for met, sentence in checks if not met]

    def bin(self, *, by):
        """Put a story that was never approved into the bin, where it can be restored from for thirty days."""
        if self.binned_at:
            raise WorkflowError(_("This story is in the bin already."))
        if self.status not in (self.Status.DRAFT, self.Status.REVIEW):
            raise WorkflowError(_("Only a story that was never published goes to the bin; withdraw this one instead."))
        self.binned_at = timezone.now()
        self._record(Step.Verb.BIN, by=by)

    def take_from_bin(self, *, by):
        """Bring a story back from the bin, as it was."""
        if self.binned_at is None:
            raise WorkflowError(_("This story is not in the bin."))
        self.binned_at = None
        self._record(Step.Verb.TAKE_FROM_BIN, by=by)

    def assign(self, editor, *, by):
        """Make *editor* answer for the story; None lifts the assignment."""
        self.assigned_editor = editor
        self._record(Step.Verb.ASSIGN, by=by, to=editor)

    def submit(self, *, by):
        """Hand a draft to the editors."""
        self._move(Step.Verb.SUBMIT, self.Status.REVIEW, by=by, only_from={self.Status.DRAFT})

    def send_back(self, *, by):
        """Return a story to its writer; an approved one only until its hour."""
        if self.is_published:
            raise WorkflowError(_("A published story cannot become a draft again; withdraw it instead."))
        self._move(Step.Verb.SEND_BACK, self.Status.DRAFT, by=by, only_from={self.Status.REVIEW, self.Status.APPROVED})

    def approve(self, *, by, published_at=None):
        """Clear the story for publication at *published_at*, else at the hour it carries, else now.

        Raises PublicationRefused, which lists what is missing; nothing is changed then.
        """
        missing = self.missing_for_publication(hour=published_at)
        if published_at is None and self._hour_is_a_slip():
            missing.append(
                _("The publication time has just passed: leave it empty to publish now, or choose a coming one.")
            )
        if missing:
            raise PublicationRefused(missing)
        self.published_at = published_at or self.published_at or timezone.now()
        self.updated_at = max(self.updated_at or self.published_at, self.published_at)
        self._move(Step.Verb.APPROVE, self.Status.APPROVED, by=by, only_from={self.Status.DRAFT, self.Status.REVIEW})

    def withdraw(self, *, by, reason="", neutral_headline="", explanation=""):
        """Take a published story back; its address goes on answering, with the reason (CONVENTIONS I8, I9).

        A *neutral_headline* stands in for one that does the harm itself, in the address as well. The withdrawal is recorded as a
        correction, with the *explanation* that readers get, in the same transaction.
        """
        if not self.is_published:
            raise WorkflowError(_("Only a published story can be withdrawn."))
        self.withdrawal_reason, self.withdrawn_at = reason, timezone.now()
        self.neutral_headline = neutral_headline
        if neutral_headline:
            self.slug = name_as_slug(neutral_headline, length=100) or "dicabut"
        with transaction.atomic():
            # One that stands there from before says less than this one will.
            self.corrections.filter(kind="pencabutan").delete()
            self._move(Step.Verb.WITHDRAW, self.Status.WITHDRAWN, by=by, only_from={self.Status.APPROVED})
            self.corrections.create(kind="pencabutan", text=explanation, by=by, posted_at=self.withdrawn_at)

    def _move(self, verb, status, *, by, only_from):
        if self.status not in only_from:
            raise WorkflowError(
                _("This story is “%(status)s”; that step is not open to it.") % {"status": self.get_status_display()}
            )
        if self.binned_at:
            raise WorkflowError(_("This story is in the bin; restore it first."))
        self.status = status
        self._record(verb, by=by)

    def _record(self, verb, *, by, to=None):
        with transaction.atomic():
            self.save()
            self.steps.create(verb=verb, by=by, to=to)

    def _hour_is_a_slip(self):
        """Whether the hour that was typed lies in the last days: a slip of the hand. One long past is an archive's own."""
        return self.published_at is not None and timedelta() < timezone.now() - self.published_at - SLACK < SLIP
