"""Search in Indonesian: the readers' page, the desk's lists and dialogs, the photo library, all from one index.

Values in, values out: words and roots (words, roots, stop_words), what was typed (query), what is indexed (terms), what is shown
(highlight). On the database: the index (engine), what keeps it (indexing, rebuild), what is asked of it (finding, spelling).
"""

from django.core import checks
from django.db import connections
from django.utils.translation import gettext_lazy as _

from . import indexing
from .engine import has_full_text
from .finding import NEWEST, RELEVANT, Filters, at_desk, photos, published, published_while_typing, suggestion
from .query import Query

__all__ = [
    "NEWEST",
    "RELEVANT",
    "Filters",
    "Query",
    "at_desk",
    "check",
    "indexing",
    "photos",
    "published",
    "published_while_typing",
    "suggestion",
]


def check(app_configs=None, databases=None, **kwargs):
    """Warn, where a database is checked, that this SQLite has no full-text search."""
    for alias in databases or ():
        connection = connections[alias]
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                if not has_full_text(cursor):
                    return [
                        checks.Warning(
                            _(
                                "This SQLite was built without FTS5: search reads the newest 2,000 stories only, and slowly."
                            ),
                            id="articles.W001",
                        )
                    ]
    return []
