"""Several short lists read as one, in one query: the newest of each from its own index, however long the lists are."""

from django.core.exceptions import EmptyResultSet
from django.db.models import BigIntegerField, Expression


class Together(Expression):
    """The numbers in several sliced querysets of one column each, for `pk__in=Together(…)`.

    Django's own union() refuses slices on SQLite, which takes them inside a SELECT of their own.
    """

    def __init__(self, *querysets):
        super().__init__(output_field=BigIntegerField())
        self.querysets = querysets

    def as_sql(self, compiler, connection):
        parts, values = [], []
        for queryset in self.querysets:
            try:
                sql, parameters = queryset.query.get_compiler(using=compiler.using).as_sql()
            except EmptyResultSet:
                continue
            parts.append(f"SELECT * FROM ({sql}) AS part_{len(parts)}")  # noqa: S608 - SQL that Django has written
            values += parameters
        if not parts:
            raise EmptyResultSet
        return " UNION ".join(parts), values
