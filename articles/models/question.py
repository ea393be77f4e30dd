"""Questions to the database that are asked again and again, and a recheck of many: whether all are answered as before, in one query.

    transcript = Transcript()
    rows = transcript.ask(BYLINES.question(story=12))
    …
    transcript.still_holds()

For that the database tells each row as text, of which a recheck reads nothing but whether it is the same.
"""

import re
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.db import connections
from django.utils import timezone

# The place of a value in a statement, but for the moment at which it is asked, which all questions share.
VALUE = re.compile(r"%\((?!now\))(\w+)\)s")
# Arguments of a function; SQLite takes a hundred.
MOST = 90
# The rows of a statement with their text, and all of them as one.
WITH_TEXT = {
    "sqlite": "WITH answer({names}) AS ({sql}) SELECT *, {text} FROM answer",
    "postgresql": "SELECT answer.*, answer::text FROM ({sql}) AS answer",
}
AS_TEXT = {
    "sqlite": "WITH answer({names}) AS ({sql}) SELECT group_concat({text}, '') FROM answer",
    "postgresql": "SELECT string_agg(answer::text, '') FROM ({sql}) AS answer",
}


class Question(NamedTuple):
    """A statement with its *values* by name, and the database that is asked. "now" is the moment at which it is; a value of that name takes
    its place, but not in a recheck."""

    sql: str
    columns: int
    values: dict
    database: str

    def rows(self):
        """The answer as the database gives it, a tuple of rows of plain values; one query."""
        return tuple(_fetched(self.database, self.sql, self.values))


def adapted(values, connection):
    """{name: value} with its instants as the database takes them."""
    return {
        name: connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
        for name, value in values.items()
    }


class Transcript:
    """Questions that were asked, all of one database, and what it told."""

    def __init__(self):
        self.questions = []
        self.told = ()
        self._recheck = None

    def ask(self, question):
        """The rows that answer the question; one query."""
        told = _fetched(
            question.database, _with_text(_vendor(question), question.sql, question.columns), question.values
        )
        self.questions.append(question)
        self.told += ("".join(row[-1] for row in told),)
        self._recheck = None
        return tuple(row[:-1] for row in told)

    def still_holds(self):
        """Whether the database answers all questions as it did; one query."""
        if self._recheck is None:
            self._recheck = self._written()
        (told,) = _fetched(*self._recheck)
        return told == self.told

    def _written(self):
        statements = tuple((question.sql, question.columns) for question in self.questions)
        values = {
            f"{name}_of_{place}": value
            for place, question in enumerate(self.questions)
            for name, value in question.values.items()
        }
        first = self.questions[0]
        return first.database, _all_at_once(_vendor(first), statements), values


def _fetched(database, statement, values):
    connection = connections[database]
    with connection.cursor() as cursor:
        cursor.execute(statement, adapted({"now": timezone.now()} | values, connection))
        return cursor.fetchall()


def _vendor(question):
    return connections[question.database].vendor


@lru_cache(500)
def _with_text(vendor, sql, columns):
    """The statement with one column more, the text of each row."""
    names, text = _columns(columns)
    return WITH_TEXT[vendor].format(sql=sql, names=names, text=text)


@lru_cache(500)
def _all_at_once(vendor, statements):
    """A statement of one row: a column for each of *statements*, (sql, columns), all its rows as one text. Its values bear their place."""
    texts = []
    for place, (sql, columns) in enumerate(statements):
        names, text = _columns(columns)
        texts.append(AS_TEXT[vendor].format(sql=VALUE.sub(rf"%(\1_of_{place})s", sql), names=names, text=text))
    return "SELECT " + ", ".join(f"COALESCE(({text}), '')" for text in texts)


def _columns(count):
    """Names for so many columns, and on SQLite their values as text."""
    names = [f"column_{place}" for place in range(count)]
    parts = (names[start : start + MOST] for start in range(0, count, MOST))
    return ", ".join(names), " || ".join(f"json_array({', '.join(part)})" for part in parts)
