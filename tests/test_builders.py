"""Pages are built one at a time, in their order, and none waits for a slow query."""

import gc
import threading
import time

import pytest

from newsroom.builders import Builders


@pytest.fixture
def busy():
    """How many were at work whenever one began, in order."""
    return []


@pytest.fixture
def work(busy):
    """Work that says that it began, and lasts a moment or until an event."""
    now = []

    def work(name, until=None):
        now.append(name)
        busy.append(len(now))
        if until:
            until.wait(10)
        else:
            time.sleep(0.002)
        now.remove(name)
        return name

    return work


def test_one_is_at_work_at_a_time_and_the_first_comes_first(work, busy):
    order = []
    builders = Builders(3, turn=10)
    futures = [builders.submit(lambda number=number: order.append(work(number))) for number in range(30)]
    for future in futures:
        future.result(10)
    assert order == list(range(30))
    assert busy == [1] * 30


def test_nobody_waits_longer_than_a_turn_for_one_that_is_stuck(work, busy):
    builders, slow = Builders(2, turn=0.05), threading.Event()
    stuck = builders.submit(work, "stuck", slow)
    others = [builders.submit(work, number) for number in range(20)]
    began = time.monotonic()
    assert [other.result(10) for other in others] == list(range(20))
    assert time.monotonic() - began < 20 * 0.05, "one turn was waited for and not one for each"
    assert not stuck.done()
    assert busy == [1] + [2] * 20
    slow.set()
    assert stuck.result(10) == "stuck"
    assert [builders.submit(work, number).result(10) for number in range(3)] == [0, 1, 2]
    assert busy[-3:] == [1, 1, 1]


def test_with_all_of_them_stuck_work_waits(work):
    builders, slow = Builders(2, turn=0.01), threading.Event()
    stuck = [builders.submit(work, name, slow) for name in "ab"]
    last = builders.submit(work, "c")
    time.sleep(0.1)
    assert not last.done()
    slow.set()
    assert [future.result(10) for future in (*stuck, last)] == ["a", "b", "c"]


def test_a_failure_is_told_to_whoever_asked_and_hurts_nobody_else(work):
    builders = Builders(1, turn=10)
    failing, fine = builders.submit(int, "x"), builders.submit(work, "fine")
    with pytest.raises(ValueError, match="invalid literal"):
        failing.result(10)
    assert fine.result(10) == "fine"


def test_the_threads_end_with_the_builders(work):
    before = set(threading.enumerate())
    builders = Builders(4, turn=10)
    own = set(threading.enumerate()) - before
    assert builders.submit(work, 1).result(10) == 1
    assert len(own) == 4
    del builders
    gc.collect()
    for thread in own:
        thread.join(10)
        assert not thread.is_alive()
