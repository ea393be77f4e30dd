"""Find photos of the library by words: the one door that the desk's grid and its dialogs search through."""

import operator
from functools import reduce

from django.db.models import Q

FIELDS = ("title", "caption", "photographer", "agency", "keywords", "city")
MOST_WORDS = 8


def matching(photos, words):
    """Those of *photos*, a queryset, in which each of the *words* stands somewhere, in the order that they have."""
    for word in words.split()[:MOST_WORDS]:
        photos = photos.filter(reduce(operator.or_, (Q(**{f"{field}__icontains": word}) for field in FIELDS)))
    return photos
