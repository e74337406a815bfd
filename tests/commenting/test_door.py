"""What comes too often or weighs too much is turned away before it costs anything, and nobody's words are lost."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import current_app
from sqlalchemy import func, select

from blog.accounts.account import Role
from blog.clock import now
from blog.commenting.comment import Comment
from blog.commenting.contact import digest_of_address
from blog.commenting.views.door import LARGEST_POSTING
from blog.storage import db
from tests.builders import a_public_article, an_account, sign_in, token
from tests.commenting.posted import WORDS, post
from tests.commenting.test_trust import confirm
from tests.services import redis_url

NOON = now().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=1)


@pytest.fixture
def environ(environ):
    return environ | {"BLOG_COMMENT_RATE": "3 per minute; 5 per day"}


@pytest.fixture
def article(app):
    return a_public_article()


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def number_of_comments():
    return db.session.scalar(select(func.count()).select_from(Comment))


def numbered(visitor, article, n, network="192.0.2.1", **fields):
    words = {"body": f"Words {n}.", "email": f"{n}@visitors.example"} | fields
    return visitor.post(
        f"/articles/{article.slug}/comments",
        data=WORDS | words,
        environ_overrides={"REMOTE_ADDR": network},
    )


def test_the_fourth_comment_in_a_minute_waits_until_the_minute_is_over(visitor, article, clock):
    answers = [numbered(visitor, article, n) for n in range(4)]
    assert [each.status_code for each in answers] == [303, 303, 303, 429]
    assert answers[3].headers["Retry-After"] == "60"
    assert number_of_comments() == 3
    clock.shift(59)
    assert numbered(visitor, article, 4).headers["Retry-After"] == "1"
    clock.shift(2)
    assert numbered(visitor, article, 5).status_code == 303


def test_every_one_of_several_limits_counts(visitor, article, clock):
    for n in range(5):
        assert numbered(visitor, article, n).status_code == 303
        clock.shift(61)
    late = numbered(visitor, article, 6)
    assert late.status_code == 429
    assert int(late.headers["Retry-After"]) == 86400 - 5 * 61
    assert "in 24 hours" in late.text


def test_other_networks_are_let_in_and_one_ipv6_household_is_one(visitor, article, clock):
    for n in range(3):
        numbered(visitor, article, n, f"2001:db8:0:1::{n}")
    assert numbered(visitor, article, 4, "2001:db8:0:1::ffff").status_code == 429
    assert numbered(visitor, article, 5, "2001:db8:0:2::1").status_code == 303


def test_one_address_is_one_however_many_networks_it_comes_from(visitor, article, clock):
    same = {"email": "Ada@visitors.example"}
    for n in range(3):
        numbered(visitor, article, n, f"192.0.2.{n}", **same)
    assert numbered(visitor, article, 4, "192.0.2.4", email="ada@VISITORS.example ").status_code == 429


def test_one_address_is_one_however_it_is_written(visitor, article, clock):
    ways = ("eve@visitors.example", "Eve@VISITORS.example", "eve@ｖisitors.example", " eve@visitors.example")
    answers = [
        numbered(visitor, article, n, email=way, network=f"198.51.100.{n}") for n, way in enumerate(ways)
    ]
    assert [each.status_code for each in answers] == [303, 303, 303, 429]


def test_strangers_who_type_an_address_do_not_keep_out_who_confirmed_it(app, visitor, article, clock):
    for n in range(4):
        numbered(app.test_client(), article, n, f"192.0.2.{n}", email="ada@visitors.example")
    confirm(visitor, "ada@visitors.example")
    assert numbered(visitor, article, 5, "192.0.2.5", email="ada@visitors.example").status_code == 303


def test_the_words_are_kept_and_can_be_sent_again_from_the_page(visitor, article, clock):
    for n in range(3):
        numbered(visitor, article, n)
    said = {"body": "First <line>\n\n  second & “last”", "website": "https://ada.example", "remember": "y"}
    page = numbered(visitor, article, 4, name='Ada "Bee"', **said)
    assert page.status_code == 429
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text))
    assert fields == {
        "name": "Ada &#34;Bee&#34;",
        "email": "4@visitors.example",
        "website": "https://ada.example",
        "remember": "y",
    }
    assert "First &lt;line&gt;\r\n\r\n  second &amp; “last”</textarea>" in page.text.replace(
        "\r\n", "\n"
    ).replace("\n", "\r\n")
    assert f'action="/articles/{article.slug}/comments"' in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    clock.shift(61)
    assert numbered(visitor, article, 4, **said).status_code == 303


def test_who_is_turned_away_costs_no_question_about_articles(visitor, article, clock, count_queries):
    for n in range(3):
        numbered(visitor, article, n)
    assert article.slug  # asked for beforehand
    with count_queries() as asked:
        assert numbered(visitor, article, 4).status_code == 429
    assert [each for each in asked if "site_setting" not in each] == []


def test_previews_and_wrong_forms_have_a_limit_of_their_own_that_is_wider(visitor, article, clock):
    for n in range(15):
        assert numbered(visitor, article, n, preview="y").status_code == 200
        assert numbered(visitor, article, n, name="").status_code == 422
    assert numbered(visitor, article, 0, preview="y").status_code == 429
    assert numbered(visitor, article, 0, name="").status_code == 429
    assert numbered(visitor, article, 0).status_code == 303


def test_staff_who_are_signed_in_come_as_they_like(visitor, clock):
    author = an_account()
    article = a_public_article(by=author)
    sign_in(visitor, author)
    for n in range(6):
        fields = {"body": f"Words {n}", "csrf_token": token(visitor)}
        assert visitor.post(f"/articles/{article.slug}/comments", data=fields).status_code == 303


def test_what_is_too_large_is_refused_with_a_clear_page(visitor, article):
    longest = "🙂" * 10_000  # twelve bytes each on their way
    assert post(visitor, article, body=longest).status_code == 303
    answer = post(visitor, article, body="a" * LARGEST_POSTING)
    assert answer.status_code == 413
    assert "That comment is too long" in answer.text
    assert "at most 10,000 characters" in answer.text
    assert number_of_comments() == 1


def test_a_large_multipart_form_is_refused_too(visitor, article):
    way, fields = f"/articles/{article.slug}/comments", WORDS | {"body": "a" * LARGEST_POSTING}
    assert visitor.post(way, data=fields, content_type="multipart/form-data").status_code == 413


@pytest.mark.parametrize("limits", ["sqlite", "redis"])
def test_the_desk_tells_how_many_were_turned_away_lately(app, visitor, article, limits):
    if limits == "redis":
        object.__setattr__(current_app.config["RUN"], "limits_url", redis_url())
    desk = {role: sign_in(app.test_client(), an_account(role)) for role in (Role.MODERATOR, Role.AUTHOR)}
    assert "turned away" not in desk[Role.MODERATOR].get("/desk").text
    for n in range(5):
        numbered(visitor, article, n)
    post(visitor, article, body="a" * LARGEST_POSTING)
    said = " ".join(desk[Role.MODERATOR].get("/desk").text.split())
    assert "Comments turned away at the door in the last 7 days: 2 sent too often, 1 too long." in said
    assert "turned away" not in desk[Role.AUTHOR].get("/desk").text


@pytest.mark.sqlite_only
def test_after_seven_days_they_are_told_no_more(app, visitor, article):
    with time_machine.travel(NOON - timedelta(days=6), tick=False):
        post(visitor, article, body="a" * LARGEST_POSTING)
    with time_machine.travel(NOON - timedelta(days=7), tick=False):
        post(visitor, article, body="a" * LARGEST_POSTING)
    person = sign_in(app.test_client(), an_account(Role.MODERATOR))
    with time_machine.travel(NOON, tick=False):
        assert "1 too long." in " ".join(person.get("/desk").text.split())


def test_the_counter_knows_nobodys_address(app, environ, visitor, article):
    numbered(visitor, article, 1, "192.0.2.77")
    counted = (current_app.config["RUN"].instance / "limits.sqlite-wal").read_bytes()
    digest = digest_of_address("1@visitors.example", current_app.config["KEYS"])
    for private in (b"192.0.2.77", b"1@visitors.example", digest.encode()):
        assert private not in counted


@pytest.mark.sqlite_only
def test_an_empty_rate_is_no_limit(app, visitor, article):
    object.__setattr__(current_app.config["RUN"], "comment_rate", "")
    assert {numbered(visitor, article, n).status_code for n in range(12)} == {303}
