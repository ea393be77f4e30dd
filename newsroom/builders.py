"""Threads that build pages, one at a time."""

import time
import weakref
from collections import deque
from concurrent.futures import Future
from threading import Condition, Thread


class Builders:
    """A few threads that do what they are given in its order, one of them at a time: each that is at work keeps hits waiting for
    Python's lock and for the processor. One that has been at work for *turn* seconds, as with a slow query, loses its turn to the next,
    so that it holds up nobody else; with all of them stuck, work waits.

    They are daemons, so that a process that ends waits for none of them, and they end with the object.
    """

    def __init__(self, threads, turn):
        self._line = Line(turn)
        for number in range(threads):
            Thread(target=_work, args=(self._line,), name=f"page_{number}", daemon=True).start()
        weakref.finalize(self, self._line.close)

    def submit(self, work, *arguments):
        """Have work(*arguments) done; returns the Future of its result."""
        future = Future()
        self._line.add((future, work, arguments))
        return future


class Line:
    """What waits to be done, and whose turn it is."""

    def __init__(self, turn):
        self.turn = turn
        self.is_closed = False
        self._waiting = deque()
        self._turn_of, self._turn_began = None, 0
        self._changed = Condition()

    def add(self, work):
        with self._changed:
            self._waiting.append(work)
            # While somebody is at work, the others have to know that something waits, and no more than that.
            if self._turn_of is None or len(self._waiting) == 1:
                self._changed.notify()

    def close(self):
        with self._changed:
            self.is_closed = True
            self._changed.notify_all()

    def take(self, worker):
        """Wait for work, and for the turn of whoever is at work; returns the work, None when there will be no more."""
        with self._changed:
            if self._turn_of is worker:
                self._turn_of = None
            while not self.is_closed:
                left = self._turn_began + self.turn - time.monotonic() if self._turn_of else 0
                if self._waiting and left <= 0:
                    self._turn_of, self._turn_began = worker, time.monotonic()
                    return self._waiting.popleft()
                self._changed.wait(left if self._waiting else None)
        return None


def _work(line):
    worker = object()
    while work := line.take(worker):
        _do(*work)
        del work


def _do(future, work, arguments):
    try:
        result = work(*arguments)
    except BaseException as error:  # noqa: BLE001 - whoever asked for it gets it
        future.set_exception(error)
    else:
        future.set_result(result)
