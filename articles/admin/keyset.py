"""Pages of the desk's lists, each found by the row that it begins after: page ten thousand costs what the first does.

A page is named in the address by where it lies: `["after", "2016-05-31T02:49:00+00:00", "4711"]` are the rows after the one with
these values in the list's order, "before" those that lead up to it, and `["last"]` the end of the list.
"""

import json
from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Q

AFTER, BEFORE, LAST = "after", "before", "last"


class NotAPlace(ValueError):
    """An address that names no place in the list."""


@dataclass(frozen=True)
class Column:
    """What a list is ordered by: a field, and whether its highest value comes first."""

    field: object
    descends: bool

    @property
    def name(self):
        return self.field.attname

    def ordering(self, *, reverse):
        return f"-{self.name}" if self.descends != reverse else self.name

    def beyond(self, value, *, reverse):
        lookup = "lt" if self.descends != reverse else "gt"
        return Q(**{f"{self.name}__{lookup}": value})

    def not_short_of(self, value, *, reverse):
        lookup = "lte" if self.descends != reverse else "gte"
        return Q(**{f"{self.name}__{lookup}": value})


class Order:
    """The total order of a list."""

    def __init__(self, columns):
        self.columns = columns

    @classmethod
    def of(cls, ordering, model):
        """The order by names of fields, up to the first that no two rows share; None where a keyset cannot follow it."""
        columns = []
        for part in ordering:
            if not isinstance(part, str):
                return None
            name = part.removeprefix("-")
            try:
                field = model._meta.pk if name == "pk" else model._meta.get_field(name)
            except FieldDoesNotExist:
                return None
            if field.null or field.is_relation:
                return None
            if all(column.field != field for column in columns):
                # A key that only parts equals runs the way of the rest, so that one index has the whole order.
                parts_equals = field.primary_key and columns
                columns.append(Column(field, columns[-1].descends if parts_equals else part.startswith("-")))
            if field.unique:
                return cls(columns)
        return None

    def names(self, *, reverse=False):
        """For order_by; reversed, the list from its end."""
        return [column.ordering(reverse=reverse) for column in self.columns]

    def beyond(self, values, *, reverse=False):
        """The condition of the rows after the one with these values."""
        rows, same = Q(), Q()
        for column, value in zip(self.columns, values, strict=True):
            rows |= same & column.beyond(value, reverse=reverse)
            same &= Q(**{column.name: value})
        # Said once more of the first column alone, it bounds what is read of an index.
        return self.columns[0].not_short_of(values[0], reverse=reverse) & rows

    def values_of(self, row):
        return [column.field.value_to_string(row) for column in self.columns]

    def read(self, texts):
        """The values that an address names; raises NotAPlace."""
        if len(texts) != len(self.columns):
            raise NotAPlace(texts)
        try:
            return [column.field.to_python(text) for column, text in zip(self.columns, texts, strict=True)]
        except (ValidationError, TypeError, OverflowError) as error:
            raise NotAPlace(texts) from error


@dataclass(frozen=True)
class KeysetPage:
    """The rows of a page, and the places of the pages beside it ("" where there is none).

    A row is anything with the values of the order's columns as its attributes.
    """

    rows: list
    order: Order
    has_before: bool
    has_after: bool

    @classmethod
    def find(cls, rows, order, size, place=""):
        """The page of *size* rows at *place*, a text as in an address; raises NotAPlace."""
        direction, values = _parsed(place, order)
        reverse = direction in (BEFORE, LAST)
        found = rows.order_by(*order.names(reverse=reverse))
        if values:
            found = found.filter(order.beyond(values, reverse=reverse))
        found = list(found[: size + 1])
        goes_on, found = len(found) > size, found[:size]
        if direction == BEFORE and not goes_on:
            # Up to the first page it is shown whole.
            return cls.find(rows, order, size)
        if reverse:
            return cls(found[::-1], order, has_before=goes_on, has_after=direction == BEFORE)
        return cls(found, order, has_before=bool(values), has_after=goes_on)

    @property
    def before(self):
        return self._place(BEFORE, self.rows[0]) if self.has_before and self.rows else ""

    @property
    def after(self):
        return self._place(AFTER, self.rows[-1]) if self.has_after and self.rows else ""

    def _place(self, direction, row):
        return json.dumps([direction, *self.order.values_of(row)])


def _parsed(place, order):
    """(direction, values) of a text as in an address."""
    if not place:
        return "", []
    try:
        direction, *texts = json.loads(place)
    except (ValueError, TypeError, RecursionError) as error:
        raise NotAPlace(place) from error
    if direction == LAST and not texts:
        return LAST, []
    if direction in (AFTER, BEFORE) and all(isinstance(text, str) for text in texts):
        return direction, order.read(texts)
    raise NotAPlace(place)
