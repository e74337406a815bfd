"""What the worker does again and again is done as often as it should be, whatever becomes of the rest."""

from datetime import timedelta

import pytest

from blog.clock import now
from blog.housekeeping import ticking
from blog.housekeeping.ticking import AGAIN_AFTER, LEASE, connect_ticks, run_ticks
from blog.storage import db
from blog.storage.site_setting import change_site_setting, site_settings

HOUR = timedelta(hours=1)


@pytest.fixture
def ticks(app, monkeypatch):
    """`ticks((60, job), …)` are all there are. The test's own transaction is over before they run."""
    monkeypatch.setattr(ticking, "TICKS", [])
    db.session.rollback()
    return connect_ticks


@pytest.fixture
def done():
    return []


@pytest.fixture
def jobs(done):
    def every_time(private_keys):
        done.append(("every time", private_keys))

    def rarely(_private_keys):
        done.append("rarely")

    def broken(_private_keys):
        done.append("broken")
        raise KeyError("secret@readers.example")

    return every_time, rarely, broken


def test_what_is_due_each_minute_is_done_with_every_tick_and_has_the_keys(app, ticks, jobs, done):
    ticks([(60, jobs[0])])
    for _ in range(3):
        run_ticks(app, "the keys")
    assert done == [("every time", "the keys")] * 3


def test_what_is_due_hourly_is_done_once_an_hour_by_however_many_workers(app, ticks, jobs, done):
    ticks([(3600, jobs[1])])
    moment = now()
    for minutes in (0, 0, 1, 59, 60, 61, 119, 120):
        run_ticks(app, None, at=moment + timedelta(minutes=minutes))
    assert done == ["rarely"] * 3


def test_one_that_fails_stops_no_other_and_its_error_tells_nothing(app, ticks, jobs, done, caplog):
    ticks([(60, jobs[2]), (60, jobs[0])])
    run_ticks(app, None)
    assert done == ["broken", ("every time", None)]
    assert "broken failed: KeyError at " in caplog.text
    assert "secret" not in caplog.text


def test_one_that_failed_is_tried_again_before_its_time(app, ticks, jobs, done):
    ticks([(3600, jobs[2])])
    moment = now()
    run_ticks(app, None, at=moment)
    run_ticks(app, None, at=moment + AGAIN_AFTER - timedelta(seconds=1))
    assert done == ["broken"]
    run_ticks(app, None, at=moment + AGAIN_AFTER)
    assert done == ["broken"] * 2


def test_one_over_which_the_worker_died_is_taken_again(app, ticks, jobs, done):
    def deadly(_private_keys):
        done.append("deadly")
        raise SystemExit  # nothing after it runs but what must

    ticks([(3600, deadly)])
    moment = now()
    with pytest.raises(SystemExit):
        run_ticks(app, None, at=moment)
    with pytest.raises(SystemExit):
        run_ticks(app, None, at=moment + LEASE)
    assert done == ["deadly"] * 2


def test_what_one_leaves_is_committed_and_what_fails_is_taken_back(app, ticks, jobs):
    def rename(_private_keys):
        change_site_setting("title", "Renamed", by=None)

    def rename_and_fail(_private_keys):
        change_site_setting("title", "Never", by=None)
        raise ValueError

    ticks([(60, rename), (60, rename_and_fail)])
    run_ticks(app, None)
    assert site_settings().title == "Renamed"
