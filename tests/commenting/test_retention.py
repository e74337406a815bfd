"""What is private is forgotten when its time is over, and nothing else is."""

from datetime import timedelta

import pytest
from flask import current_app
from sqlalchemy import func, select

from blog.accounts.account import Role
from blog.clock import now
from blog.commenting.comment import Status
from blog.commenting.contact import Contact
from blog.commenting.receipt import receipt_token
from blog.commenting.retention import Tidied, tidy
from blog.commenting.verification import faults
from blog.mail.letter import Letter, LetterStatus
from blog.moderating.verdict import mark_as_spam
from blog.storage import db
from blog.storage.site_setting import change_site_setting
from tests.builders import a_comment, a_public_article, an_account, sign_in

NOW = now()


@pytest.fixture
def article(app):
    return a_public_article()


def left(article, days_ago, **details):
    return a_comment(article, at=NOW - timedelta(days=days_ago), network="192.0.2.1", **details)


def contact_of(comment):
    return db.session.get(Contact, comment.id, populate_existing=True)


def set_to(name, value):
    change_site_setting(name, value, by=None)
    db.session.commit()


def test_by_default_only_networks_whose_time_is_over_are_forgotten(article):
    old, new = left(article, 61), left(article, 0)
    mark_as_spam(left(article, 400), by=an_account(Role.MODERATOR), at=NOW - timedelta(days=400))
    until = contact_of(new).network_until
    assert tidy(at=NOW) == Tidied(networks=2)
    known = contact_of(old)
    assert (known.network_digest, known.range_digest, known.network_until) == (None, None, None)
    assert known.digest
    assert contact_of(new).network_digest
    assert tidy(at=until - timedelta(seconds=1)) == Tidied()
    assert tidy(at=until) == Tidied(networks=1)
    assert contact_of(new).network_digest is None


def test_addresses_are_forgotten_after_so_many_days(article):
    old, new = left(article, 30.1), left(article, 29.9)
    set_to("keep_addresses_days", 30)
    assert tidy(at=NOW).addresses == 1
    assert contact_of(old) is None
    assert contact_of(new).digest
    assert tidy(at=NOW).addresses == 0
    assert list(faults(current_app.config["KEYS"])) == []


def test_more_than_fit_into_one_transaction_are_forgotten_too(article, monkeypatch):
    monkeypatch.setattr("blog.commenting.retention.BATCH", 2)
    for _ in range(5):
        left(article, 100)
    set_to("keep_addresses_days", 30)
    assert tidy(at=NOW) == Tidied(networks=5, addresses=5)
    assert db.session.scalar(select(func.count()).select_from(Contact)) == 0


def test_receipt_and_queue_still_show_a_comment_whose_address_is_forgotten(app, visitor, article):
    comment = left(article, 100, body="Words that stay.")
    receipt = f"/receipts/{receipt_token(comment, current_app.config['KEYS'].receipts)}"
    set_to("keep_addresses_days", 30)
    tidy(at=NOW)
    moderator = sign_in(app.test_client(), an_account(Role.MODERATOR))
    addresses = (
        (visitor, receipt),
        (moderator, "/moderation"),
        (moderator, f"/moderation/comments/{comment.public_id}"),
    )
    for person, address in addresses:
        assert "Words that stay." in person.get(address).text


def test_the_words_of_spam_are_erased_so_many_days_after_it_was_taken_for_spam(article):
    moderator = an_account(Role.MODERATOR)
    old, late, other = (left(article, 50, body="Buy this.") for _ in range(3))
    mark_as_spam(old, by=moderator, at=NOW - timedelta(days=8))
    mark_as_spam(late, by=moderator, at=NOW - timedelta(days=6))
    set_to("keep_spam_days", 7)
    assert tidy(at=NOW).spam == 1
    assert (old.body, old.body_html, old.status, contact_of(old)) == ("", "", Status.SPAM, None)
    assert (late.body, other.body) == ("Buy this.", "Buy this.")
    assert tidy(at=NOW).spam == 0
    assert list(faults(current_app.config["KEYS"])) == []


def test_the_record_of_letters_goes_and_those_that_wait_stay(app):
    long_ago = NOW - timedelta(days=91)
    for status in LetterStatus:
        for made_at in (long_ago, NOW):
            db.session.add(Letter(kind="trial", about={}, made_at=made_at, due_at=made_at, status=status))
    db.session.commit()
    assert tidy(at=NOW) == Tidied(letters=3)
    left_over = db.session.scalars(select(Letter.status).where(Letter.made_at == long_ago)).all()
    assert left_over == [LetterStatus.WAITING]
    assert db.session.scalar(select(func.count()).select_from(Letter)) == 5


def test_the_command_says_what_it_did(app, article):
    left(article, 100)
    set_to("keep_addresses_days", 30)
    answer = app.test_cli_runner().invoke(args=["commenting", "tidy"])
    assert (answer.exit_code, answer.output) == (
        0,
        "Forgotten: 1 networks, 1 addresses, the words of 0 spam comments, 0 letters that had left or never will.\n",
    )
