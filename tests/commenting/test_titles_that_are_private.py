"""What an article is called since it was taken from the readers is told to nobody who once commented on it."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from blog.accounts.account import Role
from blog.clock import now
from blog.commenting.comment import Comment
from blog.moderating.verdict import reject
from blog.publishing.publication import withdraw
from blog.storage import db
from tests.builders import a_public_article, an_account
from tests.commenting.letters import MAIL, answered, confirm_by_letter, delivered, post_and_wish


@pytest.fixture
def environ(environ):
    return environ | MAIL


@pytest.fixture
def article(app):
    return a_public_article(title="Everyone may read this")


def take_from_readers(article):
    withdraw(article)
    article.title = "Nobody may know"


def test_the_letter_about_a_decision_names_no_article_that_is_not_public(visitor, article):
    confirm_by_letter(visitor, article)
    take_from_readers(article)
    reject(db.session.scalars(select(Comment)).one(), by=an_account(Role.MODERATOR))
    (letter,) = delivered(at=now() + timedelta(minutes=2))
    assert letter.composed.subject == "Your comment was not published"
    assert "Nobody may know" not in letter.whole
    assert "an article that is not shown now" in letter.whole


def test_the_letter_that_asks_names_no_article_that_is_not_public(visitor, article):
    post_and_wish(visitor, article)
    take_from_readers(article)
    (letter,) = delivered()
    assert (letter.kind, "Nobody may know" in letter.whole) == ("confirmation", False)


def test_what_is_kept_about_a_person_names_no_article_that_is_not_public(visitor, article):
    receipt = confirm_by_letter(visitor, article)
    take_from_readers(article)
    visitor.post(f"{receipt}/data-letter")
    (letter,) = delivered()
    link = letter.path("/my-data/")
    visitor.post(f"{link}/opening")
    answered()
    kept, page = json.loads(visitor.get(f"{link}/my-data.json").text), visitor.get(link).text
    assert [each["article"] for each in kept["comments"]] == [None]
    assert "On an article that is not shown now" in page
    assert "Nobody may know" not in letter.whole + page
