"""How often is too often, in the SQLite file and in Redis."""

import logging
import sqlite3
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from blog import create_app
from blog.accounts.views.tries import count_try
from blog.refusals import TooOften
from blog.web.throttle import give_back, hit_or_refuse, limit, network_of
from tests.accounts.test_signing_in import enter
from tests.builders import PASSWORD, an_account
from tests.services import free_port, redis_url

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TWICE = limit("2 per minute")


@pytest.fixture(params=["sqlite", "redis"])
def counting(environ, request):
    """An application whose limits are counted in either way."""
    more = {"BLOG_LIMITS_URL": redis_url()} if request.param == "redis" else {}
    with create_app(environ | more).app_context():
        yield


@pytest.mark.sqlite_only
def test_the_third_of_two_is_refused_and_told_when_to_come_again(counting):
    hit_or_refuse(TWICE, "grace")
    hit_or_refuse(TWICE, "grace")
    with pytest.raises(TooOften) as refused:
        hit_or_refuse(TWICE, "grace")
    assert 1 <= refused.value.retry_after <= 60
    hit_or_refuse(TWICE, "somebody else")


@pytest.mark.sqlite_only
def test_what_is_given_back_does_not_count(counting):
    for _ in range(5):
        hit_or_refuse(TWICE, "grace")
        give_back(TWICE, "grace")
    hit_or_refuse(TWICE, "grace")
    hit_or_refuse(TWICE, "grace")
    with pytest.raises(TooOften):
        hit_or_refuse(TWICE, "grace")


@pytest.mark.sqlite_only
def test_two_keys_are_not_one_key_with_the_same_letters(counting):
    hit_or_refuse(TWICE, "ab", "c")
    hit_or_refuse(TWICE, "ab", "c")
    hit_or_refuse(TWICE, "a", "bc")


@pytest.mark.sqlite_only
def test_workers_count_together(environ):
    one, two = create_app(environ), create_app(environ)
    for app in (one, two):
        with app.app_context():
            hit_or_refuse(TWICE, "grace")
    for app in (one, two):
        with app.app_context(), pytest.raises(TooOften):
            hit_or_refuse(TWICE, "grace")


@pytest.mark.sqlite_only
@pytest.mark.parametrize("broken", ["sqlite:////absent/folder/limits.sqlite", "redis://127.0.0.1:{port}/0"])
def test_where_nothing_can_be_counted_people_are_let_through_and_the_log_says_so(environ, caplog, broken):
    app = create_app(environ | {"BLOG_LIMITS_URL": broken.format(port=free_port())})
    with app.app_context(), caplog.at_level(logging.ERROR):
        for _ in range(4):
            hit_or_refuse(TWICE, "grace@staff.example")
        give_back(TWICE, "grace@staff.example")
    assert "cannot be counted" in caplog.text
    assert "grace" not in caplog.text


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::/64"),
        ("unix", "unix"),
        ("", "unknown"),
        (None, "unknown"),
    ],
)
def test_the_network_of_an_address(address, network):
    assert network_of(address) == network


# Signing in ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def grace(app):
    return an_account(email="grace@staff.example", password=PASSWORD)


def wrong(visitor, times, *, address="192.0.2.1", email="grace@staff.example"):
    """The statuses of so many wrong tries from `address`."""
    return [tried(visitor, address=address, email=email, password="wrong password") for _ in range(times)]


def spent(app, times, *, address="192.0.2.1", email="grace@staff.example", cookie=""):
    """How many of so many failed tries were let as far as the password; it is not checked, which takes a while."""
    where = {"environ_overrides": {"REMOTE_ADDR": address}, "headers": {"Cookie": cookie}}
    let = 0
    for _ in range(times):
        with app.test_request_context("/sign-in", method="POST", **where), suppress(TooOften):
            count_try(email)
            let += 1
    return let


def tried(visitor, *, address="192.0.2.1", email="grace@staff.example", password=PASSWORD, headers=None):
    form = {"email": email, "password": password}
    where = {"REMOTE_ADDR": address}
    return visitor.post("/sign-in", data=form, environ_overrides=where, headers=headers).status_code


@pytest.mark.sqlite_only
def test_a_network_has_ten_wrong_tries_on_an_account(app, grace):
    assert wrong(app.test_client(), 2) == [422, 422]
    assert spent(app, 9) == 8
    assert tried(app.test_client()) == 429
    assert tried(app.test_client(), address="192.0.2.2") == 303


@pytest.mark.sqlite_only
def test_the_refusal_says_when_to_come_again_and_keeps_the_address_typed(app, grace):
    with time_machine.travel(NOON, tick=False) as clock:
        spent(app, 10, address="127.0.0.1")
        clock.shift(timedelta(minutes=4))
        refused = enter(app.test_client())
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "360")
        assert 'value="grace@staff.example"' in refused.text
        clock.shift(timedelta(minutes=6))
        assert enter(app.test_client()).status_code == 303


@pytest.mark.sqlite_only
def test_right_passwords_do_not_count(app, grace):
    assert [tried(app.test_client()) for _ in range(11)] == [303] * 11


@pytest.mark.sqlite_only
def test_a_network_has_thirty_wrong_tries_on_whomever(app, grace):
    let = [spent(app, 1, email=f"person-{n}@nowhere.example") for n in range(31)]
    assert let == [1] * 30 + [0]
    assert tried(app.test_client()) == 429
    assert tried(app.test_client(), address="192.0.2.2") == 303


@pytest.mark.sqlite_only
def test_addresses_of_one_ipv6_network_count_together_and_headers_count_nothing(app, grace):
    assert [spent(app, 1, address=f"2001:db8::{n:x}") for n in range(1, 12)] == [1] * 10 + [0]
    forged = {"X-Forwarded-For": "198.51.100.9", "X-Real-IP": "198.51.100.9", "Forwarded": "for=198.51.100.9"}
    assert tried(app.test_client(), address="2001:db8::ffff", headers=forged) == 429
    assert tried(app.test_client(), address="2001:db8:0:1::1") == 303


@pytest.mark.sqlite_only
def test_an_account_has_a_hundred_wrong_tries_from_wherever_but_its_owners_browser_stays_open(app, grace):
    known = app.test_client()
    assert tried(known) == 303
    known.delete_cookie("sign_in")
    assert [spent(app, 1, address=f"198.51.100.{n}") for n in range(101)] == [1] * 100 + [0]
    assert tried(app.test_client(), address="203.0.113.1") == 429
    assert tried(known, address="203.0.113.1") == 303
    known.delete_cookie("sign_in")
    mark = known.get_cookie("known_browser", path="/sign-in").value
    assert spent(app, 11, cookie=f"known_browser={mark}") == 10


@pytest.mark.sqlite_only
def test_one_stranger_alone_cannot_use_up_what_an_account_allows(app, grace):
    assert spent(app, 130) == 10
    assert tried(app.test_client(), address="203.0.113.1") == 303


@pytest.mark.sqlite_only
@pytest.mark.parametrize("forged", ["", "x", "W10.x.y", "eyJhIjoxfQ.x.y"])
def test_a_forged_mark_of_a_known_browser_counts_nothing(app, grace, forged):
    assert spent(app, 11) == 10
    assert spent(app, 1, cookie=f"known_browser={forged}") == 0


@pytest.mark.sqlite_only
def test_the_mark_of_a_known_browser_is_worth_nothing_for_another_account(app, grace):
    other = an_account(email="other@staff.example", password=PASSWORD)
    browser = app.test_client()
    assert tried(browser, email=other.email) == 303
    mark = browser.get_cookie("known_browser", path="/sign-in").value
    assert spent(app, 11, cookie=f"known_browser={mark}") == 10
    assert spent(app, 1) == 0


@pytest.mark.sqlite_only
def test_the_counters_file_holds_nobodys_address(app, grace):
    spent(app, 1, address="192.0.2.77")
    path = app.config["RUN"].limits_url.removeprefix("sqlite:///")
    with sqlite3.connect(path) as file:
        kept = [key for (key,) in file.execute("SELECT key FROM counter")]
    assert len(kept) == 3
    assert "192.0.2.77" not in str(kept)
    assert "grace" not in str(kept)
