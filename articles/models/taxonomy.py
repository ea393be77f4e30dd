"""Section, Author and Tag: what a story is filed under. Each has an archive page."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase

from ..addresses import address_of
from .photo import Photo


def name_as_slug(name, length=80):
    """A slug of at most *length* characters, cut at a word (CONVENTIONS I22)."""
    slug = slugify(name)
    if len(slug) > length:
        slug = slug[: length + 1].rpartition("-")[0] or slug[:length]
    return slug


# A section's slug opens an address, so it must not be one of the site's own words.
RESERVED_SLUGS = (
    *(
        "admin",
        "baca",
        "cari",
        "foto",
        "hak-jawab",
        "halaman",
        "health",
        "indeks",
        "kartu",
        "kebijakan-privasi",
        "kontak",
        "koreksi",
        "media",
    ),
    *(
        "pedoman-media-siber",
        "penulis",
        "populer",
        "pratinjau",
        "redaksi",
        "rss",
        "sitemap",
        "static",
        "tag",
        "tentang-kami",
    ),
)


class SectionQuerySet(models.QuerySet):
    def in_order(self):
        """As the navigation has them, each section before its parts."""
        of_family = (Coalesce(f"parent__{field}", field) for field in ("position", "name"))
        return self.select_related("parent").order_by(
            *of_family, models.F("parent").asc(nulls_first=True), "position", "name"
        )

    def in_navigation(self):
        """The sections of the navigation in their order, each with its sub-sections at hand, in one query."""
        sections = list(self.order_by("position", "name"))
        for section in sections:
            section.set_subsections([child for child in sections if child.parent_id == section.pk])
        return [section for section in sections if section.in_navigation and section.parent_id is None]


class Section(models.Model):
    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="subsections",
        help_text=_("The section whose page lists these stories as well; a part has no parts of its own."),
    )
    description = models.CharField(_("description"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    in_navigation = models.BooleanField(_("in the navigation"), default=True)

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(slug__in=RESERVED_SLUGS),
                name="section_slug_is_no_reserved_word",
                violation_error_message=_("This slug is an address of the site itself; choose another."),
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="section_is_no_part_of_itself",
                violation_error_message=_("A section cannot be a part of itself."),
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, **kwargs):
        self.require_one_level()
        super().save(**kwargs)

    def get_absolute_url(self):
        return address_of("section", self.slug)

    def clean(self):
        super().clean()
        self.require_one_level()

    @property
    def family(self):
        """The section and its sub-sections: whose stories its page lists."""
        return [self, *self.subsections.all()]

    @property
    def trail(self):
        """(name, address) of the section that this one is a part of, if any, and its own."""
        return tuple((step.name, step.get_absolute_url()) for step in (self.parent, self) if step)

    def set_subsections(self, sections):
        """Hand the section its sub-sections, so that `subsections` asks nobody for them."""
        found = Section.objects.none()
        found._result_cache, found._prefetch_done = sections, True
        self._prefetched_objects_cache = {"subsections": found}

    def require_one_level(self):
        """Raise ValidationError when the section would be a part of a part, or a part that has parts."""
        if self.parent_id is None:
            return
        if self.parent_id == self.pk:
            raise ValidationError({"parent": _("A section cannot be a part of itself.")})
        if self.parent.parent_id is not None:
            raise ValidationError(
                {"parent": _("“%(section)s” is a part of another section itself.") % {"section": self.parent}}
            )
        if self.pk and self.subsections.exists():
            raise ValidationError({"parent": _("This section has parts of its own, so it cannot become one.")})


class Author(models.Model):
    name = models.CharField(_("name"), max_length=120, help_text=_("As it prints in a byline; no title, no “Oleh”."))
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
    )
    is_desk = models.BooleanField(_("a desk, not a person"), default=False, help_text=_("Such as “Tim Redaksi”."))
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    biography = models.TextField(_("biography"), blank=True)
    portrait = models.ForeignKey(
        Photo, verbose_name=_("portrait"), on_delete=models.PROTECT, null=True, blank=True, related_name="portrayed"
    )

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name"]
        indexes = [models.Index(fields=["name"], name="author_by_name")]

    def __str__(self):
        return self.name

    def save(self, **kwargs):
        if not self.slug:
            self.slug = name_as_slug(self.name)
        super().save(**kwargs)

    def get_absolute_url(self):
        return address_of("author", self.slug)


class Tag(TagBase):
    description = models.TextField(
        _("description"), blank=True, help_text=_("Turns the tag's page into a topic page.")
    )

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    def get_absolute_url(self):
        return address_of("tag", self.slug)
