"""The workflow's words: the step somebody took, and what refuses one."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class WorkflowError(Exception):
    """A step that the story's state does not allow; its text is for the person who asked."""


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

    article = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="steps")
    verb = models.CharField(_("verb"), max_length=20, choices=Verb.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["at", "id"]

    def __str__(self):
        return f"{self.get_verb_display()} {self.at:%Y-%m-%d %H:%M}"
