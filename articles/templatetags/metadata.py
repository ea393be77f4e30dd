"""What a page says to machines, in its head: Open Graph, X card and JSON-LD. Presentation only; nothing here queries."""

from django import template
from django.utils.html import format_html

from .. import metadata, sharing

register = template.Library()


@register.simple_tag(takes_context=True)
def article_metadata(context, article):
    """For a published story, fetched as for its page."""
    of = context["publisher"]
    return _shown(sharing.of_article(article), of, metadata.article_page(article, of))


@register.simple_tag(takes_context=True)
def list_metadata(context, name, address, description=""):
    """For a page of a list called *name* at *address*; each page of it speaks for itself (CONVENTIONS G12)."""
    of = context["publisher"]
    share = sharing.of_list(title=name, description=description, address=_this_page(context, address), of=of)
    return _shown(share, of, [metadata.breadcrumb([(name, address)])])


@register.simple_tag(takes_context=True)
def author_metadata(context, author):
    address, of = author.get_absolute_url(), context["publisher"]
    share = sharing.of_list(
        title=author.name, description=author.biography, address=_this_page(context, address), kind="profile", of=of
    )
    return _shown(share, of, [metadata.profile_page(author, of), metadata.breadcrumb([(author.name, address)])])


@register.simple_tag(takes_context=True)
def front_metadata(context, title, description):
    of = context["publisher"]
    share = sharing.of_list(title=title, description=description, address="/", of=of)
    return _shown(share, of, [metadata.web_site(of), metadata.organization(of)])


def _this_page(context, address):
    before = context.get("before")
    return f"{address}?sebelum={before}" if before else address


def _shown(share, of, things):
    open_graph = metadata.elements("property", sharing.open_graph(share))
    x_card = metadata.elements("name", sharing.x_card(share, of))
    return format_html("{}\n  {}\n  {}", open_graph, x_card, metadata.script(*things))
