"""Numbers of rows as in a newsroom that has been at work for years."""

from django.apps import apps
from django.db import connection

NUMBERED = ("AutoField", "BigAutoField")


def spread():
    """Let every table go on numbering its rows with four digits or more, each from a thousand of its own.

    A number that is printed with a reader's dots, or taken for another table's, then shows in whatever test meets it.
    """
    models = [model for model in apps.get_models() if model._meta.pk.get_internal_type() in NUMBERED]
    with connection.cursor() as cursor:
        for thousand, model in enumerate(models, start=1):
            _number_from(cursor, model._meta.db_table, model._meta.pk.column, 1000 * thousand)


def _number_from(cursor, table, column, start):
    if connection.vendor == "sqlite":
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, start])
    else:
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [f'"{table}"', column, start])
