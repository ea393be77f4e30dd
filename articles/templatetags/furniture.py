"""What all pages of an edition share, such as masthead, sidebar and footer: rendered once for it, and kept in this process.

    {% furniture "sidebar" popular_section.pk %} … {% endfurniture %}

What follows the name tells one of its kind from another. The page cache names the edition that a page is built for, in `edition`; a
page without one, as for staff, is nobody else's and shares nothing. A sheet (articles/sheets.py) gets a gap.
"""

from django import template
from django.utils.safestring import mark_safe

from .. import of_edition

# Within an edition Populer moves this often.
SECONDS = 20

register = template.Library()


class FurnitureNode(template.Node):
    def __init__(self, nodelist, name, differences):
        self.nodelist = nodelist
        self.name = name
        self.differences = differences

    def render(self, context):
        gaps, edition = context.get("gaps"), context.get("edition")
        if gaps is None and not edition:
            return self.nodelist.render(context)
        differences = tuple(variable.resolve(context, ignore_failures=True) for variable in self.differences)
        if gaps is not None:
            return gaps.leave(self, differences)
        return mark_safe(self.of_edition(edition, differences, lambda: self.nodelist.render(context)).decode())

    def of_edition(self, edition, differences, draw):
        """What the process has for this edition, or else what *draw* returns; in bytes, as most pages take it."""
        return of_edition.shared(edition, (self.name, differences), lambda: draw().encode(), SECONDS)


@register.tag
def furniture(parser, token):
    nodelist = parser.parse(("endfurniture",))
    parser.delete_first_token()
    _tag, name, *differences = token.split_contents()
    return FurnitureNode(nodelist, name.strip('"'), [parser.compile_filter(variable) for variable in differences])
