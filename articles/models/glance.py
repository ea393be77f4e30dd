"""Many questions of existence in one query."""

from django.db import connections

AT_ONCE = 500


def have_rows(querysets):
    """Whether each queryset has a row, a list of booleans; one query for every AT_ONCE of them, and no row is fetched."""
    found = []
    for start in range(0, len(querysets), AT_ONCE):
        asked = querysets[start : start + AT_ONCE]
        connection = connections[asked[0].db]
        compiled = [each.values("pk")[:1].query.get_compiler(connection=connection).as_sql() for each in asked]
        questions = ", ".join(f"EXISTS({statement})" for statement, _values in compiled)
        with connection.cursor() as cursor:
            # The statements are the querysets' own; what they compare with is passed beside them.
            cursor.execute(f"SELECT {questions}", [value for _statement, values in compiled for value in values])
            found += map(bool, cursor.fetchone())
    return found
