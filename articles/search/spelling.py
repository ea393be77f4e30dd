"""Misspelt words put right: a word of published stories that is one or two letters away.

Each word is kept under itself and under every spelling with one letter less, and a misspelling is looked up under itself and with one
or two letters less, so that what differs meets in the middle: the symmetric deletes of SymSpell (Garbe, 2012). That is a few dozen
look-ups in an index, however large the vocabulary.
"""

from ..models import Spelling

LENGTHS = range(4, 25)  # letters of the words that are kept
LONG = 6  # letters from which a second slip is forgiven
MOST_CANDIDATES = 200
CHUNK = 900


def learnable(rows):
    """The words of index rows that a misspelling may lead to: those of stories that readers may come to see."""
    return {
        term
        for row in rows
        if row.place > 0
        for term in row.terms.split(" ")
        if term.isalpha() and term.isascii() and len(term) in LENGTHS
    }


def add(found):
    """Keep the words that are not known yet."""
    found = sorted(found)
    for start in range(0, len(found), CHUNK):
        chunk = found[start : start + CHUNK]
        known = set(Spelling.objects.filter(spelling__in=chunk, word__in=chunk).values_list("word", flat=True))
        Spelling.objects.bulk_create(
            [
                Spelling(spelling=spelling, word=word)
                for word in chunk
                if word not in known
                for spelling in sorted({word, *_less(word)})
            ],
            batch_size=400,
            ignore_conflicts=True,
        )


def candidates(word):
    """Known words that are a slip or two away from *word*, the nearest first."""
    if len(word) not in LENGTHS:
        return []
    most = 2 if len(word) >= LONG else 1
    spellings = {word, *_less(word)}
    if most == 2:
        spellings.update(*map(_less, list(spellings)))
    near = Spelling.objects.filter(spelling__in=spellings).values_list("word", flat=True).distinct()[:MOST_CANDIDATES]
    distances = {other: distance(word, other) for other in near if other != word}
    found = [other for other, steps in distances.items() if steps <= most]
    # People seldom mistype the first letter.
    return sorted(found, key=lambda other: (distances[other], other[0] != word[0], abs(len(other) - len(word)), other))


def _less(word):
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


def distance(first, second):
    """How many letters must be added, dropped, changed, or swapped with their neighbour (Damerau 1964, as optimal alignment)."""
    before, row = [], list(range(len(second) + 1))
    for i, letter in enumerate(first, 1):
        older, before, row = before, row, [i]
        for j, other in enumerate(second, 1):
            steps = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other:
                steps = min(steps, older[j - 2] + 1)
            row.append(steps)
    return row[-1]
