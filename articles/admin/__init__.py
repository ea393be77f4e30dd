"""The editor's desk: the stock Django admin, a file for each family of screens.

An interface like any other: it asks who may, and calls the model's verb. No rule lives here that the shell would miss.
"""

from . import articles, corrections, front, photos, redirects, replies, site, sources, staff, tags, taxonomy

__all__ = [
    "articles",
    "corrections",
    "front",
    "photos",
    "redirects",
    "replies",
    "site",
    "sources",
    "staff",
    "tags",
    "taxonomy",
]
