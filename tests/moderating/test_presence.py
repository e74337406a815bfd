"""A comment that somebody has open is marked for the others, for a minute after they last said so."""

from datetime import timedelta

from blog.accounts.account import Role
from blog.clock import now
from blog.moderating.presence import Presence, have_open, leave_open, opened_by_others
from blog.moderating.verdict import approve
from blog.storage import db
from tests.builders import a_comment, a_public_article, an_account
from tests.moderating.asking import as_moderator, decide, send


def test_others_are_told_and_one_is_not_told_of_oneself(app):
    grace, mo = an_account(Role.MODERATOR, name="Grace"), an_account(Role.MODERATOR, name="Mo")
    comment, other = a_comment(), a_comment()
    have_open(comment, grace)
    assert opened_by_others([comment, other], mo) == {comment.id: ["Grace"]}
    assert opened_by_others([comment, other], grace) == {}
    assert opened_by_others([], mo) == {}


def test_it_is_over_after_a_minute_and_when_the_page_is_left(app):
    grace, mo, at = an_account(Role.MODERATOR), an_account(Role.MODERATOR), now()
    comment = a_comment()
    have_open(comment, grace, at=at)
    assert opened_by_others([comment], mo, at=at + timedelta(seconds=59)) != {}
    assert opened_by_others([comment], mo, at=at + timedelta(seconds=60)) == {}
    have_open(comment, grace, at=at + timedelta(seconds=50))
    assert opened_by_others([comment], mo, at=at + timedelta(seconds=100)) != {}
    leave_open(comment, grace)
    assert opened_by_others([comment], mo, at=at + timedelta(seconds=51)) == {}


def test_what_is_over_is_not_kept(app):
    at, account = now(), an_account(Role.MODERATOR)
    for n in range(5):
        have_open(a_comment(), account, at=at + timedelta(minutes=2 * n))
    assert db.session.scalar(db.select(db.func.count()).select_from(Presence)) == 1


def test_pages_say_who_else_has_it_open(app):
    grace_client, _grace = as_moderator(app, name="Grace")
    mo_client, _mo = as_moderator(app, name="Mo")
    comment = a_comment()
    path = f"/moderation/comments/{comment.public_id}"
    assert "Grace has this open." not in mo_client.get(path).text
    said = send(grace_client, f"{path}/presence")
    assert (said.status_code, "has this open" in said.text) == (200, False)
    assert "Grace has this open." in mo_client.get(path).text
    assert "Grace has this open." in send(mo_client, f"{path}/presence").text
    assert "Mo has this open." in grace_client.get(path).text
    send(mo_client, f"{path}/presence", left="y")
    assert "Mo has this open." not in grace_client.get(path).text


def test_looking_at_a_page_says_nothing(app):
    client, _moderator = as_moderator(app)
    comment = a_comment()
    client.get(f"/moderation/comments/{comment.public_id}")
    assert db.session.scalars(db.select(Presence)).all() == []


def test_it_needs_a_token_and_somebody_who_may_decide(app):
    client, _moderator = as_moderator(app)
    author_client, author = as_moderator(app, Role.AUTHOR)
    comment, own = a_comment(), a_comment(a_public_article(by=author))
    path = "/moderation/comments/{}/presence"
    assert client.post(path.format(comment.public_id)).status_code != 200
    assert send(author_client, path.format(comment.public_id)).status_code == 404
    assert send(author_client, path.format(own.public_id)).status_code == 200
    assert app.test_client().post(path.format(comment.public_id)).status_code != 200
    assert [each.comment_id for each in db.session.scalars(db.select(Presence))] == [own.id]


def test_of_two_who_decide_the_second_is_told_who_and_when(app):
    client, _moderator = as_moderator(app)
    comment, grace = a_comment(), an_account(Role.MODERATOR, name="Grace")
    approve(comment, by=grace)
    answer = decide(client, comment, "reject", seen=0)
    assert answer.status_code == 409
    assert "Approved by Grace on" in answer.text
    assert comment.status == "approved"
