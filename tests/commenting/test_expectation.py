"""The form says what to expect, in stored, rounded sentences."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from blog.accounts.account import Account, Role
from blog.clock import now
from blog.commenting.comment import Status
from blog.commenting.decision import decide
from blog.commenting.expectation import ABSENCE, USUAL_WAIT, in_words, recompute_expectations, sentence_of
from blog.moderating.verdict import approve, reject, undo
from blog.storage import db
from blog.storage.site_setting import change_site_setting
from tests.builders import PASSWORD, a_comment, a_public_article, an_account
from tests.commenting.posted import post

MINUTE, HOUR, DAY = 60, 3600, 86400


@pytest.fixture
def article(app):
    return a_public_article()


@pytest.fixture
def moderator(app):
    return an_account(Role.MODERATOR)


def answered(article, moderator, hours, *, days_ago=1, verdict=approve, **details):
    at = now() - timedelta(days=days_ago)
    comment = a_comment(article, at=at, **details)
    verdict(comment, by=moderator, at=at + timedelta(hours=hours))
    return comment


def usual_wait():
    recompute_expectations()
    return sentence_of(USUAL_WAIT)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "5 minutes"),
        (5 * MINUTE, "5 minutes"),
        (5 * MINUTE + 1, "10 minutes"),
        (30 * MINUTE, "30 minutes"),
        (31 * MINUTE, "an hour"),
        (61 * MINUTE, "2 hours"),
        (4.2 * HOUR, "5 hours"),
        (36 * HOUR, "36 hours"),
        (36 * HOUR + MINUTE, "2 days"),
        (9 * DAY, "9 days"),
    ],
)
def test_a_time_is_rounded_up_to_what_one_would_say(seconds, words):
    assert in_words(seconds) == words


def test_the_usual_wait_is_the_middle_one_and_hidden_under_twenty(article, moderator):
    for n in range(19):
        answered(article, moderator, 4.5 if n % 2 else 1 if n % 4 else 20)
    assert usual_wait() == ""
    answered(article, moderator, 4.5, verdict=reject)
    assert usual_wait() == "Comments are usually read within 5 hours."


def test_only_first_decisions_of_persons_in_thirty_days_on_comments_of_visitors_count(article, moderator):
    for _ in range(20):
        answered(article, moderator, 2)
    for n in range(30):
        answered(article, moderator, 20, days_ago=32)
        reject(answered(article, moderator, 2), by=moderator)  # a second thought
        decide(a_comment(article, at=now() - timedelta(days=9)), Status.SPAM, because="A rule.")
        a_comment(article, by=moderator, name="Mo", email=moderator.email, body=f"At once {n}.")
    undo(answered(article, moderator, 2), by=moderator)
    assert usual_wait() == "Comments are usually read within 2 hours."


def absence(at=None):
    recompute_expectations(at=at)
    return sentence_of(ABSENCE)


@pytest.mark.parametrize(
    ("days", "words"),
    [(6.9, ""), (7, "7 days"), (9.5, "9 days"), (14, "2 weeks"), (59, "8 weeks"), (61, "2 months")],
)
def test_it_is_said_when_no_moderator_was_here_for_some_days(app, days, words):
    an_account(Role.OWNER)
    expected = f"No moderator has been here for {words}, so it may take longer." if words else ""
    assert absence(now() + timedelta(days=days)) == expected


def test_a_decision_of_a_person_or_a_sign_in_is_a_sign_of_life(app, visitor, article):
    long_ago = now() - timedelta(days=100)
    for person in db.session.scalars(select(Account)):
        person.created_at = long_ago
    moderator = an_account(Role.MODERATOR, at=long_ago, password=PASSWORD, email="mo@staff.example")
    decide(a_comment(article), Status.SPAM, because="A rule.")
    assert absence() == "No moderator has been here for 3 months, so it may take longer."
    decided = answered(article, moderator, 0, days_ago=8)
    assert absence() == "No moderator has been here for 8 days, so it may take longer."
    visitor.post("/sign-in", data={"email": "mo@staff.example", "password": PASSWORD})
    assert (absence(), decided.status) == ("", Status.APPROVED)


def test_who_may_not_moderate_any_comment_is_no_sign_of_a_moderator(app):
    an_account(Role.OWNER, at=now() - timedelta(days=10))
    an_account(Role.AUTHOR)
    assert absence() == "No moderator has been here for 10 days, so it may take longer."


def test_zero_days_and_a_blog_without_people_say_nothing(app):
    assert absence() == ""
    an_account(Role.OWNER, at=now() - timedelta(days=400))
    change_site_setting("moderators_absent_after_days", 0, by=None)
    assert absence() == ""


def test_visitors_read_them_at_the_form_and_on_the_receipt(visitor, article, moderator):
    change_site_setting("comments_guidance", "Be kind & stay on the topic.", by=None)
    for _ in range(20):
        answered(article, moderator, 4.5, days_ago=12)
    db.session.execute(db.update(Account).values(created_at=now() - timedelta(days=20)))
    recompute_expectations()
    addresses = (
        f"/articles/{article.slug}",
        f"/articles/{article.slug}/comments/new",
        post(visitor, article).location,
    )
    for address in addresses:
        page = visitor.get(address).text
        assert "Comments are usually read within 5 hours." in page
        assert "No moderator has been here for 11 days, so it may take longer." in page
        assert ("Be kind &amp; stay on the topic." in page) is ("/receipts/" not in address)


def test_a_page_says_the_same_until_the_sentences_are_made_anew(visitor, article, moderator):
    before = visitor.get(f"/articles/{article.slug}").text
    for _ in range(20):
        answered(article, moderator, 4.5, verdict=reject)
    assert visitor.get(f"/articles/{article.slug}").text == before
    recompute_expectations()
    assert visitor.get(f"/articles/{article.slug}").text != before


def test_where_known_visitors_are_let_in_the_form_does_not_say_otherwise(visitor, article):
    assert (
        "A moderator reads every comment before it appears." in visitor.get(f"/articles/{article.slug}").text
    )
    change_site_setting("auto_approve_known", True, by=None)
    page = visitor.get(f"/articles/{article.slug}").text
    assert "A moderator reads what new visitors write before it appears." in page
