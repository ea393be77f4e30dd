"""What a person typed into the search field, and the questions to the index that follow from it.

Words in quotes stand side by side, a word after a minus must not occur as it was typed, all others must occur in some form. Nothing that can be typed
is an error; what is too long is cut.
"""

import re
from dataclasses import dataclass, field

from .roots import root
from .stop_words import STOP_WORDS
from .terms import pair
from .words import words

LONGEST = 200  # characters that are read
MOST = 12  # words and phrases that are asked for
PART = re.compile(r'(?P<minus>(?<!\S)[-−–])?(?:["“”„«»](?P<phrase>[^"“”„«»]*)(?:["“”„«»]|$)|(?P<plain>[^\s"“”„«»]+))')


@dataclass(frozen=True)
class Match:
    """A question to the index: of each group in `all_of` one term, and of no group in `none_of` all terms."""

    all_of: tuple
    none_of: tuple = ()

    def also(self, *terms):
        """The same, with each of *terms* besides."""
        return Match((*self.all_of, *((term,) for term in terms)), self.none_of)


@dataclass(frozen=True)
class Query:
    """What is asked for; each of `wanted`, `phrases` and `excluded` is a tuple of words that stand side by side.

    Of `wanted` those with several words come from a hyphen or a mixture, as COVID-19 or jalan-jalan: standing side by side they
    count as exact, else each may stand alone.
    """

    text: str
    wanted: tuple = ()
    phrases: tuple = ()
    excluded: tuple = ()
    is_too_common: bool = field(default=False, compare=False)

    @classmethod
    def parse(cls, text):
        """Read what was typed."""
        text = " ".join(text.replace("\x00", " ").split())[:LONGEST].strip()
        found = {"wanted": [], "phrases": [], "excluded": []}
        for part in PART.finditer(text):
            parts = tuple(words(part["phrase"] if part["phrase"] is not None else part["plain"]))
            if not parts:
                continue
            kind = "excluded" if part["minus"] else "phrases" if part["phrase"] is not None else "wanted"
            found[kind].append(parts)
        kept = {kind: tuple(dict.fromkeys(parts))[:MOST] for kind, parts in found.items()}
        query = cls(text, **kept)
        return cls(text, **kept, is_too_common=query.is_empty and bool(_all_words(text)))

    def __bool__(self):
        return not self.is_empty

    @property
    def is_empty(self):
        """Whether nothing is asked for; exclusions alone ask for nothing."""
        return not (self.wanted or self.phrases)

    @property
    def words(self):
        """All words that are looked for, each once, in order."""
        return tuple(dict.fromkeys(word for parts in (*self.wanted, *self.phrases) for word in parts))

    def matches(self):
        """The questions in the order of their answers' worth; a story is counted to the first that finds it.

        Words as they were typed come before other forms of them: in the headline, in headline, deck, tags and bylines, anywhere;
        then their roots in the headline, and anywhere.
        """
        beside = [pair(*two) for parts in self.wanted for two in zip(parts, parts[1:], strict=False)]
        phrases = tuple(self._phrase_terms())
        tiers = [
            [*(f"^{word}" for word in self.words), *beside],
            [*(f"*{word}" for word in self.words), *beside],
            [*self.words, *beside],
            [f"~{root(word)}" for word in self.words],
            [f"={root(word)}" for word in self.words],
        ]
        tiers = [tuple(dict.fromkeys((*tier, *phrases))) for tier in tiers]
        none_of = tuple(self._exclusions())
        # Whatever the first finds the second finds too, and the second's the third.
        already = [(), (tiers[0],), (tiers[1],), (tiers[2],), (tiers[2], tiers[3])]
        return tuple(
            Match(tuple((term,) for term in tier), (*seen, *none_of))
            for tier, seen in zip(tiers, already, strict=True)
        )

    def any_form(self):
        """One question for everything that is found at all."""
        terms = dict.fromkeys((*(f"={root(word)}" for word in self.words), *self._phrase_terms()))
        return Match(tuple((term,) for term in terms), tuple(self._exclusions()))

    def while_typing(self):
        """As any_form, but the last word may be the beginning of one in the headline."""
        whole = self.any_form()
        if not self.wanted:
            return whole
        *_before, last = self.wanted[-1]
        group = (f"={root(last)}",)
        begun = (*group, f"<{last[:7]}")
        return Match(tuple(begun if terms == group else terms for terms in whole.all_of), whole.none_of)

    def _phrase_terms(self):
        for parts in self.phrases:
            yield from parts
            yield from (pair(*two) for two in zip(parts, parts[1:], strict=False))

    def _exclusions(self):
        for parts in self.excluded:
            yield (*parts, *(pair(*two) for two in zip(parts, parts[1:], strict=False)))


def _all_words(text):
    return [word for word in text.lower().split() if word.strip('"') in STOP_WORDS]
