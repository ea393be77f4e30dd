"""The demo newsroom, loaded once: its stories in every state of the workflow, its staff, its drawn photos.

The stories are written by hand in stories/*.toml, one file a section; their hours are relative to now, so that the site always
looks as if the newsroom had been at work this morning.
"""

import datetime
import tomllib
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random

from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from .. import dates, popularity, redirects, tagging
from ..models import Article, Author, Byline, Photo, Section, Slot, Tag, TagAlias
from ..search import indexing
from . import duties, library, staff
from .illustrations import Illustration, illustrate

FOLDER = Path(__file__).parent
AGENCY = "Kabar Mandala"
SPREAD = datetime.timedelta(days=30)
SEED = 31
HOUR = datetime.timedelta(hours=1)
# How many read in each hour of the day, from midnight on: most at breakfast, at noon and after dinner.
AWAKE = (
    *(0.3, 0.2, 0.15, 0.15, 0.3, 0.7, 1.1, 1.3, 1.2, 1.1, 1.0, 1.1),
    *(1.4, 1.2, 1.0, 1.0, 1.1, 1.0, 1.1, 1.4, 1.6, 1.4, 1.0, 0.6),
)


def is_loaded():
    """Whether the database has stories already, the demo's or the newsroom's own."""
    return Article.objects.exists()


def load(*, progress=False):
    """Draw the photos, then write everything else in one transaction: an interrupted start leaves no half newsroom."""
    newsroom = _read(FOLDER / "newsroom.toml")
    sections = [_read(FOLDER / "stories" / f"{section['slug']}.toml") for section in newsroom["section"]]
    drawn = _draw(_illustrations(newsroom, sections), progress=progress)
    demo = DemoNewsroom(newsroom, sections, drawn)
    try:
        with transaction.atomic(), indexing.at_end():
            demo.write()
    except BaseException:
        demo.remove_files()
        raise


class DemoNewsroom:
    """The rows of the demo, written in the order in which they depend on each other."""

    def __init__(self, newsroom, sections, drawn):
        self.newsroom, self.sections, self.drawn = newsroom, sections, drawn
        self.now = timezone.now().replace(second=0, microsecond=0)
        self.random = Random(SEED)
        self.photos = {}
        self.stories = {}
        self.stored = []

    def remove_files(self):
        """Take back the originals that were stored for rows that do not exist."""
        for image in self.stored:
            image.storage.delete(image.name)

    def write(self):
        self.write_taxonomy()
        staff.ensure()
        self.accounts = staff.accounts()
        drafts = [
            (section, story, at) for (section, story), at in zip(self._interleaved(), self._hours(), strict=True)
        ]
        for section, story, at in reversed(drafts):
            self.write_photo_of(section, story, at)
            self.write_story(section, story, at)
        for section, story, _at in drafts:
            self.link(section, story)
        library.write({key: story for key, (story, _at) in self.stories.items()}, self.photos)
        duties.write(self)
        self.write_old_names()
        self.write_front()
        self.write_views()

    def write_taxonomy(self):
        for position, section in enumerate(self.newsroom["section"]):
            Section.objects.get_or_create(slug=section["slug"], defaults={**section, "position": position})
        for position, part in enumerate(self.newsroom["part"]):
            facts = {"name": part["name"], "description": part["description"], "position": position}
            parent = Section.objects.get(slug=part["parent"])
            Section.objects.get_or_create(slug=part["slug"], defaults={**facts, "parent": parent})
        for author in self.newsroom["author"]:
            portrait = self._keep(
                f"potret-{author['slug']}", title=f"Potret {author['name']}", alt_text=author["name"]
            )
            Author.objects.get_or_create(slug=author["slug"], defaults={**author, "portrait": portrait})
        for name, description in self.newsroom["tags"].items():
            Tag.objects.get_or_create(name=name, defaults={"description": description})
        for name, tag in self.newsroom["aliases"].items():
            TagAlias.objects.get_or_create(
                key=name.casefold(), defaults={"name": name, "tag": Tag.objects.get(name=tag)}
            )

    def write_photo_of(self, section, story, at):
        """Keep the photos that the story uses, taken on its day unless an older story had them first."""
        keys = {photo["key"]: photo for photo in section["photo"]}
        for key in (key for key in keys if key == story["photo"] or f'"{key}"' in story["body"]):
            if key in self.photos:
                continue
            photo = keys[key]
            taken_at = at - datetime.timedelta(hours=self.random.uniform(1, 9))
            self.photos[key] = self._keep(
                key,
                title=photo["title"].replace("{ymd}", f"{timezone.localdate(taken_at):%Y%m%d}"),
                caption=_with_days(photo["caption"], taken_at),
                alt_text=photo["alt"],
                photographer=self._names()[photo["photographer"]],
                agency=AGENCY,
                city=photo["city"],
                taken_at=taken_at,
            )

    def write_story(self, section, story, at):
        article = Article.objects.create(
            headline=_with_days(story["headline"], at),
            deck=_with_days(story["deck"], at),
            slug=story["key"],
            section=Section.objects.get(slug=self._part_of(section, story)),
            dateline=story["dateline"],
            lead_photo=self.photos.get(story["photo"]),
            lead_caption=_with_days(story["photo_caption"], at),
            label=story["label"],
            is_unverified=story["key"] in self.newsroom["notices"]["unverified"],
            **{f"ai_{name}": value for name, value in self.newsroom["notices"]["ai"].get(story["key"], {}).items()},
            created_by=self._account_of(story),
            created_at=at - datetime.timedelta(hours=6),
        )
        for position, signature in enumerate(story["authors"]):
            author, _separator, role = signature.partition(":")
            Byline.objects.create(
                article=article,
                author=Author.objects.get(slug=author),
                role=role or Byline.Role.WRITER,
                position=position,
            )
        article.tags.add(*story["tags"])
        self.stories[story["key"]] = article, at

    def link(self, section, story):
        """Put the body in, now that every photo and story it refers to has its number, and take the story to its state."""
        article, at = self.stories[story["key"]]
        body = _with_days(story["body"], at)
        for key, photo in self.photos.items():
            body = body.replace(f'data-photo="{key}"', f'data-photo="{photo.pk}"')
        for key, (other, _at) in self.stories.items():
            body = body.replace(f'data-article="{key}"', f'data-article="{other.pk}"')
        article.body = body
        article.save()
        self._take_to(article, story["status"], at)
        # What a desk shows as "last saved" must not be the minute of the demo's first start.
        Article.objects.filter(pk=article.pk).update(modified_at=min(at, self.now))

    def write_front(self):
        for position, key in enumerate(self.newsroom["front"]["slots"], start=1):
            Slot.objects.create(position=position, article=self.stories[key][0])

    def write_old_names(self):
        """A merge of tags, as an editor does it, and addresses from before."""
        for name, other in self.newsroom["merges"].items():
            merged, kept = Tag.objects.create(name=name), Tag.objects.get(name=other)
            kept.tagged.first().content_object.tags.add(merged)
            tagging.merge([merged], into=kept, by=self.accounts["redpel"])
        for redirect in self.newsroom["redirect"]:
            story = self.stories.get(redirect.get("story"))
            redirects.remember(redirect["old"], story[0].get_absolute_url() if story else redirect.get("new", ""))

    def write_views(self):
        """Readers of the last month: more for some stories than for others, fewer for older ones and at night."""
        views = {}
        for article, at in self.stories.values():
            if not article.is_published:
                continue
            appeal = self.random.paretovariate(1.2)
            first = dates.hour_of(at)
            for age in range((self.now - first) // HOUR + 1):
                hour = first + age * HOUR
                wakefulness = AWAKE[timezone.localtime(hour).hour] * self.random.uniform(0.7, 1.3)
                if count := int(40 * appeal * wakefulness / (1 + age / 8)):
                    views[article.pk, hour] = count
        popularity.fold(views)

    def _take_to(self, article, status, at):
        editor = self.accounts["editor"]
        if status in ("published", "scheduled", "withdrawn"):
            article.approve(by=editor, published_at=at)
        if status == "review":
            article.submit(by=article.created_by)
        if status == "withdrawn":
            duties.withdraw(self, article, at)
        article.steps.update(at=min(at - datetime.timedelta(minutes=20), self.now))

    def _interleaved(self):
        """(section, story) in turn, one of each section at a time, newest first; the scheduled ones lead."""
        sections = [
            {"slug": section["slug"], **content}
            for section, content in zip(self.newsroom["section"], self.sections, strict=True)
        ]
        rounds = [
            (section, section["story"][number])
            for number in range(max(len(section["story"]) for section in sections))
            for section in sections
            if number < len(section["story"])
        ]
        return sorted(rounds, key=lambda pair: pair[1]["status"] != "scheduled")

    def _hours(self):
        """An hour for each story: the scheduled in the next days, then back over a month, denser towards now."""
        pairs = self._interleaved()
        scheduled = sum(story["status"] == "scheduled" for _section, story in pairs)
        for number in range(scheduled):
            yield (self.now + datetime.timedelta(hours=3 + 7 * number)).replace(minute=self.random.choice((0, 15, 30)))
        others = len(pairs) - scheduled
        for number in range(others):
            share = (number / others) ** 1.6
            yield self.now - datetime.timedelta(minutes=4 + self.random.randrange(9)) - share * SPREAD

    def _keep(self, key, **facts):
        """Store a drawn photo with its renditions; None where nothing was drawn under *key*."""
        if key not in self.drawn:
            return None
        photo = Photo(**facts)
        self.drawn[key].keep_as(photo)
        self.stored.append(photo.image)
        return photo

    def _part_of(self, section, story):
        """The slug of the part of a section in which a story stands, or of the section."""
        parts = (part for part in self.newsroom["part"] if part["parent"] == section["slug"])
        return next((part["slug"] for part in parts if set(part["tags"]) & set(story["tags"])), section["slug"])

    def _names(self):
        return {author["slug"]: author["name"] for author in self.newsroom["author"]}

    def _account_of(self, story):
        """The demo writer's account for some stories, so that its own desk is not empty; the editor's for the rest."""
        own = story["status"] == "draft" or story["authors"][0].startswith("laras-")
        return self.accounts["penulis" if own else "editor"]


def _read(path):
    with path.open("rb") as file:
        return tomllib.load(file)


def _with_days(text, at):
    """Fill {kemarin}, {hari} and {besok} with the days around the story's own, as reporters write them."""
    day = timezone.localdate(at)
    for word, days in (("{kemarin}", -1), ("{hari}", 0), ("{besok}", 1)):
        text = text.replace(word, dates.day_in_prose(day + datetime.timedelta(days=days)))
    return text


def _illustrations(newsroom, sections):
    """A portrait of each author, and the photos of all sections; pictures of one motif are numbered."""
    uses = Counter()
    people = [author for author in newsroom["author"] if not author.get("is_desk")]
    wanted = [(f"potret-{author['slug']}", "portrait", "siang", Photo(alt_text=author["name"])) for author in people]
    names = {author["slug"]: author["name"] for author in newsroom["author"]}
    for photo in (photo for section in sections for photo in section["photo"]):
        row = Photo(alt_text=photo["alt"], photographer=names[photo["photographer"]], agency=AGENCY)
        wanted.append((photo["key"], photo["motif"], photo["light"], row))
    for key, motif, light, row in wanted:
        uses[motif] += 1
        yield Illustration(key=key, motif=motif, seed=uses[motif], light=light, packet=row.packet)


def _draw(illustrations, *, progress):
    """Draw on every core; {key: drawn}."""
    illustrations = list(illustrations)
    with ProcessPoolExecutor() as pool:
        drawn = pool.map(illustrate, illustrations)
        bar = tqdm(drawn, total=len(illustrations), unit="foto", disable=None if progress else True)
        return {picture.key: picture for picture in bar}
