"""Rows into the database by its shortest road: COPY on PostgreSQL, one prepared INSERT on SQLite.

Nothing is cleaned or checked on the way (save for what the database itself checks), so the caller's values must be as the models
would have made them. Tables, columns and defaults are read from the models.
"""

import csv
import io
from contextlib import contextmanager
from datetime import UTC
from functools import cache, lru_cache

from django.db import connection

NULL = r"\N"
# 128 MiB of pages in memory; the log is written back at 64 MiB.
ROOMY = {"cache_size": -131072, "wal_autocheckpoint": 16384}


# A story's hour goes into many rows.
@lru_cache(maxsize=4096)
def moment(value):
    """An aware datetime, or None, as `Table.add` takes it."""
    return _adapt()(value)


@cache
def _adapt():
    """The database's own adapter. What SQLite's makes of an instant in UTC is made here without its detours, in a quarter of the time."""
    if connection.vendor == "sqlite" and connection.timezone is UTC:
        return lambda value: value and str(value.astimezone(UTC))[: -len("+00:00")]
    return connection.ops.adapt_datetimefield_value


class Table:
    """The table of one model, for rows that name the attributes in *columns*; the rest get the model's defaults."""

    def __init__(self, model, columns):
        fields = {field.attname: field for field in model._meta.concrete_fields}
        others = [name for name, field in fields.items() if name not in columns and not field.primary_key]
        self._defaults = tuple(fields[name].get_default() for name in others)
        quote = connection.ops.quote_name
        written = [quote(fields[name].column) for name in (*columns, *others)]
        self._target = f"{quote(model._meta.db_table)} ({', '.join(written)})"
        self._places = ", ".join(["%s"] * len(written))

    def add(self, rows):
        """Insert an iterable of tuples, in the order of the columns, in the transaction under way."""
        if self._defaults:
            rows = (row + self._defaults for row in rows)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.copy_expert(f"COPY {self._target} FROM STDIN WITH (FORMAT csv, NULL '{NULL}')", _as_csv(rows))
            else:
                cursor.executemany(f"INSERT INTO {self._target} VALUES ({self._places})", list(rows))  # noqa: S608


@contextmanager
def roomy_connection():
    """Let SQLite keep more pages in memory and write its log back less often while many rows go in; others need no help."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        kept = [(name, cursor.execute(f"PRAGMA {name}").fetchone()[0]) for name in ROOMY]
        for name, value in ROOMY.items():
            cursor.execute(f"PRAGMA {name}={value}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for name, value in kept:
                cursor.execute(f"PRAGMA {name}={value}")


def reserve_numbers(model, count):
    """Take *count* primary keys, ascending, that no other row has or will get; call it in the transaction that uses them."""
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [connection.ops.quote_name(table), key, count],
            )
            return [number for (number,) in cursor.fetchall()]
        # The transaction holds SQLite's only write lock, and an insert with a larger key moves this counter by itself.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
        return list(range(last + 1, last + 1 + count))


def take_stock(*table_models):
    """Let the database's planner know how large the tables of these models have become."""
    with connection.cursor() as cursor:
        for model in table_models:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def _as_csv(rows):
    text = io.StringIO()
    csv.writer(text).writerows([NULL if value is None else value for value in row] for row in rows)
    text.seek(0)
    return text
