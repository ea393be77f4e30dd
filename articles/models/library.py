"""The library: which photos there are, where each is used, and what happens when one goes."""

from django.db import models, transaction
from django.db.models import Exists, OuterRef, ProtectedError
from django.utils.translation import gettext as _

from .edition import EditionChange
from .rights import SYNTHETIC

NAMED = 3  # places that a refusal names
SHOWN = 50  # uses that a photo's page lists


class PhotoInUse(ProtectedError):
    """A photo that cannot be deleted; its text names where it is used, for the person who asked."""

    def __init__(self, photo, places):
        more = places[NAMED:] and _(" and elsewhere")
        self.sentence = _("The photo “%(photo)s” cannot be deleted: it is used in %(places)s%(more)s.") % {
            "photo": photo.title,
            "places": ", ".join(places[:NAMED]),
            "more": more or "",
        }
        super().__init__(self.sentence, {photo})

    def __str__(self):
        return self.sentence


class PhotoQuerySet(models.QuerySet):
    def used_in(self, section):
        """Photos of the stories of a section."""
        uses = self.model._meta.get_field("uses").related_model.objects
        return self.filter(pk__in=uses.filter(section=section).values("photo"))

    def unused(self):
        """Photos that no story and no author shows."""
        uses = self.model._meta.get_field("uses").related_model.objects
        authors = self.model._meta.get_field("portrayed").related_model.objects
        return self.filter(
            ~Exists(uses.filter(photo=OuterRef("pk"))), ~Exists(authors.filter(portrait=OuterRef("pk")))
        )

    def synthetic(self):
        """Photos that were made or altered with artificial intelligence."""
        return self.filter(digital_source_type__in=SYNTHETIC)

    def licence_ends(self, first, last):
        """Photos whose licence ends from the day *first* on, or at any time before when that is None, until *last*."""
        ending = self.filter(licence_ends_on__isnull=False, licence_ends_on__lte=last)
        return ending.filter(licence_ends_on__gte=first) if first else ending

    def update(self, **values):
        """As Django's update; a new edition begins, and the uses of the photos learn of another end of their licence."""
        with transaction.atomic(using=self.db):
            EditionChange.objects.using(self.db).advance()
            if "licence_ends_on" not in values:
                return super().update(**values)
            changed = list(self.values_list("pk", flat=True))
            rows = super().update(**values)
            uses = self.model._meta.get_field("uses").related_model.objects.using(self.db)
            uses.filter(photo__in=changed).copy_licences()
        return rows

    update.alters_data = True

    def delete(self):
        """Delete photos that nothing uses, and their files after the commit; raises PhotoInUse and deletes none otherwise."""
        with transaction.atomic(using=self.db):
            photos = list(self)
            for photo in photos:
                photo.refuse_while_used()
            gone = super().delete()
            forget_files(photos, using=self.db)
        return gone

    delete.alters_data = True
    delete.queryset_only = True


def places_of(photo, at_most=NAMED + 1):
    """Where a photo is used, in words: stories by their headline, portraits by their author; at most so many."""
    stories = dict.fromkeys(
        use.article.headline
        for use in photo.uses.select_related("article").defer("article__body").order_by("-article")[: 3 * at_most]
    )
    places = [_("the story “%(story)s”") % {"story": headline} for headline in stories]
    portrayed = photo.portrayed.order_by("name").values_list("name", flat=True)[:at_most]
    return [*places, *(_("the portrait of %(author)s") % {"author": name} for name in portrayed)][:at_most]


def forget_files(photos, *, using):
    """After the commit, remove the originals and renditions of deleted *photos* that no other row shares.

    What a place that does not answer keeps is logged, and found by `sweep_photo_files`.
    """
    for photo in photos:
        transaction.on_commit(photo.delete_files, using=using, robust=True)
