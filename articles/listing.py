"""Lists that cost the same however deep: a page is "the stories before this one", never "skip a thousand"."""

import datetime
import re
from dataclasses import dataclass

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
# A microsecond count of at most 17 digits stays below the year 5138; an id fits a 64-bit column.
FORM = re.compile(r"(\d{1,17})-(\d{1,18})", re.ASCII)


@dataclass(frozen=True)
class Cursor:
    """A place in a list that is ordered by hour, then by the story's number; newest first."""

    hour: datetime.datetime
    story: int

    @classmethod
    def parse(cls, text):
        """Read "1464637740000000-2529309" (microseconds since 1970, story); raises ValueError for anything else."""
        match = FORM.fullmatch(text)
        if not match:
            raise ValueError(f"not a cursor: {text!r}")
        microseconds, story = map(int, match.groups())
        return cls(EPOCH + datetime.timedelta(microseconds=microseconds), story)

    def __str__(self):
        return f"{(self.hour - EPOCH) // datetime.timedelta(microseconds=1)}-{self.story}"


@dataclass(frozen=True)
class ListPage:
    """One page of a list; `older` is the cursor of the next, or None at the end."""

    articles: list
    older: Cursor | None

    @classmethod
    def cut(cls, articles, size, hour="published_at"):
        """Make a page of *size* from up to one more, which tells whether there is an older page.

        *hour* names the attribute that the list is ordered by.
        """
        articles = list(articles)
        if len(articles) <= size:
            return cls(articles, None)
        last = articles[size - 1]
        return cls(articles[:size], Cursor(getattr(last, hour), last.pk))

    def __iter__(self):
        return iter(self.articles)

    def __len__(self):
        return len(self.articles)
