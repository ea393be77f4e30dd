"""The photo stories of the demo, and photos whose rights have something to show at the desk."""

import datetime
import tomllib
from pathlib import Path

from django.utils import timezone

PATH = Path(__file__).parent / "library.toml"


def write(stories, photos):
    """Hang the galleries into *stories* and write the rights on *photos*, both by their keys."""
    with PATH.open("rb") as file:
        content = tomllib.load(file)
    for gallery in content["gallery"]:
        story = stories[gallery["story"]]
        story.gallery.hang(story, [[photos[key].pk, caption, ""] for key, caption in gallery["pictures"]])
    for rights in content["rights"]:
        photo = photos[rights.pop("photo")]
        if (days := rights.pop("licence_ends_in", None)) is not None:
            photo.licence_ends_on = timezone.localdate() + datetime.timedelta(days=days)
        for field, value in rights.items():
            setattr(photo, field, value)
        photo.save()
