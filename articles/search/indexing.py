"""The index follows what it is made from, in the same transaction.

A story holds its section, authors, tags and photos as terms, so what is renamed finds the stories that it is part of in the index itself.
Of those the newest are indexed anew at once, AT_ONCE of them; the rest stays behind as a debt, which every later save of a story
pays PAID of, and `rebuild_search --debts` all. So a rename costs an editor a second at most, however many stories bear the name.
"""

from collections import defaultdict
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

from .. import body
from ..models import Article, Author, Byline, IndexingDebt, Photo, Tag, TaggedArticle
from . import engine, spelling
from .query import Match
from .terms import Document, row_of

AT_ONCE, PAID = 200, 20
STORY_FACTS = (
    *("pk", "headline", "deck", "body", "section_id", "lead_photo_id", "lead_caption"),
    *("status", "published_at", "created_at"),
)
# What a photo is found by, as far as the library knows it.
PHOTO_FACTS = (
    *(
        "caption",
        "alt_text",
        "photographer",
        "agency",
        "city",
        "province",
        "country",
        "credit_line",
        "source",
        "keywords",
    ),
)


# Stories


_waiting = ContextVar("waiting", default=None)


@contextmanager
def at_end():
    """Index what is saved inside once, at its end, rather than at each save; the transaction under way must go on until then."""
    numbers = set()
    token = _waiting.set(numbers)
    try:
        yield
    finally:
        _waiting.reset(token)
    follow_stories(sorted(numbers))


def index_stories(numbers):
    """Index the stories with these numbers as they are now, and forget those that are no more."""
    waiting = _waiting.get()
    if waiting is None:
        _index(list(numbers))
    else:
        waiting.update(numbers)


def _index(numbers):
    """The same at once; returns how many changed."""
    documents = documents_of(numbers)
    gone = set(numbers) - {document.number for document in documents}
    if gone:
        engine.stories.forget(gone)
    rows = [row_of(document) for document in documents]
    changed = engine.stories.write(rows)
    if changed:
        spelling.add(spelling.learnable(rows))
    return changed + len(gone)


def documents_of(numbers):
    """What the stories with these numbers are found by, in four queries however many there are."""
    return [document_of(facts) for facts in gather(Article.objects.filter(pk__in=numbers))]


def gather(stories):
    """Facts of a queryset of stories for document_of, as plain values that another process may take."""
    stories = list(stories.values(*STORY_FACTS))
    numbers = [story["pk"] for story in stories]
    bylines, tags = defaultdict(list), defaultdict(list)
    lines = Byline.objects.filter(article__in=numbers).order_by("position", "id")
    for story, author, name in lines.values_list("article_id", "author_id", "author__name"):
        bylines[story].append((author, name))
    labels = TaggedArticle.objects.filter(content_object__in=numbers).order_by("id")
    for story, tag, name in labels.values_list("content_object_id", "tag_id", "tag__name"):
        tags[story].append((tag, name))
    inline = {story["pk"]: body.references(story["body"]).photos for story in stories}
    wanted = {story["lead_photo_id"] for story in stories if story["lead_photo_id"]}.union(*inline.values())
    captions = dict(Photo.objects.filter(pk__in=wanted).values_list("pk", "caption")) if wanted else {}
    for story in stories:
        number, lead = story["pk"], story["lead_photo_id"]
        photos = sorted({*inline[number], lead} - {None})
        yield {
            **story,
            "bylines": bylines[number],
            "tags": tags[number],
            "photos": photos,
            "captions": [
                story["lead_caption"] or captions.get(lead, ""),
                *(captions.get(photo, "") for photo in sorted(inline[number])),
            ],
        }


def document_of(facts):
    section = facts["section_id"]
    return Document(
        number=facts["pk"],
        headline=facts["headline"],
        prominent=(facts["deck"], *(name for _number, name in (*facts["tags"], *facts["bylines"]))),
        other=(body.plain_text(facts["body"]), *body.captions(facts["body"]), *facts["captions"]),
        marks=(
            *([f"#s{section}"] if section else []),
            *(f"#a{author}" for author, _name in facts["bylines"]),
            *(f"#t{tag}" for tag, _name in facts["tags"]),
            *(f"#p{photo}" for photo in facts["photos"]),
        ),
        listed_at=facts["published_at"] if facts["status"] == Article.Status.APPROVED else None,
        begun_at=facts["created_at"],
    )


# Photos


def index_photos(photos):
    """Index photos as they are now."""
    stretch = engine.photos.stretch
    return engine.photos.write([row_of(photo_document(photo), photo.pk, stretch=stretch) for photo in photos])


def photo_document(photo):
    return Document(
        number=photo.pk,
        headline=photo.title,
        prominent=(),
        other=tuple(_as_text(getattr(photo, name, "")) for name in PHOTO_FACTS),
    )


def _as_text(value):
    """A fact as text: keywords may be a list or, in a library that files them, a relation."""
    if hasattr(value, "all"):
        value = value.all()
    if not isinstance(value, str) and hasattr(value, "__iter__"):
        return " ".join(str(part) for part in value)
    return str(value or "")


# What happens by itself; articles/apps.py connects these.


def follow_story(instance, **kwargs):
    index_stories([instance.pk])
    pay_debts(at_most=PAID)


def follow_filing(instance, *, origin=None, **kwargs):
    """After a byline or a tag of a story was saved or taken away; what went with its story or its tag is followed there."""
    if getattr(origin, "model", type(origin)) in (Article, Tag):
        return
    index_stories([getattr(instance, instance.story_column)])


def follow_stories(numbers, **kwargs):
    """After rows of stories were written without their models, `numbers` of them."""
    numbers = list(numbers)
    for start in range(0, len(numbers), AT_ONCE):
        index_stories(numbers[start : start + AT_ONCE])


def forget_story(instance, **kwargs):
    engine.stories.forget([instance.pk])


def follow_name(instance, *, created=False, **kwargs):
    """After an author, a tag or a photo was saved, or a tag deleted: its stories follow, the newest of them at once."""
    if isinstance(instance, Photo):
        index_photos([instance])
    if not created:
        reindex(f"#{MARKS[type(instance)]}{instance.pk}")


def forget_photo(instance, **kwargs):
    engine.photos.forget([instance.pk])


MARKS = {Author: "a", Tag: "t", Photo: "p"}


def reindex(term):
    """Index anew the newest stories that hold a term, and note the rest as a debt.

    Where the newest did not change, as after a new biography, nothing has.
    """
    with transaction.atomic():
        place, changed = _reindex_some(term, engine.HIGHEST, AT_ONCE)
        if changed and place is not None:
            IndexingDebt.objects.update_or_create(term=term, defaults={"place": place})


def owe(instance):
    """Note as a debt all stories of an author or a tag, for when rows of it were moved without a word about each."""
    term = f"#{MARKS[type(instance)]}{instance.pk}"
    IndexingDebt.objects.update_or_create(term=term, defaults={"place": engine.HIGHEST})


def pay_debts(*, at_most=None):
    """Index anew *at_most* stories of those that were left, or all. Returns how many were looked at."""
    paid = 0
    while at_most is None or paid < at_most:
        with transaction.atomic():
            debt = IndexingDebt.objects.select_for_update().order_by("id").first()
            if debt is None:
                return paid
            size = min(AT_ONCE, at_most - paid) if at_most else AT_ONCE
            place, _changed = _reindex_some(debt.term, debt.place, size)
            paid += size
            if place is None:
                debt.delete()
            else:
                debt.place = place
                debt.save(update_fields=["place"])
    return paid


def _reindex_some(term, before, size):
    """Index anew up to *size* stories with *term* below a place: (where to go on, or None at the end; how many changed)."""
    rows = engine.stories.find(Match(((term,),)), before=before, limit=size)
    changed = _index([number for number, _place in rows]) if rows else 0
    return (rows[-1][1] if len(rows) == size else None), changed
