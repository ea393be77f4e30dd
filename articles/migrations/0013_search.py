"""The search index: its rows, and what each database finds them by."""

import articles.models.search_index
from django.db import migrations, models

TABLES = ("articles_storyterms", "articles_phototerms")


def make_indexes(apps, schema_editor):
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')")
            if not cursor.fetchone()[0]:
                return  # the site runs, and says in a check what it lacks
        for table in TABLES:
            if connection.vendor == "postgresql":
                # A short pending list: whoever searches reads it from end to end.
                cursor.execute(f"CREATE INDEX {table}_by_term ON {table} USING gin (terms) WITH (gin_pending_list_limit = 512)")
            else:
                cursor.execute(
                    f"CREATE VIRTUAL TABLE {table}_words USING fts5(terms, content='', detail=none, columnsize=0, "
                    "tokenize=\"ascii tokenchars '=^~*<+#'\")"
                )


def drop_indexes(apps, schema_editor):
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        for table in TABLES:
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP INDEX IF EXISTS {table}_by_term")
            else:
                cursor.execute(f"DROP TABLE IF EXISTS {table}_words")


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0012_photo_uses"),
    ]

    operations = [
        migrations.CreateModel(
            name="StoryTerms",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="number")),
                ("place", models.BigIntegerField(db_index=True, verbose_name="place")),
                ("digest", models.BigIntegerField(verbose_name="digest")),
                ("terms", articles.models.search_index.TermsField(verbose_name="terms")),
            ],
            options={
                "verbose_name": "search entry of a story",
                "verbose_name_plural": "search entries of stories",
            },
        ),
        migrations.CreateModel(
            name="PhotoTerms",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="number")),
                ("place", models.BigIntegerField(db_index=True, verbose_name="place")),
                ("digest", models.BigIntegerField(verbose_name="digest")),
                ("terms", articles.models.search_index.TermsField(verbose_name="terms")),
            ],
            options={
                "verbose_name": "search entry of a photo",
                "verbose_name_plural": "search entries of photos",
            },
        ),
        migrations.CreateModel(
            name="Spelling",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("spelling", models.CharField(max_length=24, verbose_name="spelling")),
                ("word", models.CharField(max_length=24, verbose_name="word")),
            ],
            options={
                "verbose_name": "spelling",
                "verbose_name_plural": "spellings",
                "constraints": [
                    models.UniqueConstraint(fields=("spelling", "word"), name="spelling_leads_to_a_word_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="IndexingDebt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("term", models.CharField(max_length=40, unique=True, verbose_name="term")),
                ("place", models.BigIntegerField(verbose_name="place")),
            ],
            options={
                "verbose_name": "indexing still to be done",
                "verbose_name_plural": "indexing still to be done",
            },
        ),
        migrations.RunPython(make_indexes, drop_indexes),
    ]
