"""Stories of another system into our tables, in transactions so short that no editor waits for them.

What a story needs is read, cleaned and, for photos, decoded before its transaction begins; a transaction ends when it has been going on
for HOLD, or has BATCH stories. Each story that came in is remembered with what was written (articles/models/imported.py). So an import
that was stopped goes on where it was, a second one writes what has changed since, and a story that an editor has saved here, or
deleted, is left alone.
"""

import hashlib
import time
from collections import Counter, deque
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from .. import photo_intake, redirects
from ..giving_way import give_way
from ..models import Article, Byline, Imported, Photo, Step, TaggedArticle, WorkingCopy
from ..search import indexing
from . import pictures
from .shelves import Shelves

# Seconds that a transaction writes before it ends, and the most stories in one. While SQLite writes, everybody else who writes waits.
HOLD, BATCH = 0.2, 50
# What an update must not take back: the address of a story stays, and so does who began it.
WRITTEN = (
    *("headline", "deck", "body", "label", "status", "published_at", "updated_at"),
    *("lead_photo_id", "lead_caption", "lead_alt_text", "section"),
)


class Photos:
    """The photos of an export, each taken in when the first story asks for it; `missing` tells why one was not."""

    def __init__(self, source, attachments, place=None):
        self._source, self._attachments, self._place = source, attachments, place
        rows = Imported.objects.filter(source=source, kind=Imported.Kind.PHOTO)
        # One that was deleted here stays away.
        self._numbers = dict.fromkeys(rows.values_list("number", flat=True))
        self._numbers |= dict(rows.filter(row__in=Photo.objects.values("pk")).values_list("number", "row"))
        self.missing = {}  # number: (address, why)
        self.taken = 0
        self.waiting = set()

    def number_of(self, number):
        """Our number of the photo of an attachment; None when it cannot be had."""
        if number not in self._numbers:
            self._numbers[number] = self._take_in(self._attachments[number])
        return self._numbers[number]

    def _take_in(self, attachment):
        if self._place is None:
            self.waiting.add(attachment.number)
            return None
        try:
            photo = pictures.take_in(attachment, self._place)
        except (pictures.NotFound, photo_intake.NotTaken) as error:
            self.missing[attachment.number] = attachment.address, str(error)
            return None
        Imported.objects.create(source=self._source, kind=Imported.Kind.PHOTO, number=attachment.number, row=photo.pk)
        self.taken += 1
        return photo.pk


class Archive:
    """Writes the stories of one source."""

    def __init__(self, source):
        self.source = source
        self.outcomes = Counter()  # new, updated, same, edited_here, deleted_here
        self.not_redirected = []  # (number, address) of old addresses that no redirect can hold
        self._shelves = Shelves(source)

    def write(self, stories):
        """Write an iterable of Stories; yields how many were looked at after each transaction."""
        stories, done = iter(stories), 0
        while batch := list(islice(stories, BATCH)):
            waiting = deque(self._unsettled(batch))
            done += len(batch) - len(waiting)
            yield done
            while waiting:
                done += self._write_some(waiting)
                yield done
                give_way()

    def _unsettled(self, batch):
        """Those of a batch that there may be something to write of, ready to be written: (Story, digest, Imported or None)."""
        known = Imported.objects.of(self.source, Imported.Kind.STORY, [story.number for story in batch])
        rows = Article.objects.filter(pk__in=[row.row for row in known.values()])
        there = set(rows.values_list("pk", flat=True)) if known else set()
        for story in batch:
            digest = hashlib.sha256(repr(story).encode()).hexdigest()
            imported = known.get(story.number)
            if imported and imported.row not in there:
                self.outcomes["deleted_here"] += 1
            elif imported and imported.digest == digest:
                self.outcomes["same"] += 1
            else:
                yield story, digest, imported

    def _write_some(self, waiting):
        """Write from what waits for as long as a transaction may take; returns how many stories that were."""
        outcomes = []
        with transaction.atomic(), indexing.at_end():
            begun = time.monotonic()
            while waiting and time.monotonic() - begun < HOLD:
                story, digest, imported = waiting.popleft()
                outcomes.append(self._update(story, digest, imported) if imported else self._create(story, digest))
        self.outcomes.update(outcomes)
        return len(outcomes)

    def _create(self, story, digest):
        article = Article(slug=story.slug, created_at=story.begun_at or timezone.now(), **self._columns(story))
        article.save(force_insert=True)
        article.steps.create(verb=Step.Verb.IMPORT, by=None, note=self.source)
        self._file(article, story)
        self._stamp(article, story)
        Imported.objects.create(
            source=self.source,
            kind=Imported.Kind.STORY,
            number=story.number,
            row=article.pk,
            digest=digest,
            saved_at=article.modified_at,
        )
        return "new"

    def _update(self, story, digest, imported):
        # Asked under the story's lock: an editor may have saved, or deleted it, since the batch was looked up.
        article = Article.objects.select_for_update().filter(pk=imported.row).first()
        if article is None:
            return "deleted_here"
        if article.modified_at != imported.saved_at or WorkingCopy.objects.filter(article=article).exists():
            return "edited_here"
        columns = self._columns(story)
        if article.was_public:
            # What readers have seen may change its text; it is taken back here by a withdrawal alone (CONVENTIONS I9).
            columns |= {"status": article.status, "published_at": columns["published_at"] or article.published_at}
        for name in WRITTEN:
            setattr(article, name, columns[name])
        article.save()
        article.bylines.all().delete()
        TaggedArticle.objects.filter(content_object=article).delete()
        self._file(article, story)
        self._stamp(article, story)
        imported.digest, imported.saved_at, imported.at = digest, article.modified_at, timezone.now()
        imported.save()
        return "updated"

    def _columns(self, story):
        return {
            **{name: getattr(story, name) for name in ("headline", "deck", "body", "label", "status", "published_at")},
            "section": self._shelves.section(story.section) if story.section else None,
            # No system that stories come from tells a substantive update from any other save.
            "updated_at": story.published_at,
            "lead_photo_id": story.lead_photo,
            "lead_caption": story.lead_caption,
            "lead_alt_text": story.lead_alt_text,
        }

    def _file(self, article, story):
        """Put the story under its authors and tags, and lead its old addresses to it."""
        authors = dict.fromkeys(self._shelves.author(key, name) for key, name in story.writers)
        Byline.objects.bulk_create(
            Byline(article=article, author=author, position=position, listed_at=article.listed_at)
            for position, author in enumerate(authors)
        )
        tags = dict.fromkeys(self._shelves.tag(filed) for filed in story.tags)
        TaggedArticle.objects.bulk_create(
            TaggedArticle(content_object=article, tag=tag, listed_at=article.listed_at) for tag in tags
        )
        for address in story.addresses:
            try:
                redirects.remember(address, article.get_absolute_url())
            except ValidationError:
                self.not_redirected.append((story.number, address))

    def _stamp(self, article, story):
        """Let the desk's lists have the story at the time when it was saved there."""
        article.modified_at = story.saved_at or article.modified_at
        Article.objects.filter(pk=article.pk).update(modified_at=article.modified_at)
