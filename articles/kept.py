"""What follows from plain values alone is worked out once in a process, and then kept by those values.

    @kept(1000)
    def drawn(card, shape): …

So nothing of it is ever out of date: other values are another key. A function that is kept asks no database and no clock, and looks at
nothing but its arguments, which are hashable, and the settings; one that puts anything into words is `kept_in_words`, since they depend
on the language. The least recently used of its *size* results goes first.
"""

from collections import OrderedDict
from functools import lru_cache, wraps
from threading import Lock

from django.db.models import Model
from django.template.loader import render_to_string
from django.utils.translation import get_language

_memories = []


def kept(size):
    def keep(function):
        remembered = lru_cache(size)(function)
        _memories.append(remembered)
        return remembered

    return keep


def kept_in_words(size):
    def keep(function):
        @kept(size)
        def remembered(language, *values):
            return function(*values)

        @wraps(function)
        def asked(*values):
            return remembered(get_language(), *values)

        return asked

    return keep


def drawn(template, **values):
    """A template that is given *values* and nothing else; drawn once for them. They are plain: no model, which may change."""
    return _drawn(template, *values.items())


@kept_in_words(10_000)
def _drawn(template, *values):
    if changeable := [name for name, value in values if isinstance(value, Model)]:
        raise TypeError(f"{template} is kept by what it is given; {changeable} may change.")
    return render_to_string(template, dict(values))


class Shelf:
    """The *size* things that were put or got last, by key. They follow from more than their key: who gets one sees whether it still holds."""

    def __init__(self, size):
        self.size = size
        self._things = OrderedDict()
        self._lock = Lock()
        _memories.append(self)

    def get(self, key):
        """None for what is not there."""
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
            return self._things.get(key)

    def put(self, key, thing):
        with self._lock:
            self._things[key] = thing
            self._things.move_to_end(key)
            if len(self._things) > self.size:
                self._things.popitem(last=False)

    def drop(self, key):
        with self._lock:
            self._things.pop(key, None)

    def cache_clear(self):
        with self._lock:
            self._things.clear()


def forget():
    """Forget everything, for tests that change settings."""
    for remembered in _memories:
        remembered.cache_clear()
