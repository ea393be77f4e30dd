"""What readers are told beside a story's text: that it waits for its verification, what AI did, what was corrected."""

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


class NotesToReaders(models.Model):
    """The part of a story that speaks of the story itself."""

    class AiUse(models.TextChoices):
        NONE = "", _("No AI")
        ASSISTED = "dibantu", _("Made with the help of AI")
        GENERATED = "dibuat", _("Made by AI, checked by the newsroom")

    is_unverified = models.BooleanField(
        _("still to be verified"),
        default=False,
        help_text=_("Prints a notice at the end of the story until it is verified (Pedoman Media Siber 2c)."),
    )
    was_unverified = models.BooleanField(default=False, editable=False)
    verifies = models.ForeignKey(
        "self",
        verbose_name=_("verifies the story"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="verifications",
        db_index=False,  # the article's own has the few that there are
        help_text=_("The unverified story that this one follows up; both then link to each other."),
    )
    ai_use = models.CharField(_("use of AI"), max_length=10, choices=AiUse.choices, blank=True, default=AiUse.NONE)
    ai_tool = models.CharField(_("AI tool"), max_length=120, blank=True, help_text=_("Its name, as readers know it."))
    ai_note = models.CharField(
        _("note on the use of AI"),
        max_length=300,
        blank=True,
        help_text=_("What it did, and who checked it; printed under the story."),
    )
    involves_child = models.BooleanField(
        _("a child is involved"),
        default=False,
        help_text=_(
            "Under eighteen, alive or dead, as victim, witness, suspect or family: the checklist has to be ticked."
        ),
    )

    class Meta:
        abstract = True

    @cached_property
    def correction_notes(self):
        """The posted corrections that stand on this story, and those of others that name it, oldest first; one query."""
        return self.corrections.model.objects.concerning(self) if self.pk else []

    @property
    def own_corrections(self):
        return [note for note in self.correction_notes if note.article_id == self.pk]

    @property
    def corrections_above(self):
        return [note for note in self.own_corrections if note.placement == note.Placement.TOP]

    @property
    def corrections_below(self):
        return [note for note in self.own_corrections if note.placement == note.Placement.BOTTOM]

    @property
    def corrections_of_others(self):
        """Corrections of other stories that name this one as the reply or the follow-up."""
        return [note for note in self.correction_notes if note.article_id != self.pk]

    @cached_property
    def published_verifications(self):
        """The follow-ups that verify this story; no query for one that never was unverified (CONVENTIONS I3)."""
        if not (self.pk and (self.is_unverified or self.was_unverified)):
            return []
        return list(self.verifications.published().order_by("published_at", "id").for_cards())

    @cached_property
    def verified_story(self):
        """The story that this one verifies, while readers can open it; no query for one that verifies none."""
        if not self.verifies_id:
            return None
        return type(self).objects.published().for_cards().filter(pk=self.verifies_id).first()
