from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import current_app
from flask.testing import FlaskClient
from sqlalchemy import func, select

from blog.accounts.account import Role
from blog.clock import now
from blog.commenting.comment import Comment
from blog.commenting.contact import Contact
from blog.commenting.leaving import AlreadySaid, leave_once
from blog.moderating.verdict import approve, mark_as_spam, reject
from blog.storage import db
from tests.builders import a_public_article, an_account
from tests.commenting.posted import WORDS, post


def number_of_comments():
    return db.session.scalar(select(func.count()).select_from(Comment))


def the_comment():
    return db.session.scalars(select(Comment)).one()


def test_the_same_posting_again_leads_to_the_same_receipt(app, visitor):
    article = a_public_article()
    first = post(visitor, article)
    again = post(visitor, article)
    from_elsewhere = post(app.test_client(), article, name=" Ada ", body="A *fine* article.\r\n")
    assert (again.status_code, again.location) == (303, first.location)
    assert (from_elsewhere.status_code, from_elsewhere.location) == (303, first.location)
    assert number_of_comments() == 1


@pytest.mark.parametrize("verdict", [reject, mark_as_spam])
def test_what_was_refused_stays_refused_when_posted_again(app, visitor, verdict):
    article = a_public_article()
    first = post(visitor, article)
    verdict(the_comment(), by=an_account(Role.MODERATOR))
    assert post(app.test_client(), article).location == first.location
    assert number_of_comments() == 1


@pytest.mark.parametrize("field", ["name", "email", "body", "parent", "article"])
def test_a_posting_that_differs_is_another_comment(app, visitor, field):
    article = a_public_article()
    post(visitor, article)
    other = {"name": "Eda", "email": "eda@visitors.example", "body": "Other words."}
    if field == "parent":
        approve(the_comment(), by=an_account(Role.MODERATOR))
        other["parent"] = the_comment().public_id
    changed = {} if field == "article" else {field: other[field]}
    assert post(visitor, a_public_article() if field == "article" else article, **changed).status_code == 303
    assert number_of_comments() == 2


def test_once_it_is_public_only_its_writer_sees_the_receipt_again(app, visitor):
    article = a_public_article()
    first = post(visitor, article)
    approve(the_comment(), by=an_account(Role.MODERATOR))
    assert post(visitor, article).location == first.location
    stranger = post(app.test_client(), article)
    assert stranger.status_code == 409
    assert "You have already said this" in stranger.text
    assert f"#comment-{the_comment().public_id}" in stranger.text
    assert first.location not in stranger.text
    assert number_of_comments() == 1


def test_the_answer_to_public_words_does_not_tell_whether_a_guessed_email_is_right(app, visitor):
    article = a_public_article()
    post(visitor, article)
    approve(the_comment(), by=an_account(Role.MODERATOR))
    right = post(app.test_client(), article)
    wrong = post(app.test_client(), article, email="guessed@visitors.example")
    assert (wrong.status_code, wrong.text) == (right.status_code, right.text)
    assert number_of_comments() == 1


def words(**changed):
    return WORDS | {"keys": current_app.config["KEYS"]} | changed


def test_ten_minutes_later_the_same_words_are_another_comment(app):
    article, at = a_public_article(), now()
    first = leave_once(article, at=at, **words())
    assert leave_once(article, at=at + timedelta(minutes=9, seconds=59), **words()) is first
    later = leave_once(article, at=at + timedelta(minutes=10), **words())
    assert later is not first
    approve(later, by=an_account(Role.MODERATOR))
    with pytest.raises(AlreadySaid):
        leave_once(article, at=at + timedelta(minutes=11), **words())
    assert leave_once(article, at=at + timedelta(minutes=21), **words()) not in (first, later)


def test_twenty_postings_at_the_same_instant_make_one_comment(app):
    article = a_public_article()
    path = f"/articles/{article.slug}/comments"
    db.session.commit()

    def ask(_number):
        answer = FlaskClient(app, app.response_class).post(path, data=WORDS)
        return answer.status_code, answer.headers.get("Location")

    with ThreadPoolExecutor(20) as visitors:
        answers = set(visitors.map(ask, range(20)))
    assert len(answers) == 1
    assert answers.pop()[0] == 303
    assert number_of_comments() == 1
    assert db.session.scalar(select(func.count()).select_from(Contact)) == 1
