"""Revision: what a story said after each explicit save, and the working copy that readers do not see yet.

A snapshot is a plain dict of everything an editor can change in a story (see SNAPSHOT_FIELDS): numbers for rows, ISO texts with
offset for instants, tags as a sorted list of names, bylines as an ordered list of [author, role], the gallery as one of
[photo, caption, alternative text]. Snapshots from before there were galleries have none.
"""

import copy
import datetime
import operator
from functools import reduce

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import body
from .article import Article
from .filing import Byline
from .gallery import GalleryPhoto
from .photo import Photo
from .photo_use import PhotoUse
from .tag_names import TagAlias
from .taxonomy import Author, Tag, name_as_slug

PLAIN_FIELDS = (
    "headline",
    "deck",
    "slug",
    "dateline",
    "body",
    "lead_caption",
    "lead_alt_text",
    "label",
    "is_unverified",
    "ai_use",
    "ai_tool",
    "ai_note",
    "involves_child",
)
RELATED_FIELDS = ("section", "lead_photo", "verifies")
INSTANT_FIELDS = ("published_at", "updated_at")
SNAPSHOT_FIELDS = (*PLAIN_FIELDS, *RELATED_FIELDS, *INSTANT_FIELDS, "tags", "bylines", "gallery")


def take(article):
    """The snapshot of a story as its rows have it now."""
    return {
        **{field: getattr(article, field) for field in PLAIN_FIELDS},
        **{field: getattr(article, f"{field}_id") for field in RELATED_FIELDS},
        **{field: as_text(getattr(article, field)) for field in INSTANT_FIELDS},
        "tags": sorted(article.tags.values_list("name", flat=True)),
        "bylines": [[author, role] for author, role in article.bylines.values_list("author_id", "role")],
        "gallery": _lines_of_gallery(article),
    }


def put(article, snapshot):
    """Make the story's rows say what *snapshot* says, in one transaction."""
    snapshot = _complete(snapshot)
    for field in PLAIN_FIELDS:
        setattr(article, field, snapshot[field])
    for field in RELATED_FIELDS:
        setattr(article, f"{field}_id", snapshot[field])
    for field in INSTANT_FIELDS:
        setattr(article, field, as_instant(snapshot[field]))
    gallery = snapshot.get("gallery", [])
    article.gallery_size = len(gallery) or None
    with transaction.atomic():
        article.save()
        if sorted(article.tags.values_list("name", flat=True)) != snapshot["tags"]:
            known = known_tags(snapshot["tags"])
            article.tags.set([known.get(name) or Tag.objects.create(name=name) for name in snapshot["tags"]])
        _put_bylines(article, snapshot["bylines"])
        article.gallery.hang(article, gallery)


def shown(article, snapshot):
    """The story as *snapshot* has it, with all that its page prints fetched; its rows stay, and it must not be saved."""
    snapshot = _complete(snapshot)
    story = copy.copy(article)
    for field in PLAIN_FIELDS:
        setattr(story, field, snapshot[field])
    for field in INSTANT_FIELDS:
        setattr(story, field, as_instant(snapshot[field]))
    for field in RELATED_FIELDS:
        related = Article._meta.get_field(field).related_model.objects
        setattr(story, field, snapshot[field] and related.filter(pk=snapshot[field]).first())
    authors = Author.objects.in_bulk([author for author, _role in snapshot["bylines"]])
    bylines = [
        Byline(article=story, author=authors[author], role=role, position=position)
        for position, (author, role) in enumerate(snapshot["bylines"])
        if author in authors
    ]
    known = known_tags(snapshot["tags"])
    tags = [known.get(name) or Tag(name=name, slug=name_as_slug(name) or "-") for name in snapshot["tags"]]
    pictures = _pictures(story, snapshot.get("gallery", []))
    story.gallery_size = len(pictures) or None
    story._prefetched_objects_cache = {
        "bylines": _fetched(Byline, bylines),
        "tags": _fetched(Tag, tags),
        "gallery": _fetched(GalleryPhoto, pictures),
    }
    return story


def _complete(snapshot):
    """*snapshot* with the defaults of the fields that came to stories after it was taken."""
    blank = {field: Article._meta.get_field(field).get_default() for field in PLAIN_FIELDS}
    return {**blank, **dict.fromkeys((*RELATED_FIELDS, *INSTANT_FIELDS)), **snapshot}


def _lines_of_gallery(article):
    """No query for a story without a gallery."""
    lines = article.gallery.values_list("photo_id", "caption", "alt_text") if article.gallery_size else ()
    return [list(line) for line in lines]


def _pictures(story, lines):
    photos = Photo.objects.in_bulk([photo for photo, _caption, _alt_text in lines]) if lines else {}
    return [
        GalleryPhoto(article=story, photo=photos[photo], position=position, caption=caption, alt_text=alt_text)
        for position, (photo, caption, alt_text) in enumerate(lines)
        if photo in photos
    ]


def _fetched(model, rows):
    """A queryset that has its rows already."""
    found = model.objects.none()
    found._result_cache, found._prefetch_done = rows, True
    return found


def without_missing(snapshot):
    """*snapshot* without what was deleted since: a section, photos, authors."""
    kept = _complete(snapshot)
    for field in RELATED_FIELDS:
        related = Article._meta.get_field(field).related_model.objects
        if kept[field] and not related.filter(pk=kept[field]).exists():
            kept[field] = None
    kept["tags"] = sorted(kept["tags"])
    authors = [author for author, _role in kept["bylines"]]
    known = set(Author.objects.filter(pk__in=authors).values_list("pk", flat=True)) if authors else set()
    kept["bylines"] = [line for line in kept["bylines"] if line[0] in known]
    if gallery := kept.get("gallery"):
        photos = set(Photo.objects.filter(pk__in=[line[0] for line in gallery]).values_list("pk", flat=True))
        kept["gallery"] = [line for line in gallery if line[0] in photos]
    return kept


def with_photo_replaced(snapshot, old, new):
    """*snapshot* with the photo *new* wherever it has *old*.

    Captions stay. An alternative text goes, since it tells what the old picture shows; the new photo's own takes its place.
    """
    replaced = snapshot | {"body": body.with_photo_replaced(snapshot["body"], old, new)}
    if snapshot["lead_photo"] == old:
        replaced |= {"lead_photo": new, "lead_alt_text": ""}
    if gallery := snapshot.get("gallery"):
        photos = [line[0] for line in gallery]
        lines = [line for line in gallery if line[0] != old or new not in photos]
        replaced["gallery"] = [[new, line[1], ""] if line[0] == old else line for line in lines]
    return replaced


def known_tags(names):
    """The existing tags that *names* mean, however they are capitalised or by another name, as {name: tag}; in three queries at most."""
    found = {tag.name: tag for tag in Tag.objects.filter(name__in=names)} if names else {}
    if others := [name for name in names if name not in found]:
        alike = Tag.objects.filter(reduce(operator.or_, (models.Q(name__iexact=name) for name in others)))
        meant = {tag.name.casefold(): tag for tag in alike.order_by("-pk")}
        found |= {name: meant[name.casefold()] for name in others if name.casefold() in meant}
    if others := [name for name in names if name not in found]:
        found |= TagAlias.objects.meanings(others)
    return found


def as_text(instant):
    return instant.astimezone(datetime.UTC).isoformat() if instant else None


def as_instant(text):
    return datetime.datetime.fromisoformat(text) if text else None


def _put_bylines(article, wanted):
    signed = {line.author_id: line for line in article.bylines.all()}
    article.bylines.exclude(author_id__in=[author for author, _role in wanted]).delete()
    for position, (author, role) in enumerate(wanted):
        line = signed.get(author) or Byline(article=article, author_id=author)
        if line.pk is None or (line.role, line.position) != (role, position):
            line.role, line.position = role, position
            line.save()


class RevisionQuerySet(models.QuerySet):
    def newest(self):
        return self.order_by("-id").first()

    def for_list(self):
        """All but the snapshots, which a list does not show."""
        return self.select_related("by").defer("snapshot")


class Revision(models.Model):
    class Reason(models.TextChoices):
        FOUND = "found", _("as it was found")
        SAVE = "save", _("saved")
        MERGE = "merge", _("saved and merged")
        RESTORE = "restore", _("restored")
        PHOTO = "photo", _("photo replaced")

    article = models.ForeignKey(Article, verbose_name=_("article"), on_delete=models.CASCADE, related_name="revisions")
    snapshot = models.JSONField(_("snapshot"))
    changed = models.JSONField(
        _("changed"), default=list, help_text=_("The names of the fields that differ from before.")
    )
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices, default=Reason.SAVE)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-id"]

    def __str__(self):
        return f"{self.article_id} · {timezone.localtime(self.at):%Y-%m-%d %H:%M}"


class WorkingCopy(models.Model):
    """The revision of a published story that readers do not see until somebody publishes its changes."""

    article = models.OneToOneField(
        Article, verbose_name=_("article"), on_delete=models.CASCADE, related_name="working_copy", primary_key=True
    )
    revision = models.ForeignKey(Revision, verbose_name=_("revision"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("working copy")
        verbose_name_plural = _("working copies")

    def __str__(self):
        return str(self.revision)

    def save(self, **kwargs):
        with transaction.atomic(using=kwargs.get("using")):
            super().save(**kwargs)
            PhotoUse.objects.using(self._state.db).record_pending(self)
