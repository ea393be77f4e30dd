"""The gallery that makes a story a photo story: pictures in an order, each with a caption and alternative text for this use."""

from django.db import models, transaction
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .article import Article
from .photo import Photo
from .photo_use import PhotoUse


class GalleryPhotoQuerySet(models.QuerySet):
    """Pictures of galleries. What adds or removes some keeps the size on their story in line, in the same transaction."""

    def hang(self, article, lines):
        """Let the gallery of a story show *lines*, a list of [photo, caption, alternative text], in their order."""
        rows = {row.photo_id: row for row in self.filter(article=article)}
        hung = [_hung(rows.get(line[0]), article, position, line) for position, line in enumerate(lines)]
        with transaction.atomic(using=self.db):
            gone = rows.keys() - {row.photo_id for row in hung}
            if gone:
                models.QuerySet.delete(self.filter(article=article, photo__in=gone))
            for row in hung:
                if row.has_moved:
                    models.Model.save(row)
            if gone or any(row.has_moved for row in hung):
                self.settle([article.pk])

    hang.alters_data = True

    def settle(self, articles):
        """Write on the stories with these numbers how many pictures they have, and where each photo is used."""
        counted = self.model.objects.using(self.db).filter(article__in=articles).order_by().values_list("article")
        sizes = dict(counted.annotate(Count("pk")))
        stories = Article.objects.using(self.db).filter(pk__in=articles)
        for pk, size in stories.values_list("pk", "gallery_size"):
            if size != sizes.get(pk):
                Article.objects.using(self.db).filter(pk=pk).update(gallery_size=sizes.get(pk))
        PhotoUse.objects.using(self.db).record(articles)

    def bulk_create(self, objs, *args, **options):
        with transaction.atomic(using=self.db):
            rows = super().bulk_create(objs, *args, **options)
            self.settle({row.article_id for row in rows})
        return rows

    def update(self, **values):
        if not values.keys() & {"photo", "photo_id", "article", "article_id"}:
            return super().update(**values)
        with transaction.atomic(using=self.db):
            changed = list(self.values_list("pk", "article"))
            rows = super().update(**values)
            now = self.model.objects.using(self.db).filter(pk__in=[pk for pk, _article in changed])
            self.settle({article for _pk, article in changed} | set(now.values_list("article", flat=True)))
        return rows

    def delete(self):
        with transaction.atomic(using=self.db):
            articles = set(self.order_by().values_list("article", flat=True))
            gone = super().delete()
            self.settle(articles)
        return gone

    delete.alters_data = True
    delete.queryset_only = True


class GalleryPhotoManager(models.Manager.from_queryset(GalleryPhotoQuerySet)):
    def get_queryset(self):
        return super().get_queryset().select_related("photo")


class GalleryPhoto(models.Model):
    article = models.ForeignKey(Article, verbose_name=_("article"), on_delete=models.CASCADE, related_name="gallery")
    photo = models.ForeignKey(Photo, verbose_name=_("photo"), on_delete=models.PROTECT, related_name="gallery_uses")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    caption = models.TextField(
        _("caption here"), blank=True, help_text=_("Left empty, the photo's own caption is printed.")
    )
    alt_text = models.CharField(
        _("alternative text here"), max_length=300, blank=True, help_text=_("Left empty, the photo's own is used.")
    )

    objects = GalleryPhotoManager()

    class Meta:
        verbose_name = _("gallery picture")
        verbose_name_plural = _("gallery pictures")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["article", "photo"], name="gallery_shows_a_photo_once")]

    def __str__(self):
        return f"{self.position}: {self.photo}"

    def save(self, **kwargs):
        with transaction.atomic(using=kwargs.get("using")):
            super().save(**kwargs)
            self.__class__.objects.using(self._state.db).settle([self.article_id])

    def get_absolute_url(self):
        """The picture's own page: under its story, by the number of the photo, so that a new order moves no address."""
        story = self.article
        return reverse("gallery_photo", args=[story.section.slug, story.pk, story.slug or "-", self.photo_id])

    def delete(self, **kwargs):
        with transaction.atomic(using=kwargs.get("using")):
            gone = super().delete(**kwargs)
            self.__class__.objects.using(kwargs.get("using") or self._state.db).settle([self.article_id])
        return gone

    @property
    def listed_at(self):
        """As its story's: a picture of a draft is nobody's page."""
        return self.article.listed_at

    @property
    def shown_caption(self):
        return self.caption or self.photo.caption

    @property
    def shown_alt_text(self):
        return self.alt_text or self.photo.alt_text


def _hung(row, article, position, line):
    photo, caption, alt_text = line
    row = row or GalleryPhoto(photo_id=photo)
    row.article = article
    before = row.pk and (row.position, row.caption, row.alt_text)
    row.position, row.caption, row.alt_text = position, caption, alt_text
    row.has_moved = before != (position, caption, alt_text)
    return row
