"""Whoever types an address that is not theirs learns nothing of who is known here, and gets nothing of theirs."""

import json

import pytest
from flask import current_app
from sqlalchemy import select

from blog.accounts.account import Role
from blog.commenting.comment import Comment
from blog.commenting.contact import digest_of_address
from blog.commenting.mail_refused import refuse_mail
from blog.commenting.withdrawal import withdraw_comment
from blog.moderating.verdict import approve, reject
from blog.storage import db
from tests.builders import a_public_article, an_account
from tests.commenting.letters import MAIL, answered, delivered, post_and_wish
from tests.commenting.posted import post

KNOWN, UNKNOWN = "known@visitors.example", "other@visitors.example"


@pytest.fixture
def environ(environ):
    return environ | MAIL


@pytest.fixture
def article(app):
    return a_public_article()


def the_comment():
    return db.session.scalars(select(Comment)).one()


def what_is_said_of_letters(visitor, receipt):
    """The receipt's words on letters, without its own address."""
    page = visitor.get(receipt).text.replace(receipt, "")
    return page.partition('id="letters"')[2].partition("</section>")[0].partition("<time")[0], page.count(
        "Send that letter again"
    )


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [
        ("me@straße.de", "me@strasse.de"),
        ("weiß@visitors.example", "weiss@visitors.example"),
        ("me@βόλος.gr", "me@βόλοσ.gr"),
        ("jameſ@visitors.example", "james@visitors.example"),
    ],
)
def test_an_address_that_only_looks_alike_is_another(app, visitor, article, theirs, mine):
    post(visitor, article, email=theirs, body="Their words.")
    receipt = post(app.test_client(), article, email=mine, body="My words.").location
    visitor.post(f"{receipt}/data-letter")
    (letter,) = [each for each in delivered() if each.kind == "my_data"]
    link = letter.path("/my-data/")
    visitor.post(f"{link}/opening")
    answered()
    kept = json.loads(visitor.get(f"{link}/my-data.json").text)
    assert [each["words"] for each in kept["comments"]] == ["My words."]


def test_an_address_is_the_same_however_it_is_cased(app):
    keys = current_app.config["KEYS"]
    assert digest_of_address("ÄDA@Visitors.Example", keys) == digest_of_address("äda@visitors.example", keys)


@pytest.mark.parametrize("pull_back", ["reject", "withdraw"])
def test_a_comment_that_was_public_opens_its_receipt_to_nobody_who_copies_it(
    app, visitor, article, pull_back
):
    first = post(visitor, article).location
    approve(the_comment(), by=an_account(Role.MODERATOR))
    if pull_back == "reject":
        reject(the_comment(), by=an_account(Role.MODERATOR))
    else:
        withdraw_comment(the_comment())
    guessed = post(app.test_client(), article)
    assert (guessed.status_code, guessed.location == first) == (303, False)
    wrong = post(app.test_client(), article, email=UNKNOWN)
    assert (wrong.status_code, wrong.location == first) == (303, False)


def test_the_receipt_does_not_say_that_an_address_refused_letters(visitor, article):
    refuse_mail(digest_of_address(KNOWN, current_app.config["KEYS"]))
    refused, free = (
        post_and_wish(visitor, article, email=each, body=f"To {each}.") for each in (KNOWN, UNKNOWN)
    )
    assert what_is_said_of_letters(visitor, refused) == what_is_said_of_letters(visitor, free)
    assert [each.to for each in delivered()] == [UNKNOWN]
    for receipt in (refused, free):
        visitor.post(f"{receipt}/data-letter")
        assert "The link in that letter is good for a day" in visitor.get(receipt).text
    assert [each.to for each in delivered()] == [UNKNOWN]


def test_the_receipt_does_not_say_that_an_address_was_asked_often_today(app, visitor, article):
    for number in range(3):
        post_and_wish(app.test_client(), article, email=KNOWN, body=f"Comment {number} of its owner.")
    often, fresh = (
        post_and_wish(visitor, article, email=each, body=f"To {each}.") for each in (KNOWN, UNKNOWN)
    )
    assert what_is_said_of_letters(visitor, often) == what_is_said_of_letters(visitor, fresh)
    assert [each.to for each in delivered()] == [KNOWN] * 3 + [UNKNOWN]


def test_the_receipt_does_not_say_that_a_rule_took_the_comment_for_spam(visitor, article):
    spam, other = (
        post_and_wish(visitor, article, email=each, body=f"To {each}.", subject=trap)
        for each, trap in ((KNOWN, "Buy"), (UNKNOWN, ""))
    )
    assert what_is_said_of_letters(visitor, spam) == what_is_said_of_letters(visitor, other)
    assert [each.to for each in delivered()] == [UNKNOWN]
