"""Many questions of existence in one query."""

from django.db import connections

from .prepared import values_of

AT_ONCE = 500


def have_rows(queryset, cases):
    """Whether a queryset has a row in each of *cases*, {name: value} for what it has Asked; a list of booleans.

    Written once for all cases: one query for every AT_ONCE of them, and no row is fetched.
    """
    connection = connections[queryset.db]
    statement, parameters = queryset.values("pk")[:1].query.get_compiler(connection=connection).as_sql()
    found = []
    for start in range(0, len(cases), AT_ONCE):
        asked = cases[start : start + AT_ONCE]
        questions = ", ".join([f"EXISTS({statement})"] * len(asked))
        with connection.cursor() as cursor:
            # The statement is the queryset's own; what it compares with is passed beside it.
            values = [value for case in asked for value in values_of(parameters, case, connection)]
            cursor.execute(f"SELECT {questions}", values)
            found += map(bool, cursor.fetchone())
    return found
