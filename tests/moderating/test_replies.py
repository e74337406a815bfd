"""A reply by staff approves what it answers, and is public at once."""

import pytest
from sqlalchemy import select

from blog.accounts.account import Role
from blog.commenting.comment import Comment, Status
from blog.moderating.verdict import reject
from blog.storage import db
from tests.builders import a_comment, a_public_article, addresses_kept, an_account, an_approved_comment
from tests.moderating.asking import as_moderator, send


def test_a_reply_approves_the_comment_and_stands_under_it(app):
    client, moderator = as_moderator(app, name="Mo Tanaka")
    comment = a_comment()
    answer = send(client, _path(comment), body="Thank *you*.", seen=0)
    assert answer.status_code == 303
    assert comment.status is Status.APPROVED
    reply = db.session.scalars(select(Comment).where(Comment.parent_id == comment.id)).one()
    assert (reply.status, reply.account, reply.name, reply.body) == (
        Status.APPROVED,
        moderator,
        "Mo Tanaka",
        "Thank *you*.",
    )
    assert addresses_kept()[-1] == moderator.email
    assert comment.article.comment_count == 2


def test_a_reply_to_what_is_public_decides_nothing_again(app):
    client, moderator = as_moderator(app)
    comment = an_approved_comment(by=moderator)
    assert send(client, _path(comment), body="Indeed.", seen=0).status_code == 303
    assert comment.decision_count == 1
    assert len(_replies(comment)) == 1


@pytest.mark.parametrize("words", ["", " \n\t ", "w" * 10_001])
def test_what_cannot_be_posted_is_shown_again_and_approves_nothing(app, words):
    client, _moderator = as_moderator(app)
    comment = a_comment()
    answer = send(client, _path(comment), body=words)
    assert answer.status_code == 422
    assert words.strip() in answer.text
    assert comment.status is Status.PENDING
    assert _replies(comment) == []


def test_a_reply_to_what_somebody_rejected_meanwhile_is_kept_to_copy(app):
    client, _moderator = as_moderator(app)
    comment = a_comment()
    reject(comment, by=an_account(Role.EDITOR, name="Ed"))
    answer = send(client, _path(comment), body="Too late.", seen=0)
    assert answer.status_code == 409
    assert "Too late." in answer.text
    assert "Rejected by Ed" in answer.text
    assert comment.status is Status.REJECTED
    assert _replies(comment) == []


def test_a_reply_sent_twice_stands_once(app):
    client, _moderator = as_moderator(app)
    comment = a_comment()
    for _ in range(2):
        assert send(client, _path(comment), body="Thank you.", seen=0).status_code == 303
    assert len(_replies(comment)) == 1


def test_an_author_replies_at_their_own_articles_only(app):
    client, author = as_moderator(app, Role.AUTHOR)
    own, other = a_comment(a_public_article(by=author)), a_comment()
    assert send(client, _path(own), body="Welcome.").status_code == 303
    assert send(client, _path(other), body="Welcome.").status_code == 404
    assert [reply.status for reply in _replies(own)] == ["approved"]
    assert _replies(other) == []


def _path(comment):
    return f"/moderation/comments/{comment.public_id}/reply"


def _replies(comment):
    return db.session.scalars(select(Comment).where(Comment.parent_id == comment.id)).all()
