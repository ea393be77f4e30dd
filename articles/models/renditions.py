"""What is cut from a photo: files whose names follow from `rendition_key`, what is still to be made, and what was superseded.

A photo has its WebP and JPEG files when its row says so; AVIF follows (articles/rendition_work.py) and is offered to browsers from
then on. So a page never names a file that does not exist, and nobody waits for the slowest encoder.
"""

import datetime
import hashlib
import secrets

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import images
from . import photo_files
from .edition import EditionChange

# Nobody has worked longer than this on one photo.
CLAIM = datetime.timedelta(minutes=5)
MOST_FAILURES = 3


class Renditions(models.Model):
    """The part of a photo that readers are sent."""

    # Of the upright picture that the renditions are cut from, which is smaller than a very large original.
    width = models.PositiveIntegerField(_("width"), default=0, editable=False)
    height = models.PositiveIntegerField(_("height"), default=0, editable=False)
    rendition_key = models.CharField(max_length=40, blank=True, editable=False, db_index=True)
    # Goes into the key: another one gives the same pictures addresses that nobody knows.
    address_salt = models.CharField(max_length=16, blank=True, editable=False)
    has_avif = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True

    @property
    def size(self):
        return self.width, self.height

    @property
    def focal_point(self):
        return self.focal_x, self.focal_y

    @property
    def packet(self):
        """The facts that every rendition carries inside (CONVENTIONS P6, P12)."""
        return images.packet(
            creator=self.photographer,
            credit="/".join(name for name in (self.agency, self.photographer) if name),
            copyright_notice=self.copyright_notice,
            licence_url=self.licence_url,
            usage_terms=self.usage_terms,
            licensor_url=self.licensor_url,
            digital_source_type=self.digital_source_type,
            alt_text=self.alt_text,
        )

    def rendition_name(self, crop, width, extension):
        return photo_files.rendition_name(self.rendition_key, crop, width, extension)

    @property
    def cut(self):
        """The files as plain values."""
        return photo_files.Cut(self.rendition_key, self.width, self.height, self.has_avif, self.digital_source_type)

    def rendition_url(self, crop="16x9", width=640, extension="jpg"):
        """The address of the rendition that is nearest to *width* and not larger than its source."""
        # Of the files that are there at once, so that it asks for no more of the row than their address follows from.
        return photo_files.Cut(self.rendition_key, *self.size, has_avif=False).rendition_url(crop, width, extension)

    @property
    def thumbnail_url(self):
        return self.rendition_url("full", 320)

    @property
    def thumbnail_height(self):
        """Of a thumbnail that is shown 320 pixels wide."""
        return round(320 * self.height / self.width) if self.width else 180

    def wanted_key(self):
        """The key that the renditions of the picture, the focal point and the facts as they are now would have."""
        content_hash = self.content_hash or hashlib.sha256(self.read_original()).hexdigest()
        return images.key_of(content_hash, self.focal_point, self.packet, self.address_salt)

    def read_original(self):
        with self.image.storage.open(self.image.name) as original:
            return original.read()

    def delete_files(self):
        """After the row has gone: its original and its renditions, unless copies of the row share them."""
        photos = type(self).objects
        photo_files.delete_original(self.image.name, among=photos)
        if self.rendition_key and not photos.filter(rendition_key=self.rendition_key).exists():
            photo_files.delete_set(self.rendition_key)

    def make_renditions(self, *, picture=None):
        """Write what pages need at once of the current picture, focal point and facts, then point the row at it.

        *picture* is the upright picture where the caller has it decoded. Raises images.UnreadableImage when the original cannot
        be decoded; the row is untouched then. What can wait is asked for (RenditionWork).
        """
        if picture is None:
            picture = images.open_upright(self.read_original())
        files = images.encode(picture, focal_point=self.focal_point, packet=self.packet)
        # All are made before the first is stored, so that a broken original leaves no file behind.
        self.keep(images.RenditionSet(self.wanted_key(), picture.size, tuple(files)))

    def keep(self, renditions):
        """Store an images.RenditionSet, then point the row at it and ask for what is missing."""
        for crop, width, extension, data in renditions.files:
            photo_files.store_rendition(photo_files.rendition_name(renditions.key, crop, width, extension), data)
        with transaction.atomic():
            if self._has_left(renditions.key):
                return
            if self.rendition_key and self.rendition_key != renditions.key:
                SupersededRenditions.objects.add(self)
            if self.rendition_key != renditions.key:
                self.has_avif = False
            self.rendition_key = renditions.key
            self.width, self.height = renditions.size
            self.save(update_fields=["rendition_key", "width", "height", "has_avif"])
            if not self.has_avif:
                RenditionWork.objects.ask(self)

    def make_the_rest(self, picture):
        """Write the files that could wait, cut from the upright *picture*, then offer them to browsers."""
        files = images.encode(picture, focal_point=self.focal_point, packet=self.packet, extensions=images.LATER)
        for crop, width, extension, data in files:
            photo_files.store_rendition(self.rendition_name(crop, width, extension), data)
        with transaction.atomic():
            # Not save(): somebody may have given the photo another set meanwhile.
            same = type(self).objects.filter(pk=self.pk, rendition_key=self.rendition_key)
            self.has_avif = bool(same.update(has_avif=True))
            if self.has_avif:
                EditionChange.objects.advance()
            else:
                SupersededRenditions.objects.clear(self.rendition_key)

    def leave_addresses(self):
        """Have the same files under addresses that no reader knows; those of before are to be deleted at once, and not in a day.

        Until the new ones are made the photo has none.
        """
        with transaction.atomic():
            SupersededRenditions.objects.leave_at_once(self)
            self.address_salt = secrets.token_hex(8)
            self.rendition_key, self.has_avif = "", False
            self.save(update_fields=["address_salt", "rendition_key", "has_avif"])
            RenditionWork.objects.ask(self)

    def _has_left(self, key):
        """Whether the photo got other addresses while the set *key* was being made; its files are deleted then."""
        row = type(self).objects.select_for_update().filter(pk=self.pk)
        has_left = row.exclude(address_salt=self.address_salt).exists()
        if has_left:
            SupersededRenditions.objects.clear(key)
        return has_left

    def renew_renditions(self):
        """Ask for new files where a changed fact or focal point calls for them; readers see the old ones until then."""
        if not self.content_hash or self.wanted_key() != self.rendition_key:
            RenditionWork.objects.ask(self)


class RenditionWorkQuerySet(models.QuerySet):
    def ask(self, photo):
        """Have the renditions of *photo* completed or renewed by whichever process comes to it first."""
        now = timezone.now()
        work, is_new = self.get_or_create(photo=photo, defaults={"asked_at": now})
        if not is_new:
            self.filter(pk=work.pk).update(asked_at=now, failures=0, claimed_until=None)

    def claim(self):
        """Take the oldest piece of work that nobody has, or None. Two processes never get the same."""
        now = timezone.now()
        free = models.Q(claimed_until=None) | models.Q(claimed_until__lt=now)
        for work in self.filter(free, failures__lt=MOST_FAILURES).order_by("pk")[:5]:
            claimed = self.filter(free, pk=work.pk, asked_at=work.asked_at).update(claimed_until=now + CLAIM)
            if claimed:
                return work
        return None


class RenditionWork(models.Model):
    """A photo of which files are still to be made."""

    photo = models.OneToOneField("Photo", on_delete=models.CASCADE, related_name="rendition_work")
    asked_at = models.DateTimeField(default=timezone.now)
    claimed_until = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)

    objects = RenditionWorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("renditions to make")
        verbose_name_plural = _("renditions to make")

    def __str__(self):
        return f"{self.photo_id}"

    def finish(self):
        """Forget the work, unless more was asked for meanwhile."""
        RenditionWork.objects.filter(pk=self.pk, asked_at=self.asked_at).delete()

    def fail(self):
        RenditionWork.objects.filter(pk=self.pk, asked_at=self.asked_at).update(
            failures=models.F("failures") + 1, claimed_until=None
        )


class SupersededQuerySet(models.QuerySet):
    def add(self, photo):
        self.update_or_create(key=photo.rendition_key, defaults={"at": timezone.now(), "photo": photo})

    def leave_at_once(self, photo):
        """Let every set that *photo* has or had be past keeping."""
        if photo.rendition_key:
            self.add(photo)
        self.filter(photo=photo).update(at=timezone.now() - 2 * photo_files.KEPT)

    def clear(self, key):
        """Delete what was written too late into a set that no photo has, unless it is still kept for pages in caches."""
        is_kept = self.filter(key=key, at__gte=timezone.now() - photo_files.KEPT).exists()
        if not is_kept and not self.model.photo.field.related_model.objects.filter(rendition_key=key).exists():
            photo_files.delete_set(key)

    def past_keeping(self, at=None):
        """The sets that no cached page should name any more."""
        return self.filter(at__lt=(at or timezone.now()) - photo_files.KEPT)


class SupersededRenditions(models.Model):
    """A set of files that a photo had before."""

    key = models.CharField(max_length=40, unique=True)
    photo = models.ForeignKey("Photo", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(db_index=True)

    objects = SupersededQuerySet.as_manager()

    class Meta:
        verbose_name = _("superseded renditions")
        verbose_name_plural = _("superseded renditions")

    def __str__(self):
        return self.key
