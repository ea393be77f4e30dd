"""What files a story: its bylines and its tags.

Archives by author and by tag are read from these rows. Each carries its story's hour in `listed_at`, so that one index has an
archive's members in its order, however many stories there are.
"""

from django.db import models, transaction
from django.db.models import OuterRef, Subquery
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase

from ..listing import Cursor, ListPage
from .taxonomy import Author, Tag

# Sent with the `numbers` of stories after they were filed otherwise without save(), in the same transaction.
shelf_written = Signal()


class ShelfQuerySet(models.QuerySet):
    """Rows that file stories under an author or a tag, each with its story's hour in `listed_at` while that is approved."""

    def published(self, now=None):
        return self.filter(listed_at__lte=timezone.now() if now is None else now)

    def page(self, before="", size=20):
        """As ArticleQuerySet.page, read from the shelf's own index and then from the stories, in two queries."""
        numbers = list(self.numbers(before)[: size + 1])
        articles = self._stories().published().for_cards().in_bulk(numbers)
        return ListPage.cut([articles[number] for number in numbers if number in articles], size)

    def numbers(self, before=""):
        """The numbers of the published stories on the shelf that come before the cursor, the newest first."""
        story = self.model.story_column
        rows = self.published()
        if before:
            cursor = Cursor.parse(before)
            rows = self.published(min(timezone.now(), cursor.hour))
            rows = rows.exclude(**{"listed_at": cursor.hour, f"{story}__gte": cursor.story})
        return rows.order_by("-listed_at", f"-{story}").values_list(story, flat=True)

    def owners(self, model):
        """The rows of *model*, tags or authors, that have a published story, in the order of their numbers."""
        column = next(field.name for field in self.model._meta.fields if field.related_model is model)
        mine = self.published().filter(**{column: OuterRef("pk")})
        return model._default_manager.using(self.db).filter(models.Exists(mine)).order_by("pk")

    def update(self, **values):
        """As Django's update; `shelf_written` is sent when rows change what they file a story under."""
        if values.keys() <= {"listed_at", "position", "role"}:
            return super().update(**values)
        with transaction.atomic(using=self.db):
            stories = list(self.values_list(self.model.story_column, flat=True).distinct())
            keys = list(self.values_list("pk", flat=True))
            rows = super().update(**values)
            moved = self.model._base_manager.using(self.db).filter(pk__in=keys)
            stories_now = moved.values_list(self.model.story_column, flat=True)
            shelf_written.send(self.model, numbers={*stories, *stories_now})
        return rows

    update.alters_data = True

    def bulk_create(self, objs, *args, **options):
        """As Django's bulk_create; `shelf_written` is sent in the same transaction."""
        with transaction.atomic(using=self.db):
            rows = super().bulk_create(objs, *args, **options)
            shelf_written.send(self.model, numbers={getattr(row, self.model.story_column) for row in rows})
        return rows

    bulk_create.alters_data = True

    def relist(self, articles):
        """Copy the hour of the stories with these numbers; rows of stories that are not approved get none."""
        story = self.model.story_column
        hour = self._stories().approved().filter(pk=OuterRef(story)).values("published_at")
        return self.filter(**{f"{story}__in": articles}).update(listed_at=Subquery(hour))

    def _stories(self):
        return self.model._meta.get_field(self.model.story_column).related_model.objects.using(self.db)


class Byline(models.Model):
    class Role(models.TextChoices):
        WRITER = "penulis", _("Writer")
        REPORTER = "reporter", _("Reporter")
        EDITOR = "editor", _("Editor")
        PHOTOGRAPHER = "fotografer", _("Photographer")

    WRITING_ROLES = frozenset({Role.WRITER, Role.REPORTER})
    story_column = "article_id"

    # No index of its own: the constraint's begins with it.
    article = models.ForeignKey(
        "Article", verbose_name=_("article"), on_delete=models.CASCADE, related_name="bylines", db_index=False
    )
    author = models.ForeignKey(
        Author, verbose_name=_("author"), on_delete=models.PROTECT, related_name="bylines", db_index=False
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.WRITER)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    listed_at = models.DateTimeField(null=True, editable=False)

    objects = ShelfQuerySet.as_manager()

    class Meta:
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["author", "listed_at", "article"], name="author_archive_by_hour")]
        constraints = [models.UniqueConstraint(fields=["article", "author"], name="author_signs_a_story_once")]

    def __str__(self):
        return f"{self.author} ({self.get_role_display()})"

    def save(self, **kwargs):
        self.listed_at = self.article.listed_at
        super().save(**kwargs)

    def get_role_display(self):
        """As Django's, which compares a role with each there is, and translates them for it."""
        return str(self.Role(self.role).label)


class TaggedArticle(ItemBase):
    story_column = "content_object_id"

    # No index of its own: the constraint's begins with it.
    content_object = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="tagged", db_index=False)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged", db_index=False)
    listed_at = models.DateTimeField(null=True, editable=False)

    objects = ShelfQuerySet.as_manager()

    class Meta:
        verbose_name = _("tagged article")
        verbose_name_plural = _("tagged articles")
        indexes = [models.Index(fields=["tag", "listed_at", "content_object"], name="tag_archive_by_hour")]
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="story_bears_a_tag_once")]

    def save(self, **kwargs):
        self.listed_at = self.content_object.listed_at
        super().save(**kwargs)
