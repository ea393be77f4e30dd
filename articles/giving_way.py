"""Long work in many short transactions, beside people who save."""

import time

from django.db import connections

# SQLite has one writer at a time and no line of those who wait: each asks again after a pause of its own, at most a tenth of a second
# long (the busy handler in SQLite's main.c). Who begins anew at once would be there first, time after time.
PAUSE = 0.12


def give_way(using="default"):
    """Between two transactions: let everybody write who has been waiting. PostgreSQL has a line, so nothing happens there."""
    if connections[using].vendor == "sqlite" and not connections[using].in_atomic_block:
        time.sleep(PAUSE)
