"""Pages in two phases: a sheet is drawn once for the values that it shows, and its gaps are filled for each edition.

A gap is left wherever a template has furniture (articles/templatetags/furniture.py), which belongs to the edition and not to the page.
"""

import secrets
from itertools import chain, zip_longest
from typing import NamedTuple

from django.template import RequestContext
from django.template.loader import get_template, render_to_string
from django.utils.safestring import mark_safe

# Drawn anew in each process, so that no text of a story can be one.
MARK = f"<!-- {secrets.token_hex(16)} -->"


class Gaps(list):
    """The gaps of a sheet that is being drawn, (furniture, what tells it from others of its name), in their order."""

    def leave(self, furniture, differences):
        self.append((furniture, differences))
        return mark_safe(MARK)


class Sheet(NamedTuple):
    """The parts of a page as bytes, and the gaps between them."""

    template: str
    parts: tuple
    gaps: tuple

    def filled(self, request, edition, find_values):
        """The whole page as bytes, with the furniture of *edition*; where that is not at hand it is drawn with what *find_values* returns."""

        def shown(furniture, differences):
            return furniture.of_edition(edition, differences, lambda: self._drawn(furniture, request, find_values()))

        fillings = [shown(*gap) for gap in self.gaps]
        return b"".join(chain.from_iterable(zip_longest(self.parts, fillings, fillvalue=b"")))

    def _drawn(self, furniture, request, values):
        template = get_template(self.template).template
        context = RequestContext(request, values)
        with context.render_context.push_state(template), context.bind_template(template):
            return furniture.nodelist.render(context)


def draw(template, values):
    """The sheet of a template that is given *values* and nothing else."""
    gaps = Gaps()
    parts = render_to_string(template, {**values, "gaps": gaps}).split(MARK)
    return Sheet(template, tuple(part.encode() for part in parts), tuple(gaps))
