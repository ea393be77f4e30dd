"""Tags that mean the same become one, and can be told apart again.

All stories of the merged tag get the one that stays, its name and other names lead there, and so does its address. A TagMerge
remembers what was moved, so that the merge can be undone, the newest into a tag first.
"""

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from . import redirects, search
from .models import EditionChange, Tag, TagAlias, TaggedArticle, TagMerge

# Rows in one statement of an undoing; a merge needs no batches, since its statements name no stories.
BATCH = 500


class MergeRefused(Exception):
    """Why tags cannot be merged, or a merge cannot be undone: one sentence."""


def stories_of(tags):
    """How many stories bear each of *tags*, drafts among them, as {number of the tag: stories}; in one query."""
    counted = TaggedArticle.objects.filter(tag__in=tags).order_by().values("tag").annotate(stories=Count("id"))
    return {tag.pk: 0 for tag in tags} | {row["tag"]: row["stories"] for row in counted}


def merge(tags, *, into, by):
    """Put each of *tags* into the tag that stays, all in one transaction; returns a TagMerge for each.

    Raises MergeRefused when a tag is gone already.
    """
    with transaction.atomic():
        known = Tag.objects.select_for_update().in_bulk([into.pk, *(tag.pk for tag in tags)])
        if missing := [tag for tag in (into, *tags) if tag.pk not in known]:
            raise MergeRefused(_("The tag “%(tag)s” does not exist any more.") % {"tag": missing[0]})
        into = known[into.pk]
        merges = [_merge(known[tag.pk], into, by) for tag in tags if tag.pk != into.pk]
        EditionChange.objects.advance()
    return merges


def undo(merge, *, by):
    """Bring a merged tag back: its stories that still bear the tag it went into, its names, its address.

    Raises MergeRefused when that makes no sense any more; nothing is changed then.
    """
    with transaction.atomic():
        merge = TagMerge.objects.select_for_update().get(pk=merge.pk)
        kept = Tag.objects.select_for_update().filter(pk=merge.kept_number).first()
        if refusal := _refusal(merge, kept):
            raise MergeRefused(refusal)
        TagAlias.objects.filter(key=merge.gone_name.casefold()).delete()
        tag = Tag(pk=merge.gone_number, name=merge.gone_name, slug=merge.gone_slug, description=merge.gone_description)
        tag.save(force_insert=True)
        for rows in _batches(kept, merge.moved):
            rows.update(tag=tag)
        for rows in _batches(kept, merge.doubled):
            TaggedArticle._base_manager.bulk_create(
                TaggedArticle(tag=tag, content_object_id=story, listed_at=hour)
                for story, hour in rows.values_list("content_object_id", "listed_at")
            )
        for alias in TagAlias.objects.filter(pk__in=merge.names, tag=kept):
            alias.tag = tag
            alias.save()
        for old in set(merge.addresses) & set(redirects.leading_to(kept.get_absolute_url())):
            redirects.remember(old, tag.get_absolute_url())
        search.indexing.owe(kept)
        merge.undone_at, merge.undone_by = timezone.now(), by
        merge.save(update_fields=["undone_at", "undone_by"])
        EditionChange.objects.advance()
    return tag


def orphaned(tags):
    """Those of a queryset of tags that no story bears."""
    return tags.filter(~Exists(TaggedArticle.objects.filter(tag=OuterRef("pk"))))


# What happens by itself (articles/apps.py)


def lead_alias(sender, instance, raw=False, **kwargs):  # noqa: FBT002
    """After another name of a tag was saved: the address it had, or would have, leads to the tag's."""
    if not raw and instance.slug and not Tag.objects.filter(slug=instance.slug).exists():
        redirects.remember(redirects.address_of(Tag, instance.slug), instance.tag.get_absolute_url())


def forget_alias(sender, instance, **kwargs):
    """After another name of a tag was deleted."""
    if instance.slug:
        redirects.forget(redirects.address_of(Tag, instance.slug))


def _merge(tag, into, by):
    rows = TaggedArticle.objects.filter(tag=tag)
    bears_both = Exists(TaggedArticle.objects.filter(tag=into, content_object=OuterRef("content_object")))
    doubled = list(rows.filter(bears_both).values_list("content_object_id", flat=True))
    # Collecting a hundred thousand rows in order to tell of each would keep the desk waiting; the edition is told once.
    rows.filter(bears_both)._raw_delete(rows.db)
    moved = list(rows.values_list("content_object_id", flat=True))
    # As Django's update: the search index follows when the tag is deleted, the newest stories at once.
    TaggedArticle._base_manager.filter(tag=tag).update(tag=into)
    names = list(tag.aliases.values_list("pk", flat=True))
    TagAlias.objects.filter(pk__in=names).update(tag=into)
    merged = TagMerge.objects.create(
        gone_number=tag.pk,
        gone_name=tag.name,
        gone_slug=tag.slug,
        gone_description=tag.description,
        kept_number=into.pk,
        kept_name=into.name,
        moved=moved,
        doubled=doubled,
        names=names,
        addresses=redirects.leading_to(tag.get_absolute_url()),
        stories=len(moved) + len(doubled),
        by=by,
    )
    # Before the tag goes, since what leads to its address would go with it.
    redirects.remember(tag.get_absolute_url(), into.get_absolute_url())
    Tag.objects.get(pk=tag.pk).delete()
    TagAlias.objects.create(name=tag.name, slug=tag.slug, tag=into)
    return merged


def _refusal(merge, kept):
    """Why a merge cannot be undone now, or ""."""
    if merge.undone_at:
        return _("This merge is undone already.")
    undoable = TagMerge.objects.filter(undone_at=None, pk__gt=merge.pk)
    if kept is None:
        later = undoable.filter(gone_number=merge.kept_number).first()
        if later:
            return _("“%(tag)s” has itself been merged into “%(other)s”; undo that first.") % {
                "tag": merge.kept_name,
                "other": later.kept_name,
            }
        return _("“%(tag)s” has been deleted since, so nothing is left to tell apart.") % {"tag": merge.kept_name}
    if later := undoable.filter(kept_number=merge.kept_number).last():
        return _("“%(other)s” was merged into “%(tag)s” later; undo that first.") % {
            "tag": kept,
            "other": later.gone_name,
        }
    if namesake := Tag.objects.filter(Q(name__iexact=merge.gone_name) | Q(slug=merge.gone_slug)).first():
        return _("The tag “%(tag)s” has that name or address now.") % {"tag": namesake}
    alias = TagAlias.objects.filter(key=merge.gone_name.casefold()).exclude(tag=kept).select_related("tag").first()
    return alias and _("“%(name)s” is another name of “%(tag)s” now.") % {"name": alias, "tag": alias.tag}


def _batches(tag, stories):
    """The rows of *tag* on the stories with these numbers, some hundreds at a time."""
    for start in range(0, len(stories), BATCH):
        yield TaggedArticle._base_manager.filter(tag=tag, content_object__in=stories[start : start + BATCH])
