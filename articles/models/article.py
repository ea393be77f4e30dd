"""Article: a story and its way through the workflow."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from .. import body
from .archive import ArticleQuerySet, relist
from .card import story_address
from .filing import Byline
from .label import Label
from .notes import NotesToReaders
from .photo import Photo, photos_of
from .photo_use import PhotoUse
from .tag_names import TagsByAnyName
from .taxonomy import Author, Section, name_as_slug
from .workflow import NEVER_DELETED, Workflow, WorkflowError


class BodyField(models.TextField):
    """HTML that is sanitised on its way to the database, by whatever door it comes: form, importer, shell, bulk update.

    Raises TypeError for an expression, since what a database computes cannot be sanitised. A saved instance holds what
    was stored.
    """

    def pre_save(self, model_instance, add):
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = body.clean(value)
            setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value, connection):
        if hasattr(value, "as_sql"):
            if not _chooses_among_bodies(value):
                raise TypeError("A body is written as text; what a database computes cannot be sanitised.")
            return value
        return super().get_db_prep_save(body.clean(value) if value else "", connection)


def _chooses_among_bodies(expression):
    """Whether an expression only tells which row gets which body, as that of bulk_update does."""
    match expression:
        case models.Case():
            return all(map(_chooses_among_bodies, [*(when.result for when in expression.cases), expression.default]))
        case Cast():
            return all(map(_chooses_among_bodies, expression.get_source_expressions()))
        case models.Value():
            return expression.value is None or isinstance(expression.output_field, BodyField)
    return False


class Article(Workflow, NotesToReaders):
    Label = Label

    # What files a story: a change of these is copied to the archives and rankings that name it.
    LISTING_FIELDS = frozenset({"status", "published_at", "section", "section_id", "label"})
    # What tells which photos a story uses, and where.
    USING_FIELDS = frozenset({"body", "lead_photo", "lead_photo_id", "section", "section_id"})

    headline = models.CharField(
        _("headline"),
        max_length=200,
        help_text=_("No full stop; up to 110 characters show whole in search results."),
    )
    deck = models.CharField(
        _("deck"), max_length=400, blank=True, help_text=_("One sentence under the headline that adds to it.")
    )
    slug = models.SlugField(
        _("slug"),
        max_length=100,
        blank=True,
        db_index=False,  # the number in an address finds the story
        help_text=_("Left empty, it follows the headline until publication."),
    )
    section = models.ForeignKey(
        Section,
        verbose_name=_("section"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        db_index=False,  # the indexes below begin with it
    )
    authors = models.ManyToManyField(Author, through="Byline", related_name="articles", verbose_name=_("authors"))
    dateline = models.CharField(
        _("dateline"),
        max_length=80,
        blank=True,
        help_text=_("The city alone; the page prints the site's name before it."),
    )
    body = BodyField(_("body"), blank=True)
    lead_photo = models.ForeignKey(
        Photo,
        verbose_name=_("lead photo"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="led_articles",
    )
    lead_caption = models.TextField(
        _("caption here"), blank=True, help_text=_("Left empty, the photo's own caption is printed.")
    )
    lead_alt_text = models.CharField(
        _("alternative text here"), max_length=300, blank=True, help_text=_("Left empty, the photo's own is used.")
    )
    tags = TaggableManager(
        through="TaggedArticle", verbose_name=_("tags"), blank=True, related_name="articles", manager=TagsByAnyName
    )
    label = models.CharField(_("label"), max_length=12, choices=Label.choices, blank=True, default=Label.NONE)
    # Kept by the gallery's rows; empty for a story that is no photo story.
    gallery_size = models.PositiveSmallIntegerField(_("pictures in the gallery"), null=True, editable=False)
    assigned_editor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assigned editor"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="assigned_articles",
        db_index=False,  # an index below begins with it
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("begun by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="begun_articles",
        db_index=False,  # an index below begins with it
    )
    created_at = models.DateTimeField(_("begun at"), default=timezone.now, editable=False)
    modified_at = models.DateTimeField(_("last saved"), default=timezone.now, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [
            ("submit_article", _("Can submit own articles for review")),
            ("approve_article", _("Can approve, schedule and publish articles")),
            ("withdraw_article", _("Can withdraw published articles")),
            ("edit_any_article", _("Can edit the articles of others")),
        ]
        indexes = [
            models.Index(fields=["status", "published_at", "id"], name="public_by_hour"),
            models.Index(fields=["section", "status", "published_at", "id"], name="public_in_section_by_hour"),
            models.Index(
                fields=["status", "published_at", "id"],
                name="photo_stories_by_hour",
                condition=Q(gallery_size__isnull=False),
            ),
            models.Index(fields=["modified_at", "id"], name="desk_by_save"),
            models.Index(fields=["status", "modified_at", "id"], name="desk_by_status"),
            models.Index(fields=["section", "modified_at", "id"], name="desk_by_section"),
            models.Index(fields=["label", "modified_at", "id"], name="desk_by_label"),
            models.Index(
                fields=["created_by", "modified_at", "id"],
                name="desk_by_beginner",
                condition=Q(created_by__isnull=False),
            ),
            models.Index(
                fields=["created_by", "status", "modified_at", "id"],
                name="desk_by_beginner_and_status",
                condition=Q(created_by__isnull=False),
            ),
            models.Index(
                fields=["assigned_editor", "modified_at", "id"],
                name="desk_by_editor",
                condition=Q(assigned_editor__isnull=False),
            ),
            models.Index(fields=["verifies"], name="verifications", condition=Q(verifies__isnull=False)),
            models.Index(fields=["binned_at"], name="bin_by_age", condition=Q(binned_at__isnull=False)),
            models.Index(fields=["modified_at", "id"], name="bin_by_save", condition=Q(binned_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="approved") | Q(published_at__isnull=False),
                name="approved_article_has_published_at",
            ),
            models.CheckConstraint(
                condition=~Q(status="approved") | (Q(section__isnull=False) & ~Q(slug="")),
                name="approved_article_has_an_address",
            ),
            models.CheckConstraint(
                condition=Q(binned_at__isnull=True) | Q(status__in=["draft", "review"]),
                name="binned_article_was_never_approved",
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | Q(published_at__isnull=False),
                name="withdrawn_article_was_published",
            ),
            models.CheckConstraint(
                condition=Q(updated_at__isnull=True)
                | Q(published_at__isnull=True)
                | Q(updated_at__gte=F("published_at")),
                name="update_does_not_precede_publication",
            ),
        ]

    def __str__(self):
        return self.headline

    def save(self, **kwargs):
        self._derive_columns()
        if kwargs.get("update_fields") is not None:
            derived = {"slug", "updated_at", "modified_at", "was_unverified"}
            kwargs["update_fields"] = {*kwargs["update_fields"], *derived}
        with transaction.atomic(using=kwargs.get("using")):
            is_new = self._state.adding
            super().save(**kwargs)
            if not is_new:
                relist([self.pk], using=self._state.db)
            if self._may_use_photos(is_new=is_new, fields=kwargs.get("update_fields")):
                PhotoUse.objects.using(self._state.db).record([self.pk])

    def delete(self, **kwargs):
        """As Django's; raises WorkflowError for a story that readers have seen (CONVENTIONS I9)."""
        if self.was_public:
            raise WorkflowError(NEVER_DELETED)
        return super().delete(**kwargs)

    def get_absolute_url(self):
        """The permanent address; the number in it decides, the words are for people."""
        return story_address(self)

    def get_label_display(self):
        """As Django's, which compares a label with each there is, and translates them for it."""
        return str(self.Label(self.label).label)

    @property
    def ranked_at(self):
        """The hour from which Populer may name the story; None for what never may (CONVENTIONS I10)."""
        return None if self.label == self.Label.ADVERTORIAL else self.listed_at

    @property
    def shown_updated_at(self):
        """The time after “diperbarui”: of the last substantive update, or of publication when there was none."""
        return self.updated_at or self.published_at

    @property
    def caption(self):
        return self.lead_caption or (self.lead_photo.caption if self.lead_photo else "")

    @property
    def alt_text(self):
        return self.lead_alt_text or (self.lead_photo.alt_text if self.lead_photo else "")

    @property
    def pictures(self):
        """The pictures of the gallery in their order, each with its photo; none for a story that is no photo story."""
        return list(self.gallery.all()) if self.gallery_size else []

    @property
    def writers(self):
        """The bylines that print after “oleh”, in order: writers and reporters."""
        return [line for line in self.bylines.all() if line.role in Byline.WRITING_ROLES]

    @property
    def signatures(self):
        """(name, address) of each of the writers."""
        return tuple((line.author.name, line.author.get_absolute_url()) for line in self.writers)

    @property
    def topics(self):
        """(name, address) of each of its tags."""
        return tuple((tag.name, tag.get_absolute_url()) for tag in self.tags.all())

    @property
    def contributors(self):
        """The bylines that print at the foot of the story with their role: editors and photographers."""
        return [line for line in self.bylines.all() if line.role not in Byline.WRITING_ROLES]

    def rendered_body(self, *, related=None, photos=None):
        """The body as readers get it: dateline in front, photos and “Baca juga” boxes expanded, one query for each kind.

        *related* has the published stories of its boxes and *photos* its photos by their numbers, where they were fetched already.
        """
        wanted = body.references(self.body)
        if photos is None:
            photos = photos_of(wanted.photos)
        if related is None:
            boxed = wanted.articles - {self.pk}
            related = Article.objects.published().for_cards().in_bulk(boxed) if boxed else {}
        return body.render(
            self.body,
            dateline=self.dateline,
            photos=photos,
            related=related,
            sponsored=self.label == self.Label.ADVERTORIAL,
        )

    def _may_use_photos(self, *, is_new, fields):
        """Whether a save may have changed which photos the story uses."""
        if is_new:
            return bool(self.lead_photo_id or body.references(self.body).photos)
        written = self.USING_FIELDS - self.get_deferred_fields()
        return bool(written if fields is None else written & set(fields))

    def _derive_columns(self):
        if not self.slug and self.status in (self.Status.APPROVED, self.Status.WITHDRAWN):
            self.slug = name_as_slug(self.headline, length=100) or "berita"
        self.was_unverified = self.was_unverified or self.is_unverified
        if self.published_at and self.updated_at and self.updated_at < self.published_at:
            self.updated_at = self.published_at
        self.modified_at = timezone.now()
