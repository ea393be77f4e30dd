"""The checklist that a story about a child has to pass (CONVENTIONS I15: Peraturan Dewan Pers 1/2019)."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ChildCheck(models.Model):
    """One thing of the checklist that somebody has ticked for a story, and when."""

    class Item(models.TextChoices):
        NAME = "nama", _("The child’s name is not in it")
        PICTURE = "gambar", _("No photo or picture shows the child")
        FAMILY = "keluarga", _("Names of parents and family are not in it")
        ADDRESS = "alamat", _("The address is not in it")
        SCHOOL = "sekolah", _("The school is not in it")
        TRACES = "jejak", _("Nothing else leads to the child, in tags and captions either")

    article = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="child_checks")
    item = models.CharField(_("item"), max_length=10, choices=Item.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("tick of the child protection checklist")
        verbose_name_plural = _("ticks of the child protection checklist")
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["article", "item"], name="an_item_is_ticked_once")]

    def __str__(self):
        return self.get_item_display()

    @classmethod
    def unticked(cls, article):
        """The items that nobody has ticked for *article*, in the order of the list; one query."""
        ticked = set(cls.objects.filter(article_id=article.pk).values_list("item", flat=True))
        return [item for item in cls.Item if item not in ticked]

    @classmethod
    def tick(cls, article, items, *, by):
        """Make *items* the ticked ones; a tick that stood keeps its person and hour, one taken back is told in the history."""
        standing = {check.item: check for check in cls.objects.filter(article=article)}
        for item in set(items) - standing.keys():
            cls.objects.create(article=article, item=item, by=by)
        if taken_back := [check for item, check in standing.items() if item not in items]:
            note = "\n".join(str(check) for check in taken_back)
            article.steps.create(verb="untick", by=by, note=note)
            cls.objects.filter(pk__in=[check.pk for check in taken_back]).delete()
