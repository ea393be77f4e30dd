"""Photos for bulk stories: the ones there are, copies of their rows, or a few drawn ones for an empty archive."""

import tomllib
from concurrent.futures import ProcessPoolExecutor
from itertools import cycle, islice
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from .. import dates
from ..models import Photo
from .illustrations import Illustration, illustrate

FOLDER = Path(__file__).parent / "stories"
AGENCY = "Kabar Mandala"
DRAWN = 2  # photos for an archive that has none; drawing one takes as long as loading some thousands of stories
COPY = "-Salinan-"


def provide(count=None):
    """Return the keys of the photos that a published story may bear, after *count* rows were added to them.

    The rows that are added share the files of others, so they are pictures too, but no larger archive on the disk. With None
    for *count* nothing is added. An archive without any photo gets a few first, unless *count* is 0.
    """
    if count != 0 and not Photo.objects.exists():
        _draw()
    presentable = Photo.objects.exclude(rendition_key="").exclude(alt_text="").exclude(agency="", photographer="")
    # A million stories with a photo whose licence ends would fill every list of the desk.
    presentable = presentable.filter(licence_ends_on=None)
    _copy(presentable.exclude(title__contains=COPY).order_by("pk"), count or 0)
    return list(presentable.order_by("pk").values_list("pk", flat=True))


def _copy(originals, count):
    """Have *count* copies in all; the copies that an earlier run made are among them."""
    first = Photo.objects.filter(title__contains=COPY).count()
    numbers = range(first, count)
    shared = [
        field.attname
        for field in Photo._meta.concrete_fields
        if field.name not in ("id", "title", "created_at", "content_hash")
    ]
    rows = list(originals.values("title", *shared)) if numbers else []
    copies = (
        Photo(**row | {"title": f"{row['title'][:180]}{COPY}{number:06d}"})
        for number, row in zip(numbers, islice(cycle(rows), first, None), strict=False)
    )
    while batch := list(islice(copies, 1000)):
        Photo.objects.bulk_create(batch)


def _draw():
    """Draw a few of the sections' own photos; all of them or none."""
    photos = drawable()[:DRAWN]
    pictures = [illustration for illustration, _photo in photos]
    with ProcessPoolExecutor() as pool:
        drawn = list(
            tqdm(pool.map(illustrate, pictures), total=len(pictures), unit=" photos", leave=False, disable=None)
        )
    with transaction.atomic():
        for (_illustration, photo), picture in zip(photos, drawn, strict=True):
            _keep(photo, picture)


def drawable():
    """(Illustration, what the section's file tells of the photo) for each section."""
    sections = [tomllib.loads(path.read_text()) for path in sorted(FOLDER.glob("*.toml"))]
    photos = [section["photo"][0] for section in sections]
    return [
        (
            Illustration(
                key=photo["key"],
                motif=photo["motif"],
                light=photo["light"],
                seed=number,
                packet=Photo(alt_text=photo["alt"], photographer=_name_of(photo), agency=AGENCY).packet,
            ),
            photo,
        )
        for number, photo in enumerate(photos, start=1)
    ]


def _name_of(photo):
    return photo["photographer"].replace("-", " ").title()


def _keep(photo, picture):
    taken_at = timezone.now()
    row = Photo(
        title=photo["title"].replace("{ymd}", f"{timezone.localdate(taken_at):%Y%m%d}"),
        caption=photo["caption"].replace("{hari}", dates.day_in_prose(timezone.localdate(taken_at))),
        alt_text=photo["alt"],
        photographer=_name_of(photo),
        agency=AGENCY,
        city=photo["city"],
        taken_at=taken_at,
    )
    picture.keep_as(row)
