"""The edition: what tells every serving process that a public page may have changed."""

from django.db import connections, models
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Changes are forgotten this many at a time, by a transaction that adds one itself, so that no identity ever comes back.
KEPT = 200


class EditionQuerySet(models.QuerySet):
    def advance(self):
        """Begin a new edition in the running transaction; a second call in it changes nothing."""
        connection = connections[self.db]
        # A hook is forgotten with the transaction or savepoint that is rolled back, and so is the row that it stands for.
        if any(hook is _mark for _savepoints, hook, *_rest in connection.run_on_commit):
            return
        change = self.create()
        if change.pk % KEPT == 0:
            self.filter(pk__lte=change.pk - KEPT).delete()
        if connection.in_atomic_block:
            connection.on_commit(_mark)

    def current(self):
        """The identity of the edition, "<newest change>.<number of changes>"; another one means that pages may differ.

        The newest alone would not do: of two transactions the one with the lower number may commit last.
        """
        newest, count = self.aggregate(Max("id"), Count("id")).values()
        return f"{newest or 0}.{count}"


class EditionChange(models.Model):
    """One transaction that changed something readers could see. Rows are only added, so that no editor waits for another."""

    at = models.DateTimeField(_("at"), default=timezone.now)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of the edition")
        verbose_name_plural = _("changes of the edition")

    def __str__(self):
        return f"{self.pk} {self.at:%Y-%m-%d %H:%M:%S}"


def _mark():
    """Stand in a transaction's hooks for the change that it has recorded."""
