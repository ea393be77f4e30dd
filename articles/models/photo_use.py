"""Where each photo is used: a row for each photo that a story shows as its lead, in its body or in its gallery.

A million bodies cannot be searched for a photo. So whatever writes a story writes these rows in the same transaction; what a
working copy would show once it is published has rows of its own, which go with it.
"""

from django.db import models, transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from .. import body
from ..giving_way import give_way
from .photo import Photo
from .taxonomy import Section

BATCH = 500  # stories that a rebuild looks at in one transaction


class PhotoUseQuerySet(models.QuerySet):
    def shown(self):
        """What stories show, in whatever state they are; not what their working copies would."""
        return self.filter(working_copy__isnull=True)

    def record(self, articles):
        """Write down anew which photos the stories with these numbers show."""
        stories = self._stories().filter(pk__in=articles)
        wanted = {}
        in_galleries = []
        for pk, section, lead, html, size in stories.values_list(
            "pk", "section", "lead_photo", "body", "gallery_size"
        ):
            for kind, photo in uses_of(lead, html):
                wanted[pk, kind, photo] = section
            if size:
                in_galleries.append((pk, section))
        if in_galleries:
            sections = dict(in_galleries)
            rows = self._stories().filter(pk__in=sections).values_list("pk", "gallery__photo")
            wanted |= {(pk, self.model.Kind.GALLERY, photo): sections[pk] for pk, photo in rows if photo is not None}
        self.shown().filter(article__in=articles)._become(wanted)

    def record_pending(self, copy):
        """Write down which photos a working copy would show."""
        snapshot, section = copy.revision.snapshot, copy.revision.snapshot["section"]
        found = uses_of(snapshot["lead_photo"], snapshot["body"])
        found |= {(self.model.Kind.GALLERY, line[0]) for line in snapshot.get("gallery", ())}
        wanted = {(copy.pk, kind, photo): section for kind, photo in found}
        self.filter(working_copy=copy)._become(wanted, working_copy=copy)

    def copy_licences(self):
        """Take over the day on which the photos' licences end."""
        ends = Photo.objects.filter(pk=OuterRef("photo")).values("licence_ends_on")
        return self.update(licence_ends_on=Subquery(ends))

    def rebuild(self):
        """Write all rows of shown photos anew, after an import that went past the models; yields how many stories are done."""
        done, last = 0, 0
        while numbers := list(self._stories().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
            with transaction.atomic(using=self.db):
                self.record(numbers)
            done, last = done + len(numbers), numbers[-1]
            yield done
            give_way(self.db)

    def _become(self, wanted, working_copy=None):
        """Let these rows be exactly *wanted*, {(article, kind, photo): section}; numbers that are no photo's get none."""
        known = {(row.article_id, row.kind, row.photo_id): row for row in self}
        if gone := [row.pk for key, row in known.items() if wanted.get(key, row) != row.section_id]:
            self.filter(pk__in=gone).delete()
        new = [key for key in wanted if key not in known or known[key].pk in gone]
        if not new:
            return
        numbers = {photo for _article, _kind, photo in new}
        photos = dict(Photo.objects.using(self.db).filter(pk__in=numbers).values_list("pk", "licence_ends_on"))
        self.model.objects.using(self.db).bulk_create(
            self.model(
                article_id=article,
                kind=kind,
                photo_id=photo,
                section_id=wanted[article, kind, photo],
                licence_ends_on=photos[photo],
                working_copy=working_copy,
            )
            for article, kind, photo in new
            if photo in photos
        )

    def _stories(self):
        return self.model._meta.get_field("article").related_model.objects.using(self.db)


class PhotoUse(models.Model):
    class Kind(models.TextChoices):
        LEAD = "lead", _("lead photo")
        INLINE = "inline", _("in the body")
        GALLERY = "gallery", _("in the gallery")

    photo = models.ForeignKey(
        Photo, verbose_name=_("photo"), on_delete=models.PROTECT, related_name="uses", db_index=False
    )
    article = models.ForeignKey(
        "Article", verbose_name=_("article"), on_delete=models.CASCADE, related_name="photo_uses", db_index=False
    )
    kind = models.CharField(_("place"), max_length=8, choices=Kind.choices)
    working_copy = models.ForeignKey(
        "WorkingCopy",
        verbose_name=_("working copy"),
        on_delete=models.CASCADE,
        null=True,
        related_name="photo_uses",
        db_index=False,
    )
    # Copies of what stands on the story and on the photo, so that one index answers for each; the story keeps its section.
    section = models.ForeignKey(
        Section, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+", db_index=False
    )
    licence_ends_on = models.DateField(null=True, editable=False)

    objects = PhotoUseQuerySet.as_manager()

    class Meta:
        verbose_name = _("use of a photo")
        verbose_name_plural = _("uses of photos")
        indexes = [
            models.Index(fields=["photo", "article"], name="use_by_photo"),
            models.Index(fields=["section", "photo"], name="use_by_section"),
            models.Index(
                fields=["licence_ends_on", "id"],
                name="use_by_end_of_licence",
                condition=models.Q(licence_ends_on__isnull=False, working_copy__isnull=True),
            ),
            models.Index(
                fields=["working_copy"], name="use_by_working_copy", condition=models.Q(working_copy__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "kind", "photo"],
                name="use_is_recorded_once",
                condition=models.Q(working_copy__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["article", "kind", "photo"],
                name="pending_use_is_recorded_once",
                condition=models.Q(working_copy__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.photo_id} · {self.article_id} · {self.get_kind_display()}"


def uses_of(lead, html):
    """The photos of a lead and a body, as a set of (kind, number)."""
    found = {(PhotoUse.Kind.INLINE, photo) for photo in body.references(html).photos}
    return found | {(PhotoUse.Kind.LEAD, lead)} if lead else found
