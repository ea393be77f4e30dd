"""The rankings of Populer and other lists as the stories that they name."""

from articles import popularity
from articles.models import Article


def popular(size=10, section=None):
    return stories_of(popularity.popular(size, section))


def most_read(period, size=30):
    return stories_of(card for card, _views in popularity.most_read(period, size))


def stories_of(cards):
    """The stories of Cards, in their order."""
    return [Article.objects.get(pk=card.pk) for card in cards]
