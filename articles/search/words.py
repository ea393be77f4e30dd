"""Text as a sequence of words to be found by: lower case, without diacritics, apostrophes and stop words."""

import re
import unicodedata
from functools import lru_cache

from .stop_words import STOP_WORDS

# Letters, with apostrophes inside (Jum'at, Ba'asyir), or digits, with the dots of thousands inside (5.000).
TOKEN = re.compile(r"[^\W\d_]+(?:['’‘ʼ`´][^\W\d_]+)*|\d{1,3}(?:\.\d{3})+(?!\d)|\d+")
NO_LETTER = re.compile(r"[\W_]+")
LONGEST = 40  # characters of a word that count


@lru_cache(maxsize=100_000)
def folded(word):
    """A word as it is compared; empty when nothing of it is left."""
    if word.isascii():
        word = word.lower()
    else:
        parts = unicodedata.normalize("NFKD", word.casefold())
        word = "".join(sign for sign in parts if not unicodedata.combining(sign))
    if not word.isalnum():
        word = NO_LETTER.sub("", word)
    return word[:LONGEST]


def words(text):
    """The words of *text* in order that search does not look past."""
    return [word for word in map(folded, TOKEN.findall(text)) if word and word not in STOP_WORDS]
