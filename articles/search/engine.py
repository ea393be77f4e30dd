"""The index in the database: PostgreSQL keeps terms in a tsvector under a GIN index, SQLite in an FTS5 table.

Both answer the same question, "the newest places before this one whose terms match", in the same order, which is what makes results
the same on both: what is a word, what is its root, what ranks before what is decided in this package and not by a database. That is why
PostgreSQL's own `indonesian` configuration and weights stay unused: SQLite knows neither, the configuration has the faults of the stemmer
that roots.py mends, and a weight is looked up in each story that is found, where a term has a list of its own.

A list that is long on PostgreSQL, which cannot read GIN in an order, is read for the newest stretches of the archive first and whole
only when these hold too little; a word that is in half of all stories fills a page from the first weeks.
"""

import itertools
import zlib
from contextlib import contextmanager

from django.db import connections, router, transaction

from ..models import PhotoTerms, StoryTerms
from .terms import THOUSAND, UNLISTED, WEEK, Row, stretch_term

LOWEST, HIGHEST = -(2**62), 2**62
# Rows whose stretches are looked at first, and the most stretches that are named in one question.
NEWEST, MOST_STRETCHES = 4000, 60
# Kilobytes of new rows that wait for PostgreSQL's index, in everyday use (as the migration has it) and while many come; and the rows
# after which many are merged.
WAITING, WAITING_OF_MANY, MERGED = 512, 256 * 1024, 2500
READ = 2000  # rows that are read where SQLite has no full-text search
REPLACE = "DO UPDATE SET place = excluded.place, digest = excluded.digest, terms = excluded.terms"


class Index:
    """The index of one kind of thing, in the table of *model*, in stretches of so many places."""

    def __init__(self, model, stretch):
        self.model = model
        self.stretch = stretch
        self.table = model._meta.db_table
        self.words = f"{self.table}_words"

    # Writing

    def write(self, rows, *, seen=None):
        """Put rows in the place of those with their numbers; what is the same already is left alone. Returns how many changed.

        *seen* ({number: digest}) tells what was there when the rows' facts were read: what has changed since is newer and stays.
        """
        connection = self._connection(write=True)
        with connection.cursor() as cursor:
            known = self.digests([row.number for row in rows], lock=True)
            changed = [
                row
                for row in rows
                if known.get(row.number) != row.digest
                and (seen is None or known.get(row.number) == seen.get(row.number))
            ]
            if not changed:
                return 0
            placed = list(self._placed(cursor, changed))
            if connection.vendor == "postgresql":
                known_rows = [row for row in placed if seen is None or row.number in known]
                self._write_to_postgresql(cursor, known_rows, REPLACE)
                # What somebody else has put in meanwhile is newer.
                self._write_to_postgresql(cursor, [row for row in placed if row not in known_rows], "DO NOTHING")
            else:
                self._take_out(cursor, [row.number for row in changed if row.number in known])
                self._write_to_sqlite(cursor, placed)
        return len(changed)

    def digests(self, numbers, *, lock=False):
        """{number: digest} of the rows that there are; *lock* keeps them as they are until the transaction ends."""
        connection = self._connection(write=True)
        ending = " FOR UPDATE" if lock and connection.features.has_select_for_update else ""
        query = f"SELECT number, digest FROM {self.table} WHERE number IN"  # noqa: S608
        with connection.cursor() as cursor:
            return dict(_in_chunks(cursor, query, sorted(numbers), ending=ending))

    def forget(self, numbers):
        """Take rows out."""
        connection = self._connection(write=True)
        with connection.cursor() as cursor:
            if connection.vendor != "postgresql":
                self._take_out(cursor, numbers)
                return
            cursor.execute(f"DELETE FROM {self.table} WHERE number = ANY(%s)", [list(numbers)])  # noqa: S608

    def _write_to_postgresql(self, cursor, rows, on_conflict):
        if not rows:
            return
        values = ", ".join(["(%s, %s, %s, array_to_tsvector(string_to_array(%s, ' ')))"] * len(rows))
        cursor.execute(
            f"INSERT INTO {self.table} (number, place, digest, terms) VALUES {values} ON CONFLICT (number) {on_conflict}",  # noqa: S608
            [value for row in rows for value in (row.number, row.place, row.digest, row.terms)],
        )

    def _write_to_sqlite(self, cursor, rows):
        cursor.executemany(
            f"INSERT INTO {self.table} (number, place, digest, terms) VALUES (%s, %s, %s, %s)",  # noqa: S608
            [(row.number, row.place, row.digest, zlib.compress(row.terms.encode(), 1)) for row in rows],
        )
        if has_full_text(cursor):
            cursor.executemany(
                f"INSERT INTO {self.words} (rowid, terms) VALUES (%s, %s)",  # noqa: S608
                [(row.place, row.terms) for row in rows],
            )

    def _take_out(self, cursor, numbers):
        query = f"SELECT number, place, terms FROM {self.table} WHERE number IN"  # noqa: S608
        old = list(_in_chunks(cursor, query, numbers))
        if has_full_text(cursor):
            # A contentless table must be told what it is to forget.
            cursor.executemany(
                f"INSERT INTO {self.words} ({self.words}, rowid, terms) VALUES ('delete', %s, %s)",  # noqa: S608
                [(place, zlib.decompress(terms).decode()) for _number, place, terms in old],
            )
        cursor.executemany(f"DELETE FROM {self.table} WHERE number = %s", [(number,) for number, *_rest in old])  # noqa: S608

    def _placed(self, cursor, rows):
        """The same rows, each in a place that no other has: SQLite's full-text table and cursors know rows by it alone."""
        own = {row.number for row in rows}
        query = f"SELECT place, number FROM {self.table} WHERE place IN"  # noqa: S608
        found = _in_chunks(cursor, query, [row.place for row in rows])
        taken = {place for place, number in found if number not in own}
        for row in rows:
            place = row.place
            if place in taken:
                # Some thousand stories of one second: the next free place after them.
                cursor.execute(
                    f"SELECT max(place) FROM {self.table} WHERE place BETWEEN %s AND %s",  # noqa: S608
                    [place, place + 2**20],
                )
                in_table = cursor.fetchone()[0]
                given = (other for other in taken if place <= other < place + 2**20)
                place = max(place, place if in_table is None else in_table, *given) + 1
            taken.add(place)
            yield Row(row.number, place, row.digest, row.terms)

    # Finding

    def find(self, match, *, before=HIGHEST, after=LOWEST, limit):
        """The (number, place) of the newest *limit* rows that match, with after <= place < before."""
        connection = self._connection()
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                return self._find_in_postgresql(cursor, match, before, after, limit)
            if not has_full_text(cursor):
                return self._find_by_reading(cursor, match, before, after, limit)
            # CROSS JOIN: the full-text table is read in its own order, never looked into row by row.
            cursor.execute(
                f"SELECT entry.number, entry.place FROM {self.words} CROSS JOIN {self.table} AS entry "  # noqa: S608
                f"ON entry.place = {self.words}.rowid WHERE {self.words} MATCH %s AND {self.words}.rowid >= %s "
                f"AND {self.words}.rowid < %s ORDER BY {self.words}.rowid DESC LIMIT %s",
                [for_fts5(match), after, before, limit],
            )
            return cursor.fetchall()

    def _find_by_reading(self, cursor, match, before, after, limit):
        """Without a full-text table: read the terms of the newest rows. Those before them are not found."""
        cursor.execute(
            f"SELECT number, place, terms FROM {self.table} WHERE place >= %s AND place < %s ORDER BY place DESC LIMIT %s",  # noqa: S608
            [after, before, READ],
        )
        rows = ((number, place, set(zlib.decompress(terms).decode().split(" "))) for number, place, terms in cursor)
        found = ((number, place) for number, place, terms in rows if is_met(match, terms))
        return list(itertools.islice(found, limit))

    def _find_in_postgresql(self, cursor, match, before, after, limit):
        if before <= 0:
            return self._read(cursor, for_tsquery(match.also(UNLISTED)), before, after, limit)
        if newest := self._newest_stretches(cursor, before, after):
            found = self._read(cursor, f"({for_tsquery(match)}) & ({newest})", before, after, limit)
            if len(found) == limit:
                return found
        return self._read(cursor, for_tsquery(match), before, after, limit)

    def _newest_stretches(self, cursor, before, after):
        """The terms of the stretches of the newest rows before a place, for a tsquery; empty where the whole list is as near."""
        cursor.execute(
            f"SELECT min(place), max(place), count(*) FROM (SELECT place FROM {self.table} WHERE place < %s AND place >= %s "  # noqa: S608
            "ORDER BY place DESC LIMIT %s) AS newest",
            [before, max(after, 1), NEWEST],
        )
        lowest, highest, count = cursor.fetchone()
        if count < NEWEST:
            return ""
        numbers = range(lowest // self.stretch, highest // self.stretch + 1)
        return " | ".join(map(_literal, map(stretch_term, numbers))) if len(numbers) <= MOST_STRETCHES else ""

    def _read(self, cursor, tsquery, before, after, limit):
        # MATERIALIZED: always by the GIN index, never by walking the archive in the hope of hits.
        cursor.execute(
            f"WITH found AS MATERIALIZED (SELECT number, place FROM {self.table} WHERE terms @@ %s::tsquery "  # noqa: S608
            "AND place >= %s AND place < %s) SELECT number, place FROM found ORDER BY place DESC, number DESC LIMIT %s",
            [tsquery, after, before, limit],
        )
        return cursor.fetchall()

    # The tables

    def prepare(self):
        """Make what the migrations could not: the full-text table, where SQLite has learned it since. Returns whether it was missing."""
        connection = self._connection(write=True)
        if connection.vendor != "sqlite" or self.words in connection.introspection.table_names():
            return False
        with connection.cursor() as cursor:
            if has_full_text(cursor):
                cursor.execute(f"DELETE FROM {self.table}")  # noqa: S608
                cursor.execute(FTS5_TABLE.format(words=self.words))
        return True

    @contextmanager
    def taking_many(self):
        """Take in a great many rows inside: yields what is to be called after every MERGED rows or so.

        PostgreSQL sorts new rows into its index in lots, each as large as the list of those that wait; a lot of some thousand rows costs
        half as much a row as one of fifty. While that list is long, each search reads it too: 27 ms for 5,000 stories.
        """
        connection = self._connection(write=True)
        if connection.vendor != "postgresql":
            yield lambda: None
            return
        self._let_wait(connection, WAITING_OF_MANY)
        try:
            yield self._merge
        finally:
            self._merge()
            self._let_wait(connection, WAITING)

    def _let_wait(self, connection, kilobytes):
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER INDEX {self.table}_by_term SET (gin_pending_list_limit = {kilobytes})")

    def _merge(self):
        connection = self._connection(write=True)
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
            cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [f"{self.table}_by_term"])

    def settle(self):
        """After many rows: tell the planner of them."""
        with self._connection(write=True).cursor() as cursor:
            cursor.execute(f"ANALYZE {self.table}")

    def _connection(self, *, write=False):
        choose = router.db_for_write if write else router.db_for_read
        return connections[choose(self.model)]


FTS5_TABLE = (
    "CREATE VIRTUAL TABLE {words} USING fts5(terms, content='', detail=none, columnsize=0, "
    "tokenize=\"ascii tokenchars '=^~*<+#'\")"
)

stories = Index(StoryTerms, WEEK)
photos = Index(PhotoTerms, THOUSAND)


def has_full_text(cursor):
    """Whether this SQLite was built with FTS5."""
    known = getattr(cursor.db, "has_fts5", None)
    if known is None:
        with cursor.db.cursor() as own:
            own.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')")
            known = cursor.db.has_fts5 = bool(own.fetchone()[0])
    return known


def is_met(match, terms):
    """Whether a set of terms answers a match."""
    return all(any(term in terms for term in group) for group in match.all_of) and not any(
        group and all(term in terms for term in group) for group in match.none_of
    )


def for_fts5(match):
    """A match in the language of FTS5; every term in quotes, so that nothing in it is read as an operator."""
    wanted = " AND ".join(f"({_any(group)})" if len(group) > 1 else _any(group) for group in match.all_of)
    unwanted = "".join(f" NOT ({' AND '.join(map(_quoted, group))})" for group in match.none_of if group)
    return f"({wanted}){unwanted}"


def _any(group):
    return " OR ".join(map(_quoted, group))


def _quoted(term):
    return '"{}"'.format(term.replace('"', ""))


def for_tsquery(match):
    """A match in the language of tsquery, quoted likewise."""
    wanted = " & ".join(f"({' | '.join(map(_literal, group))})" for group in match.all_of)
    unwanted = "".join(f" & !({' & '.join(map(_literal, group))})" for group in match.none_of if group)
    return f"({wanted}){unwanted}"


def _literal(term):
    return "'{}'".format(term.replace("\\", "").replace("'", ""))


def _in_chunks(cursor, query, numbers, *, size=900, ending=""):
    """Run a query that ends in IN for any number of values; *ending* follows them."""
    numbers = list(numbers)
    for start in range(0, len(numbers), size):
        chunk = numbers[start : start + size]
        cursor.execute(f"{query} ({', '.join(['%s'] * len(chunk))}){ending}", chunk)
        yield from cursor.fetchall()
