import pytest
from sqlalchemy import select

from blog.accounts.account import Role
from blog.commenting.comment import Comment, Status
from blog.storage import db
from tests.builders import a_public_article, addresses_kept, an_account, sign_in
from tests.real_forms import form_to


def comment_as(visitor, account, article, **fields):
    sign_in(visitor, account)
    action = f"/articles/{article.slug}/comments"
    typed = form_to(visitor.get(f"/articles/{article.slug}").text, action)
    assert set(typed) == {"csrf_token", "parent", "body"}
    return visitor.post(action, data=typed | {"body": "Words of the house."} | fields)


def test_who_moderates_here_is_published_at_once_under_their_own_name(app, visitor):
    article = a_public_article()
    answer = comment_as(visitor, article.author, article, name="Someone Else", email="else@visitors.example")
    comment = db.session.scalars(select(Comment)).one()
    assert (answer.status_code, answer.location) == (
        303,
        f"/articles/{article.slug}#comment-{comment.public_id}",
    )
    assert (comment.status, comment.account, comment.name) == (
        Status.APPROVED,
        article.author,
        article.author.name,
    )
    assert comment.avatar_seed == article.author.avatar_seed
    assert addresses_kept() == [article.author.email]
    assert article.comment_count == 1
    page = app.test_client().get(f"/articles/{article.slug}").text
    assert "Words of the house." in page
    assert page.count(">Author<") == 1
    assert article.author.email not in page


def test_who_only_writes_waits_like_everybody_else(app, visitor):
    article = a_public_article()
    answer = comment_as(visitor, an_account(Role.CONTRIBUTOR), article)
    assert db.session.scalars(select(Comment)).one().status is Status.PENDING
    assert answer.location.startswith("/receipts/")


def test_saying_it_twice_leads_to_the_same_place(app, visitor):
    article, editor = a_public_article(), an_account(Role.EDITOR)
    first = comment_as(visitor, editor, article)
    again = comment_as(visitor, editor, article)
    assert (again.status_code, again.location) == (303, first.location)
    assert len(db.session.scalars(select(Comment)).all()) == 1


def test_without_the_token_nothing_is_taken_and_the_words_come_back(app, visitor):
    article = a_public_article()
    sign_in(visitor, an_account(Role.OWNER))
    for token in ({}, {"csrf_token": "of another"}):
        answer = visitor.post(
            f"/articles/{article.slug}/comments", data={"body": "Words of the house."} | token
        )
        assert answer.status_code == 400
        assert "Words of the house." in answer.text
    assert db.session.scalars(select(Comment)).all() == []


def test_a_refused_comment_comes_back_without_asking_who_it_is(app, visitor):
    article = a_public_article()
    answer = comment_as(visitor, an_account(Role.OWNER, name="Olive Owner"), article, body=" ")
    assert answer.status_code == 422
    assert "Write a comment." in answer.text
    assert "Commenting as Olive Owner." in answer.text
    assert 'name="email"' not in answer.text


def test_a_session_that_ended_loses_no_words(app, visitor):
    article = a_public_article()
    answer = visitor.post(
        f"/articles/{article.slug}/comments", data={"body": "Long words.", "csrf_token": "old"}
    )
    assert answer.status_code == 422
    assert "Long words." in answer.text


@pytest.mark.parametrize("role", list(Role))
def test_the_page_of_a_signed_in_person_is_theirs(app, visitor, role):
    article = a_public_article()
    sign_in(visitor, an_account(role))
    assert visitor.get(f"/articles/{article.slug}").headers["Cache-Control"] == "private, no-store"
