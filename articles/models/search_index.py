"""The rows of the search index: what each story and photo is found by, and in which place of the lists.

articles/search/terms.py tells what terms are; articles/search/engine.py reads and writes these tables by SQL of its own. The numbers are
those of stories and photos without being foreign keys, so that a row may go after what it stands for.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TermsField(models.Field):
    """The terms: a tsvector on PostgreSQL; elsewhere compressed text, which SQLite's full-text table asks for when a row is taken out."""

    def db_type(self, connection):
        return "tsvector" if connection.vendor == "postgresql" else "blob"


class IndexRow(models.Model):
    number = models.BigIntegerField(_("number"), primary_key=True)
    place = models.BigIntegerField(_("place"), db_index=True)
    digest = models.BigIntegerField(_("digest"))
    terms = TermsField(_("terms"))

    class Meta:
        abstract = True

    def __str__(self):
        return str(self.number)


class StoryTerms(IndexRow):
    class Meta:
        verbose_name = _("search entry of a story")
        verbose_name_plural = _("search entries of stories")


class PhotoTerms(IndexRow):
    class Meta:
        verbose_name = _("search entry of a photo")
        verbose_name_plural = _("search entries of photos")


class Spelling(models.Model):
    """A word of published stories under a spelling that it is found by: itself, or itself less one letter."""

    id = models.BigAutoField(primary_key=True)
    spelling = models.CharField(_("spelling"), max_length=24)
    word = models.CharField(_("word"), max_length=24)

    class Meta:
        verbose_name = _("spelling")
        verbose_name_plural = _("spellings")
        constraints = [models.UniqueConstraint(fields=["spelling", "word"], name="spelling_leads_to_a_word_once")]

    def __str__(self):
        return f"{self.spelling} → {self.word}"


class IndexingDebt(models.Model):
    """Stories that hold something that was renamed and were too many to index anew at once: those with `term` below `place`."""

    term = models.CharField(_("term"), max_length=40, unique=True)
    place = models.BigIntegerField(_("place"))

    class Meta:
        verbose_name = _("indexing still to be done")
        verbose_name_plural = _("indexing still to be done")

    def __str__(self):
        return self.term
