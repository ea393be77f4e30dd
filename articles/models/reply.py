"""ReplyRequest: somebody asks for the right of reply (CONVENTIONS I7), and what became of it.

Who asked is personal data: it is kept until a time after the answer, and then forgotten (CONVENTIONS D5).
"""

import datetime
import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .article import Article
from .correction import Correction
from .workflow import WorkflowError

# The Press Law asks for a reply "at once" and names no days; after these an unanswered request is marked on the desk.
ANSWER_WITHIN = datetime.timedelta(days=3)
# Letters and digits that nobody mistakes for others on the telephone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
PERSONAL_FIELDS = ("name", "contact", "story", "passage", "text", "answer_note")


def new_reference():
    """A number that nobody can guess from another: HJ-7K3M-Q9XA."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"HJ-{letters[:4]}-{letters[4:]}"


class ReplyRequestQuerySet(models.QuerySet):
    def waiting(self):
        """Requests that nobody has answered, the oldest first."""
        return self.filter(state=self.model.State.WAITING).order_by("received_at", "id")

    def past_retention(self):
        """Answered requests whose personal data have been kept for long enough, the oldest first."""
        limit = timezone.now() - datetime.timedelta(days=settings.REPLY_RETENTION_DAYS)
        return self.filter(answered_at__lt=limit, forgotten_at__isnull=True).order_by("answered_at")

    def forget(self):
        """Blank whatever tells who asked and what they wrote; number, story, times and outcome stay. Returns how many."""
        blank = dict.fromkeys(PERSONAL_FIELDS, "")
        return self.filter(forgotten_at__isnull=True).update(**blank, forgotten_at=timezone.now())

    forget.alters_data = True


class ReplyRequest(models.Model):
    class State(models.TextChoices):
        WAITING = "menunggu", _("Waiting")
        CARRIED = "dimuat", _("Carried")
        DECLINED = "ditolak", _("Declined")

    reference = models.CharField(_("reference"), max_length=12, unique=True, default=new_reference, editable=False)
    name = models.CharField(_("your name"), max_length=120, blank=True)
    contact = models.CharField(
        _("e-mail or telephone"),
        max_length=150,
        blank=True,
        help_text=_("Where the newsroom reaches you; never published."),
    )
    story = models.CharField(
        _("the story"), max_length=500, blank=True, help_text=_("Its address, or the number in it.")
    )
    article = models.ForeignKey(
        Article,
        verbose_name=_("article"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="reply_requests",
    )
    passage = models.TextField(
        _("the passage"), blank=True, help_text=_("The words that you object to, as they stand in the story.")
    )
    text = models.TextField(_("your reply"), blank=True, help_text=_("What you want to have carried, with the facts."))
    received_at = models.DateTimeField(_("received at"), default=timezone.now, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    answer_note = models.TextField(
        _("answer"), blank=True, help_text=_("What was answered, and why; a refusal needs its reason here.")
    )
    correction = models.ForeignKey(
        Correction,
        verbose_name=_("carried as"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="reply_requests",
        help_text=_("The correction that carried the reply."),
    )
    forgotten_at = models.DateTimeField(_("personal data removed at"), null=True, blank=True, editable=False)

    objects = ReplyRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for the right of reply")
        verbose_name_plural = _("requests for the right of reply")
        ordering = ["-received_at", "-id"]
        indexes = [
            models.Index(fields=["received_at", "id"], name="replies_by_arrival"),
            models.Index(fields=["state", "received_at", "id"], name="replies_by_state"),
            models.Index(fields=["answered_at"], name="replies_to_forget", condition=Q(forgotten_at__isnull=True)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="menunggu", answered_at__isnull=True)
                | (~Q(state="menunggu") & Q(answered_at__isnull=False)),
                name="answered_request_has_its_hour",
            )
        ]

    def __str__(self):
        return self.reference

    @property
    def is_overdue(self):
        return self.state == self.State.WAITING and timezone.now() - self.received_at > ANSWER_WITHIN

    def check_answer(self, *, state, note="", correction=None):
        """Raise WorkflowError when such an answer would say too little."""
        if self.forgotten_at:
            raise WorkflowError(_("The personal data of this request were removed; it cannot be answered any more."))
        if state == self.State.DECLINED and not note.strip():
            raise WorkflowError(_("A refusal needs its reason: write it under “answer”."))
        if state == self.State.CARRIED and correction is None:
            raise WorkflowError(_("Choose the correction that carried the reply; record it on the story first."))

    def answer(self, *, by, state, note="", correction=None):
        """Answer the request: carried, with the correction that did, or declined, with the reason.

        The first answer's hour stays when the answer is put in other words. Raises WorkflowError as check_answer does.
        """
        self.check_answer(state=state, note=note, correction=correction)
        self.state, self.answer_note, self.correction = state, note, correction
        if state == self.State.WAITING:
            self.answered_at = self.answered_by = None
        else:
            self.answered_at, self.answered_by = self.answered_at or timezone.now(), by
        self.save()

    def as_record(self):
        """All that is kept of the request, for the person whom it is about (CONVENTIONS D5)."""
        instants = {name: getattr(self, name) for name in ("received_at", "answered_at", "forgotten_at")}
        return {
            "reference": self.reference,
            **{name: getattr(self, name) for name in PERSONAL_FIELDS},
            "article": self.article.get_absolute_url() if self.article else None,
            "state": self.state,
            **{name: instant and timezone.localtime(instant).isoformat() for name, instant in instants.items()},
        }
