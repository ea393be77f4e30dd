"""Pages in memory, bounded in bytes, least recently used out first."""

import sys
import threading
from collections import OrderedDict

# A page that takes more than this share of the memory is not kept: it would drive out too many others.
LARGEST_SHARE = 1 / 8


class PageStore:
    """*limit* is in bytes, of bodies, headers and keys; safe to use from several threads."""

    def __init__(self, limit):
        self.limit = limit
        self.size = 0
        self._pages = OrderedDict()
        self._lock = threading.Lock()
        self.get = self._pages.get

    def __len__(self):
        return len(self._pages)

    def keep(self, key, page):
        if page.size > self.limit * LARGEST_SHARE:
            return
        with self._lock:
            if old := self._pages.pop(key, None):
                self.size -= _size(key, old)
            size = _size(key, page)
            while self.size + size > self.limit:
                # A second chance for what was read since its last turn comes near to least recently used out first, and a hit
                # needs no lock for it (the "clock" algorithm: Corbato, 1968).
                oldest, dropped = self._pages.popitem(last=False)
                if dropped.was_used:
                    dropped.was_used = False
                    self._pages[oldest] = dropped
                else:
                    self.size -= _size(oldest, dropped)
            self._pages[key] = page
            self.size += size


def _size(key, page):
    return page.size + sum(map(sys.getsizeof, key)) + 200
