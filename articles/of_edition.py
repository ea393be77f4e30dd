"""What the pages of an edition share is made once for it in a process, and goes when the next editions have come."""

import time
from collections import OrderedDict

# A page may still be built for the edition before while the new one is current.
EDITIONS = 3
# Of one edition, where each section has a masthead and a sidebar of its own.
THINGS = 500

_made = OrderedDict()


def shared(edition, key, make, seconds):
    """What *make* returned for *key* and an edition less than *seconds* ago, or else what it returns now.

    Threads may make the same at the same time; one of what they made stays.
    """
    things = _made.get(edition)
    if things is None:
        things = _made.setdefault(edition, {})
        while len(_made) > EDITIONS:
            _made.popitem(last=False)
    now = time.monotonic()
    thing, until = things.get(key, (None, 0))
    if now >= until:
        if len(things) >= THINGS:
            things.clear()
        thing = make()
        things[key] = thing, now + seconds
    return thing


def forget():
    """Forget everything, for tests."""
    _made.clear()
