"""Photo: the untouched original and its facts; renditions.py has what is cut from it."""

from functools import cache

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .credit import CreditField
from .library import PhotoInUse, PhotoQuerySet, forget_files, places_of
from .photo_files import original_name, originals
from .prepared import Asked, Prepared
from .renditions import Renditions
from .rights import DigitalSource, Licence, ai_note


class Photo(Renditions):
    """A picture and what is known of it; renditions are files whose names follow from `rendition_key`."""

    Licence = Licence
    DigitalSource = DigitalSource

    image = models.ImageField(_("image"), storage=originals, upload_to=original_name)
    title = models.CharField(_("title"), max_length=200)
    caption = models.TextField(_("caption"), blank=True, help_text=_("Who, what, where, and the day; full sentences."))
    alt_text = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What is to be seen, for readers who cannot see it; not a copy of the caption."),
    )
    photographer = CreditField(_("photographer"), max_length=120, blank=True)
    agency = CreditField(
        _("agency"), max_length=120, blank=True, help_text=_("Printed as (Agency/Photographer); no parentheses here.")
    )
    city = models.CharField(_("city"), max_length=80, blank=True)
    province = models.CharField(_("province"), max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=80, blank=True)
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True)
    keywords = models.TextField(_("keywords"), blank=True, help_text=_("With commas between them."))
    source = models.CharField(
        _("source"), max_length=120, blank=True, help_text=_("From whom the file came, when that is not the agency.")
    )
    copyright_notice = models.CharField(_("copyright notice"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=20, blank=True, choices=Licence.choices)
    licence_url = models.URLField(
        _("statement of rights"), blank=True, help_text=_("The page that tells the terms of the licence.")
    )
    licensor_url = models.URLField(
        _("where to acquire a licence"), blank=True, help_text=_("The page where others may ask for the photo.")
    )
    usage_terms = models.TextField(_("usage terms"), blank=True)
    licence_ends_on = models.DateField(
        _("licence ends on"), null=True, blank=True, help_text=_("The last day on which the photo may be used.")
    )
    digital_source_type = models.CharField(
        _("how it was made"), max_length=40, blank=True, choices=DigitalSource.choices
    )
    focal_x = models.FloatField(
        _("focal point, from the left"), default=0.5, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    focal_y = models.FloatField(
        _("focal point, from the top"), default=0.4, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    # Until somebody chooses one, the focal point is computed from the picture.
    focal_point_is_chosen = models.BooleanField(_("focal point chosen by a person"), default=False, editable=False)
    # SHA-256 of the original; empty only for photos that came before it was kept.
    content_hash = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001
    byte_size = models.PositiveBigIntegerField(_("size of the file in bytes"), default=0, editable=False)
    unread_metadata = models.TextField(_("could not be read"), blank=True, editable=False)
    created_at = models.DateTimeField(_("uploaded at"), default=timezone.now, editable=False, db_index=True)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["-id"]
        permissions = [("replace_photo", _("Can replace a photo in all stories that use it"))]
        indexes = [
            models.Index(fields=["agency", "id"], name="library_by_agency"),
            models.Index(fields=["photographer", "id"], name="library_by_photographer"),
            models.Index(fields=["taken_at", "id"], name="library_by_day_taken"),
            models.Index(
                fields=["licence_ends_on", "id"],
                name="library_by_end_of_licence",
                condition=models.Q(licence_ends_on__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(focal_x__range=(0, 1), focal_y__range=(0, 1)),
                name="focal_point_lies_in_the_photo",
            )
        ]

    def __str__(self):
        return self.title

    def save(self, **kwargs):
        fields = kwargs.get("update_fields")
        is_new = self._state.adding
        with transaction.atomic(using=kwargs.get("using")):
            super().save(**kwargs)
            if not is_new and (fields is None or "licence_ends_on" in fields):
                self.uses.copy_licences()

    def delete(self, **kwargs):
        """Delete a photo that nothing uses, and its files after the commit; raises PhotoInUse otherwise."""
        using = kwargs.get("using") or self._state.db
        with transaction.atomic(using=using):
            self.refuse_while_used()
            forget_files([self.__class__.objects.using(using).get(pk=self.pk)], using=using)
            return super().delete(**kwargs)

    def refuse_while_used(self):
        if places := places_of(self):
            raise PhotoInUse(self, places)

    def is_licensed_on(self, day):
        """Whether the photo may be published on *day*."""
        return self.licence_ends_on is None or day <= self.licence_ends_on

    @property
    def ai_note(self):
        """The note for readers at a picture that software has made or altered (CONVENTIONS I14); empty for any other."""
        return ai_note(self.digital_source_type)

    @property
    def credit(self):
        """The credit line in its parentheses, as it prints: (Agency/Photographer); empty when nobody is named."""
        names = "/".join(name for name in (self.agency, self.photographer) if name)
        return f"({names})" if names else ""


def photos_of(numbers):
    """{number: Photo} of the photos with these numbers, in one query; in none where there are no numbers."""
    return photos_in(question_of_photos(numbers).rows() if numbers else ())


def question_of_photos(numbers):
    """The question for the photos with these numbers, one at least."""
    values = {f"number_{place}": number for place, number in enumerate(sorted(numbers))}
    return _numbered(len(values)).question(**values)


def photos_in(rows):
    """{number: Photo} of the rows that answer the question."""
    return {photo.pk: photo for photo in _numbered(1).read(rows)} if rows else {}


@cache
def _numbered(count):
    return Prepared(
        Photo, lambda photos: photos.filter(pk__in=[Asked(f"number_{place}") for place in range(count)]).order_by("pk")
    )
