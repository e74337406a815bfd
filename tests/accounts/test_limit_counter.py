"""The counter of rate limits in its own SQLite file."""

import multiprocessing
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from limits import parse
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from blog.storage.limit_counter import LimitCounter

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'limits.sqlite'}"


@pytest.fixture
def counter(url):
    return storage_from_string(url, wrap_exceptions=True)


def test_the_library_finds_it_by_its_scheme(counter):
    assert type(counter) is LimitCounter
    assert counter.check() is True


def test_a_count_goes_up_and_is_told(counter):
    assert [counter.incr("a", 60), counter.incr("a", 60), counter.incr("b", 60)] == [1, 2, 1]
    assert (counter.get("a"), counter.get("b"), counter.get("c")) == (2, 1, 0)


def test_a_count_ends_after_its_time_which_began_with_the_first(counter):
    with time_machine.travel(NOON, tick=False) as clock:
        counter.incr("a", 60)
        clock.shift(timedelta(seconds=59))
        assert counter.incr("a", 60) == 2
        assert counter.get_expiry("a") == NOON.timestamp() + 60
        clock.shift(timedelta(seconds=1))
        assert counter.get("a") == 0
        assert counter.incr("a", 60) == 1


def test_ended_counts_are_swept_away(counter, url):
    with time_machine.travel(NOON, tick=False) as clock:
        for n in range(100):
            counter.incr(f"old {n}", 60)
        clock.shift(timedelta(seconds=61))
        counter.incr("new", 60)
    with sqlite3.connect(url.removeprefix("sqlite:///")) as file:
        assert file.execute("SELECT key FROM counter").fetchall() == [("new",)]


def test_a_hundred_thousand_counts_are_swept_piece_by_piece(counter, url):
    with time_machine.travel(NOON, tick=False) as clock:
        counter.check()
        with sqlite3.connect(url.removeprefix("sqlite:///")) as file:
            rows = ((f"{n}", 1, NOON.timestamp() + 60) for n in range(100_000))
            file.executemany("INSERT INTO counter VALUES (?, ?, ?)", rows)
        assert counter.incr("99999", 60) == 2
        clock.shift(timedelta(seconds=61))
        assert [counter.incr("99999", 60) for _ in range(51)] == list(range(1, 52))
        with sqlite3.connect(url.removeprefix("sqlite:///")) as file:
            assert file.execute("SELECT count(*) FROM counter").fetchone() == (1,)


def test_one_count_can_be_cleared_and_all_can(counter):
    for key in "abc":
        counter.incr(key, 60)
    counter.clear("a")
    assert (counter.get("a"), counter.get("b")) == (0, 1)
    assert counter.reset() == 2
    assert counter.get("b") == 0


def test_threads_lose_no_count(counter):
    with ThreadPoolExecutor(8) as threads:
        told = list(threads.map(lambda _: counter.incr("a", 60), range(200)))
    assert sorted(told) == list(range(1, 201))


def _count_fifty(url, answers):
    counter = storage_from_string(url)
    answers.put([counter.incr("a", 60) for _ in range(50)])


def test_processes_that_start_at_once_lose_no_count(url):
    started = multiprocessing.get_context("spawn")
    answers = started.Queue()
    workers = [started.Process(target=_count_fifty, args=(url, answers)) for _ in range(4)]
    for worker in workers:
        worker.start()
    told = sorted(n for _ in workers for n in answers.get(timeout=60))
    for worker in workers:
        worker.join()
    assert told == list(range(1, 201))


def test_a_forked_process_goes_on_counting(counter, url):
    counter.incr("a", 60)
    forked = multiprocessing.get_context("fork")
    answers = forked.Queue()
    child = forked.Process(target=lambda: answers.put(counter.incr("a", 60)))
    child.start()
    assert answers.get(timeout=60) == 2
    child.join()
    assert counter.incr("a", 60) == 3


def test_the_librarys_limits_work_on_it(counter):
    limiter, twice = FixedWindowRateLimiter(counter), parse("2 per minute")
    assert [limiter.hit(twice, "x") for _ in range(3)] == [True, True, False]
    assert limiter.hit(twice, "y") is True


def test_a_file_that_cannot_be_opened_is_told_as_a_storage_error(tmp_path):
    counter = storage_from_string(f"sqlite:///{tmp_path / 'absent' / 'limits.sqlite'}", wrap_exceptions=True)
    with pytest.raises(StorageError):
        counter.incr("a", 60)
    assert counter.check() is False
