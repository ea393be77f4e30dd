"""What a page says to machines, in its head: Open Graph, X card and JSON-LD. Presentation only; nothing here queries."""

from django import template

from .. import metadata, publisher, sharing

register = template.Library()


@register.inclusion_tag("_metadata.html")
def article_metadata(article):
    """For a published story, fetched as for its page."""
    return _shown(sharing.of_article(article), metadata.article_page(article))


@register.inclusion_tag("_metadata.html", takes_context=True)
def list_metadata(context, name, address, description=""):
    """For a page of a list called *name* at *address*; each page of it speaks for itself (CONVENTIONS G12)."""
    share = sharing.of_list(title=name, description=description, address=_this_page(context, address))
    return _shown(share, [metadata.breadcrumb([(name, address)])])


@register.inclusion_tag("_metadata.html", takes_context=True)
def author_metadata(context, author):
    address = author.get_absolute_url()
    share = sharing.of_list(
        title=author.name, description=author.biography, address=_this_page(context, address), kind="profile"
    )
    return _shown(share, [metadata.profile_page(author), metadata.breadcrumb([(author.name, address)])])


@register.inclusion_tag("_metadata.html", takes_context=True)
def front_metadata(context, title, description):
    share = sharing.of_list(title=title, description=description, address="/")
    return _shown(share, [metadata.web_site(), metadata.organization(publisher.current())])


def _this_page(context, address):
    before = context.get("before")
    return f"{address}?sebelum={before}" if before else address


def _shown(share, things):
    return {
        "open_graph": sharing.open_graph(share),
        "x_card": sharing.x_card(share),
        "json_ld": metadata.script(*things),
    }
