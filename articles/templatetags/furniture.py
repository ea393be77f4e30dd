"""What all pages of an edition share, such as masthead, sidebar and footer: rendered once for it, and kept in this process.

    {% furniture "sidebar" popular_section.pk %} … {% endfurniture %}

What follows the name tells one of its kind from another. The page cache names the edition that a page is built for, in `edition`; a
page without one, as for staff, is nobody else's and shares nothing.
"""

from django import template
from django.core.cache import caches
from django.core.cache.utils import make_template_fragment_key

# Within an edition Populer moves this often.
SECONDS = 20

register = template.Library()


class FurnitureNode(template.Node):
    def __init__(self, nodelist, name, differences):
        self.nodelist = nodelist
        self.name = name
        self.differences = differences

    def render(self, context):
        edition = context.get("edition")
        if not edition:
            return self.nodelist.render(context)
        differences = [variable.resolve(context, ignore_failures=True) for variable in self.differences]
        key = make_template_fragment_key(self.name.resolve(context), [edition, *differences])
        shown = caches["furniture"].get(key)
        if shown is None:
            shown = self.nodelist.render(context)
            caches["furniture"].set(key, shown, SECONDS)
        return shown


@register.tag
def furniture(parser, token):
    nodelist = parser.parse(("endfurniture",))
    parser.delete_first_token()
    _tag, name, *differences = token.split_contents()
    return FurnitureNode(
        nodelist, parser.compile_filter(name), [parser.compile_filter(variable) for variable in differences]
    )
