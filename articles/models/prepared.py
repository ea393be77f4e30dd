"""Queries that Django writes once and that are asked again and again with other values.

    BYLINES = Prepared(Byline, lambda lines: lines.select_related("author").filter(article=Asked("story")))
    BYLINES(story=12)

Writing a query costs Django several times what the database needs to answer it by a key. Only values may differ: an hour that a
queryset takes from the clock, as `published()` does, would be that of the first call for good.
"""

import re
from threading import local

from django.db import router
from django.db.models import BigIntegerField, Expression
from django.db.models.query import get_related_populators

from .question import Question, adapted

# The place of a value in a statement; %%s is none.
MARK = re.compile(r"(?<!%)%s")


class Asked(Expression):
    """The place of a value that is given by its *name* with each call; a number where nothing else is said."""

    def __init__(self, name, output_field=None):
        super().__init__(output_field=output_field or BigIntegerField())
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]


def values_of(parameters, asked, connection):
    """The parameters of a statement, with the values of *asked*, {name: value}, in their places."""
    written = adapted(asked, connection)
    return [written[each.name] if isinstance(each, Asked) else each for each in parameters]


class Prepared:
    """A query over the rows of *model*; *narrow* makes it of a queryset of all of them."""

    def __init__(self, model, narrow):
        self.model = model
        self.narrow = narrow
        self._written = local()  # for each thread, as its connections are

    def __call__(self, **values):
        """A list of instances, or of tuples where the query names columns; one query."""
        return self.read(self.question(**values).rows())

    def question(self, **values):
        """The query with its values, not asked yet."""
        return self._of_database().question(values)

    def read(self, rows):
        """The rows that answer a question, as a call answers it: a list of new instances, or of tuples."""
        return self._of_database().read(rows)

    def _of_database(self):
        alias = router.db_for_read(self.model)
        written = self._written.__dict__.get(alias)
        if written is None:
            written = self._written.__dict__[alias] = Written(self.narrow(self.model._default_manager.using(alias)))
        return written


class Written:
    """A queryset as the SQL of its database, and how a row of the answer becomes an instance."""

    def __init__(self, queryset):
        self.alias = queryset.db
        self.compiler = queryset.query.get_compiler(using=self.alias)
        statement, parameters = self.compiler.as_sql()
        # Values go by name: Django turns these into SQLite's own several times as fast as places that are counted.
        names = [
            each.name if isinstance(each, Asked) else f"constant_{place}" for place, each in enumerate(parameters)
        ]
        places = (f"%({name})s" for name in names)
        self.sql = MARK.sub(lambda _mark: next(places), statement)
        self.constants = {
            name: each for name, each in zip(names, parameters, strict=True) if not isinstance(each, Asked)
        }
        self.converters = self.compiler.get_converters([column for column, *_names in self.compiler.select])
        self.kind = self.compiler.klass_info if queryset._fields is None else None
        if self.kind:
            places = self.kind["select_fields"]
            self.place = slice(places[0], places[-1] + 1)
            self.fields = [column.target.attname for column, *_names in self.compiler.select[self.place]]
            self.related = get_related_populators(self.kind, self.compiler.select, self.alias)

    def question(self, values):
        return Question(self.sql, len(self.compiler.select), self.constants | values, self.alias)

    def read(self, rows):
        rows = self.compiler.apply_converters(rows, self.converters) if self.converters else rows
        return [self._instance(row) for row in rows] if self.kind else [tuple(row) for row in rows]

    def _instance(self, row):
        instance = self.kind["model"].from_db(self.alias, self.fields, row[self.place])
        for related in self.related:
            related.populate(row, instance)
        return instance
