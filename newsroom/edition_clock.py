"""What a serving process knows of the edition: which one is current, since when, and when pages change by the clock alone.

One thread reads the edition four times a second. No request touches the database for it, so that a database that hangs holds up no
page that is in memory. All times are seconds of time.time().
"""

import threading
import time

INTERVAL = 0.25
# What was read longer ago than this, as under heavy load, is read again before anything is answered.
LATE = 0.6
# How long a request waits for that; then the database counts as away.
PATIENCE = 0.3
# A page of the edition before may go out until this long after the last reading that still saw that edition. The change was committed
# after that reading, so every page is new within a second of its commit.
MOMENT = 0.9


class EditionClock:
    """*read_edition* returns an identity that changes with every commit that readers could see, *read_next_change* the next instant
    at which pages change by the clock; both raise OSError while the database is away."""

    def __init__(self, *, read_edition, read_next_change):
        self.read_edition = read_edition
        self.read_next_change = read_next_change
        self.edition = self.edition_before = None
        self.before_was_seen_at = 0
        self.next_change = 0
        self.read_at = 0
        self.is_database_away = False
        self._reading = threading.Lock()
        self._is_wanted = threading.Event()
        self._was_read = threading.Condition()
        self._watcher = None

    def watch(self):
        """Read from a thread of its own from here on; without it, whoever is late reads."""
        self._watcher = threading.Thread(target=self._keep_reading, name="edition", daemon=True)
        self._watcher.start()

    def read(self):
        """Read the edition; while the database is away, what was read last stands."""
        with self._reading:
            started = time.time()
            try:
                edition = self.read_edition()
                if edition != self.edition or self.next_change <= started:
                    # Before the edition: whoever sees the new edition must see its next change.
                    self.next_change = self.read_next_change()
            except OSError:
                self.is_database_away = self._is_late(time.time())
                return
            if edition != self.edition:
                self.edition_before, self.before_was_seen_at = self.edition, self.read_at
                self.edition = edition
            self.read_at = started
            self.is_database_away = False
        with self._was_read:
            self._was_read.notify_all()

    def catch_up(self, now):
        """Have the edition read if that is late; wait for it a moment, after which the database counts as away."""
        if now - self.read_at < LATE or self.is_database_away:
            return
        if self._watcher is None:
            self.read()
            return
        self._is_wanted.set()
        with self._was_read:
            is_read = self._was_read.wait_for(lambda: not self._is_late(time.time()), PATIENCE)
        self.is_database_away = self.is_database_away or not is_read

    def vouches_for(self, page, now):
        """Whether a page is current for all that was read a moment ago, so that nothing has to be read for it."""
        is_read = now - self.read_at < LATE and not self.is_database_away
        return is_read and page.edition == self.edition and now < page.until

    def is_current(self, page, now):
        return page.edition == self.edition and now < page.until

    def was_current_a_moment_ago(self, page, now):
        """Whether a page of the edition before may still go out while the new one is built."""
        return page.edition == self.edition_before and now < min(page.until, self.before_was_seen_at + MOMENT)

    def _is_late(self, now):
        return now - self.read_at >= LATE

    def _keep_reading(self):
        while True:
            self.read()
            self._is_wanted.wait(INTERVAL)
            self._is_wanted.clear()
