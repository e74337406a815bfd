"""One decision: who may, what it changes, and what becomes of one that comes too late."""

import re

import pytest

from blog.accounts.account import Role
from blog.commenting.comment import Status
from blog.commenting.decision import Decision, decisions_about
from blog.moderating.verdict import Verdict, approve, reject
from blog.storage import db
from tests.builders import a_comment, a_public_article, an_account, an_approved_comment
from tests.moderating.asking import as_moderator, decide, send


@pytest.mark.parametrize(
    ("verdict", "status", "public"),
    [("approve", "approved", 1), ("reject", "rejected", 0), ("spam", "spam", 0)],
)
def test_a_verdict_becomes_a_status_and_a_row_that_says_who(app, verdict, status, public):
    client, moderator = as_moderator(app)
    comment, noise = a_comment(), a_comment()
    answer = decide(client, comment, verdict, seen=0, because="  Well  said. ")
    assert answer.status_code == 303
    assert (comment.status, comment.article.comment_count) == (status, public)
    made = db.session.scalars(decisions_about(comment)).one()
    assert (made.before, made.after, made.by, made.because) == ("pending", status, moderator, "Well said.")
    assert noise.status is Status.PENDING


def test_after_a_decision_the_next_comment_is_current_and_a_bar_offers_undo(app):
    client, _moderator = as_moderator(app)
    first, second = a_comment(name="Ada Byron"), a_comment()
    page = client.get("/moderation").text
    action = re.search(r'action="([^"]*decision[^"]*)"', page)[1].replace("&amp;", "&")
    answer = send(client, action, verdict="approve", seen=0)
    assert answer.location == (
        f"/moderation?done={first.public_id}&comment={second.public_id}#comment-{second.public_id}"
    )
    page = client.get(answer.location).text
    assert "Approved Ada Byron’s comment." in page
    assert re.search(rf'id="comment-{second.public_id}"\s+aria-current="true"', page)
    assert f'action="/moderation/comments/{first.public_id}/decision' in page
    send(client, f"/moderation/comments/{first.public_id}/decision", verdict="undo", seen=1)
    assert (first.status, first.article.comment_count) == (Status.PENDING, 0)


def test_undo_restores_the_status_before_the_last_decision(app):
    client, moderator = as_moderator(app)
    comment = a_comment()
    reject(comment, by=moderator)
    approve(comment, by=moderator)
    decide(client, comment, "undo", seen=2)
    assert comment.status is Status.REJECTED
    last = db.session.scalars(decisions_about(comment)).all()[-1]
    assert last.undoes_id is not None
    assert (last.before, last.after) == ("approved", "rejected")


def test_undo_of_an_approval_hides_the_comment_again(app):
    client, moderator = as_moderator(app)
    comment = an_approved_comment(by=moderator)
    assert comment.article.comment_count == 1
    decide(client, comment, "undo", seen=1)
    assert (comment.is_public(), comment.article.comment_count) == (False, 0)


def test_undo_of_nothing_is_a_conflict(app):
    client, _moderator = as_moderator(app)
    comment = a_comment()
    answer = decide(client, comment, "undo")
    assert answer.status_code == 409
    assert "Nothing has been decided about this comment yet." in answer.text


def test_a_button_pressed_twice_does_no_harm(app):
    client, _moderator = as_moderator(app)
    comment = a_comment()
    for verdict, seen in (("approve", 0), ("approve", 0), ("undo", 1), ("undo", 1)):
        assert decide(client, comment, verdict, seen=seen).status_code == 303
    assert comment.status is Status.PENDING
    assert comment.decision_count == 2


def test_a_decision_on_what_somebody_else_decided_changes_nothing_and_says_who(app):
    client, _moderator = as_moderator(app)
    comment = a_comment()
    reject(comment, by=an_account(Role.EDITOR, name="Mo Tanaka"))
    answer = decide(client, comment, "approve", seen=0)
    assert answer.status_code == 409
    assert "Rejected by Mo Tanaka on" in answer.text
    assert f'href="/moderation/comments/{comment.public_id}"' in answer.text
    assert (comment.status, comment.decision_count) == (Status.REJECTED, 1)


@pytest.mark.parametrize("seen", ["0", "1", "3", "-1", "9" * 30])
def test_a_number_that_is_not_the_newest_is_stale(app, seen):
    client, moderator = as_moderator(app)
    comment = a_comment()
    reject(comment, by=moderator)
    approve(comment, by=moderator)
    assert decide(client, comment, "spam", seen=seen).status_code == 409
    assert comment.status is Status.APPROVED


def test_without_a_number_the_comment_counts_as_seen(app):
    client, moderator = as_moderator(app)
    comment = a_comment()
    reject(comment, by=moderator)
    assert decide(client, comment, "approve").status_code == 303
    assert comment.status is Status.APPROVED


@pytest.mark.parametrize(
    "fields",
    [
        {"verdict": "delete"},
        {"verdict": ""},
        {},
        {"verdict": "APPROVE"},
        {"verdict": "approve", "seen": "one"},
        {"verdict": "reject", "because": "r" * 201},
    ],
)
def test_what_makes_no_sense_changes_nothing(app, fields):
    client, _moderator = as_moderator(app)
    comment = a_comment()
    assert send(client, f"/moderation/comments/{comment.public_id}/decision", **fields).status_code == 422
    assert comment.status is Status.PENDING


def test_nothing_else_that_is_posted_changes_a_comment(app):
    client, _moderator = as_moderator(app)
    comment = a_comment(name="Ada")
    decide(client, comment, "reject", status="approved", name="Mallory", by="1", decision_count="7")
    assert (comment.status, comment.name, comment.decision_count) == (Status.REJECTED, "Ada", 1)


def test_an_author_decides_on_their_own_articles_and_sees_no_others(app):
    client, author = as_moderator(app, Role.AUTHOR)
    own, other = a_comment(a_public_article(by=author)), a_comment()
    assert decide(client, own, "approve", seen=0).status_code == 303
    assert decide(client, other, "approve", seen=0).status_code == 404
    assert (own.status, other.status) == (Status.APPROVED, Status.PENDING)


def test_without_a_token_nothing_is_decided(app):
    client, _moderator = as_moderator(app)
    comment = a_comment()
    path = f"/moderation/comments/{comment.public_id}/decision"
    assert client.post(path, data={"verdict": "approve"}).status_code == 400
    assert client.post(path, data={"verdict": "approve", "csrf_token": "x"}).status_code == 400
    assert comment.status is Status.PENDING


def test_no_comment_becomes_public_without_a_person(app):
    for filled in (True, False):
        a_comment(honeypot_filled=filled)
    a_comment(by=an_account(Role.CONTRIBUTOR))
    assert db.session.query(Decision).filter_by(after=Status.APPROVED).all() == []


def test_a_staff_member_approves_by_writing_where_they_may_moderate(app):
    author = an_account(Role.AUTHOR)
    own = a_comment(a_public_article(by=author), by=author)
    other = a_comment(by=author)
    assert (own.status, other.status) == (Status.APPROVED, Status.PENDING)
    assert db.session.scalars(decisions_about(own)).one().by is author


def test_the_verdicts_are_the_four_of_the_form():
    assert list(Verdict) == ["approve", "reject", "spam", "undo"]
