"""Saving a story as a newsroom does: every save is a revision, what two people changed is merged, readers see what was published.

The desk's text of a story is its working copy while it has one, else what readers see. A save states the revision that it started
from; what others saved since is merged in, field by field and paragraph by paragraph (articles/merging.py).
"""

import hashlib
import json
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import comparison, merging
from .models import Article, PhotoUse, PublicationRefused, Revision, Step, WorkflowError, WorkingCopy, revision

# Merging after more saves of others than this names the newest of them only.
NAMED_SAVES = 50
# What the workflow settles; bringing back an old text leaves it as it is.
SETTLED_FIELDS = ("slug", *revision.INSTANT_FIELDS)


@dataclass(frozen=True)
class Saved:
    """The outcome of a save: the revision it made, or the clashes that stopped it, and the fields taken in from others.

    `clashes` maps a key, which names the same clash as long as its texts are the same, to the clash. `revision` is the newest one
    there was when nothing had changed, `theirs` the one that was the newest before.
    """

    revision: Revision | None
    theirs: Revision
    clashes: dict
    taken: tuple = ()


def current(article):
    """The newest revision of a story: the desk's text.

    A story whose rows say something else, as after an import or an approval, which sets its hour, first gets a revision as it is.
    """
    if known := _known(article):
        return known
    with transaction.atomic():
        # Somebody may have saved since *article* was read: what is found is found in rows that nobody can change now.
        article = _locked(article)
        return _known(article) or _found(article)


def begin(article, *, by):
    """Record the first revision of a story that was just written."""
    return article.revisions.create(snapshot=revision.take(article), by=by)


def started_from(article, number):
    """The revision *number* of a story, from which somebody says that they started.

    For a number that is no revision of this story the oldest one: whatever was changed since then is merged in, or clashes,
    and is never written over.
    """
    known = article.revisions.filter(pk=number).first() if number else None
    return known or article.revisions.order_by("id").first() or current(article)


def has_unpublished_changes(article):
    return article.is_published and WorkingCopy.objects.filter(article=article).exists()


def shown_at_desk(article):
    """The story as the desk has it, its working copy if it has one, ready for a page to print. It must not be saved."""
    return revision.shown(article, current(article).snapshot)


def save(article, mine, *, base, by, choices=None):
    """Save the snapshot *mine*, which started from the revision *base*, on top of what others have saved since.

    Writes nothing and returns the clashes where two people changed the same words, unless *choices* ({key of a clash: "mine" |
    "theirs" | "both"}) settles each of them. A published story's change goes to its working copy, any other to the story itself.
    Raises PublicationRefused when a scheduled story would lack what publication asks for.
    """
    with transaction.atomic():
        article = _locked(article)
        theirs = current(article)
        merge = merging.merge(base.snapshot, mine, theirs.snapshot)
        clashes = _keyed(merge.clashes)
        settled = _settled(clashes, choices or {})
        if len(settled) < len(clashes):
            return Saved(None, theirs, clashes, merge.taken)
        snapshot = merging.resolve(merge, settled)
        reason = Revision.Reason.MERGE if merge.taken or clashes else Revision.Reason.SAVE
        return Saved(_keep(article, snapshot, since=theirs, by=by, reason=reason), theirs, {}, merge.taken)


def savers(article, fields, *, since, until):
    """Who saved *fields* after the revision *since* and until the revision *until*, as {user: names of fields}."""
    later = article.revisions.filter(pk__gt=since.pk, pk__lte=until.pk).for_list()
    found, left = defaultdict(list), set(fields)
    for saved in later.order_by("-id")[:NAMED_SAVES]:
        for field in saved.changed:
            if field in left:
                found[saved.by].append(field)
                left.discard(field)
    return dict(found)


def restore(article, wanted, *, by):
    """Bring back what a revision said; that is a save like any other, so nothing in between is lost.

    The hours and the address of a story that was approved stay. Raises PublicationRefused as save does.
    """
    with transaction.atomic():
        article = _locked(article)
        newest = current(article)
        snapshot = {**newest.snapshot, **wanted.snapshot}
        if article.status in (Article.Status.APPROVED, Article.Status.WITHDRAWN):
            snapshot |= {field: newest.snapshot[field] for field in SETTLED_FIELDS}
        return _keep(article, snapshot, since=newest, by=by, reason=Revision.Reason.RESTORE)


def publish_changes(article, *, by, is_substantive=False):
    """Show readers the working copy; a substantive update moves the time after “diperbarui”.

    Raises PublicationRefused, which lists what the new text lacks, and WorkflowError when there is nothing to publish.
    """
    with transaction.atomic():
        article = _locked(article)
        copy = WorkingCopy.objects.select_related("revision").filter(article=article).first()
        if copy is None or not article.is_published:
            raise WorkflowError(_("There are no changes to publish."))
        snapshot = revision.without_missing(copy.revision.snapshot)
        if is_substantive:
            snapshot["updated_at"] = revision.as_text(timezone.now())
        _keep_update_of_corrections(article, snapshot)
        if missing := _lacks(article, snapshot):
            raise PublicationRefused(missing)
        revision.put(article, snapshot)
        copy.delete()
        article.steps.create(verb=Step.Verb.PUBLISH_CHANGES, by=by)
        published = revision.take(article)
        if comparison.summary(copy.revision.snapshot, published):
            _record(article, published, since=copy.revision, by=by, reason=Revision.Reason.SAVE)
    return article


def discard_changes(article, *, by):
    """Go back to what readers see; the discarded text stays in the history. Raises WorkflowError when there is none."""
    with transaction.atomic():
        article = _locked(article)
        copy = WorkingCopy.objects.select_related("revision").filter(article=article).first()
        if copy is None:
            raise WorkflowError(_("There are no changes to discard."))
        copy.delete()
        return _record(article, revision.take(article), since=copy.revision, by=by, reason=Revision.Reason.RESTORE)


def replace_photo(article, old, new, *, by):
    """Show the photo *new* wherever a story, for readers and in its working copy, shows *old*; that is one revision.

    What the story lacks otherwise is not asked: readers see it already.
    """
    with transaction.atomic():
        article = _locked(article)
        newest = current(article)
        shown = revision.take(article)
        replaced = revision.with_photo_replaced(shown, old.pk, new.pk)
        if replaced == shown:
            PhotoUse.objects.record([article.pk])
        else:
            revision.put(article, replaced)
        copy = WorkingCopy.objects.filter(article=article).first()
        text = revision.with_photo_replaced(newest.snapshot, old.pk, new.pk) if copy else revision.take(article)
        recorded = newest
        if comparison.summary(newest.snapshot, text):
            recorded = _record(article, text, since=newest, by=by, reason=Revision.Reason.PHOTO)
        if copy and comparison.summary(revision.take(article), text):
            copy.revision = recorded
            copy.save()
        elif copy:
            copy.delete()


def _locked(article):
    return Article.objects.select_for_update(of=("self",)).get(pk=article.pk)


def _known(article):
    """The newest revision, unless the rows say something that none has."""
    copy = WorkingCopy.objects.select_related("revision").filter(article=article).first()
    if copy:
        return copy.revision
    newest, found = article.revisions.newest(), revision.take(article)
    has_moved = newest and newest.snapshot != found and comparison.summary(newest.snapshot, found)
    return None if has_moved else newest


def _found(article):
    """Record what the rows say."""
    newest, found = article.revisions.newest(), revision.take(article)
    if newest is None:
        return article.revisions.create(snapshot=found, reason=Revision.Reason.FOUND)
    return _record(article, found, since=newest, by=_mover(article, newest), reason=Revision.Reason.FOUND)


def _mover(article, newest):
    """Who took the step that changed a story's rows since its newest revision; None when it was no step."""
    step = article.steps.filter(at__gte=newest.at).select_related("by").last()
    return step and step.by


def _keyed(clashes):
    """Each clash under a key made of its texts, so that a choice holds for it even when others have saved in between."""
    seen, keyed = Counter(), {}
    for clash in clashes:
        texts = json.dumps([clash.field, clash.base, clash.mine, clash.theirs])
        digest = hashlib.sha256(texts.encode()).hexdigest()[:16]
        keyed[f"{digest}-{seen[digest]}"] = clash
        seen[digest] += 1
    return keyed


def _settled(clashes, choices):
    """The choices by number of clash; one that this clash does not have settles nothing."""
    settled = {}
    for number, (key, clash) in enumerate(clashes.items()):
        choice = choices.get(key)
        if choice in ("mine", "theirs") or (choice == "both" and clash.place is not None):
            settled[number] = choice
    return settled


def _keep(article, snapshot, *, since, by, reason):
    """Record a revision and put it where it belongs: the working copy of a published story, else the story itself.

    What equals the newest revision is none of its own.
    """
    snapshot = revision.without_missing(snapshot)
    if not comparison.summary(since.snapshot, snapshot):
        return since
    if article.is_published:
        return _keep_from_readers(article, snapshot, since=since, by=by, reason=reason)
    if article.status == Article.Status.APPROVED and (missing := _lacks(article, snapshot)):
        raise PublicationRefused(missing)
    revision.put(article, snapshot)
    # A withdrawn story may still have the working copy of its last days.
    WorkingCopy.objects.filter(article=article).delete()
    # The rows may have derived a slug from the headline.
    return _record(article, revision.take(article), since=since, by=by, reason=reason)


def _keep_from_readers(article, snapshot, *, since, by, reason):
    """Make a revision the working copy, unless it says what readers see."""
    recorded = _record(article, snapshot, since=since, by=by, reason=reason)
    if comparison.summary(revision.take(article), snapshot):
        WorkingCopy.objects.update_or_create(article=article, defaults={"revision": recorded})
    else:
        WorkingCopy.objects.filter(article=article).delete()
    Article.objects.filter(pk=article.pk).update(modified_at=recorded.at)
    return recorded


def _keep_update_of_corrections(article, snapshot):
    """Let no older text take back the time of update that a correction has moved since."""
    corrected_at = article.corrections.posted().order_by("-posted_at").values_list("posted_at", flat=True).first()
    updated_at = revision.as_instant(snapshot["updated_at"])
    if corrected_at and updated_at and updated_at < corrected_at:
        snapshot["updated_at"] = revision.as_text(corrected_at)


def _lacks(article, snapshot):
    """What *snapshot* lacks to stand on an approved story, a sentence for each."""
    missing = revision.shown(article, snapshot).missing_for_publication()
    hour = revision.as_instant(snapshot["published_at"])
    if hour is None:
        missing.append(_("An approved story keeps an hour of publication."))
    elif article.is_published and hour > timezone.now():
        missing.append(_("A published story cannot move to a coming hour; withdraw it instead."))
    return missing


def _record(article, snapshot, *, since, by, reason):
    changed = comparison.summary(since.snapshot, snapshot)
    return article.revisions.create(snapshot=snapshot, changed=changed, reason=reason, by=by)
