"""An appeal is marked in the queue, and goes to another moderator where there is one."""

import pytest

from blog.accounts.account import Role
from blog.accounts.standing import suspend
from blog.commenting.appeal import appeal
from blog.moderating.queue import waiting_count
from blog.moderating.verdict import ForSomebodyElse, Verdict, approve, reject, say
from blog.storage import db
from tests.builders import a_comment, a_public_article, an_account
from tests.moderating.asking import as_moderator, decide, send


def an_appealed_comment(by, article=None, **details):
    comment = a_comment(article, **details)
    reject(comment, by=by)
    appeal(comment, words="It was meant kindly.")
    return comment


@pytest.fixture
def scene(app):
    """(client, Account, comment): a moderator who turned it down; an owner is there too."""
    client, moderator = as_moderator(app)
    owner = an_account(Role.OWNER)
    comment = an_appealed_comment(moderator, a_public_article(by=an_account(Role.CONTRIBUTOR)), name="Ada")
    return client, moderator, owner, comment


def test_another_moderator_sees_it_with_its_sentence_and_decides(app, scene):
    _client, _moderator, _owner, comment = scene
    other, _other = as_moderator(app)
    a_comment(name="Noise")
    page = other.get("/moderation").text
    assert page.count(">Appeal<") == 1
    assert "asks to have it looked at again: “It was meant kindly.”" in page
    story = " ".join(other.get(f"/moderation/comments/{comment.public_id}").text.split())
    assert "It was meant kindly." in story
    assert "Put back to waiting</strong> by whoever wrote it" in story
    assert decide(other, comment, "approve", seen=2).status_code == 303
    assert comment.status == "approved"


def test_who_turned_it_down_does_not(app, scene):
    client, moderator, owner, comment = scene
    assert "Ada" not in client.get("/moderation").text
    assert db.session.scalar(waiting_count(moderator)) == 0
    assert db.session.scalar(waiting_count(owner)) == 1
    page = client.get(f"/moderation/comments/{comment.public_id}").text
    assert "somebody else decides about the appeal" in page
    assert 'name="verdict"' not in page
    answer = decide(client, comment, "approve", seen=2)
    assert answer.status_code == 409 and "somebody else decides now" in answer.text
    answer = send(client, "/moderation/decisions", verdict="reject", comment=f"{comment.public_id}.2.")
    assert f"skipped={comment.public_id}" in answer.location
    answer = send(client, f"/moderation/comments/{comment.public_id}/reply", body="Sorry.", seen=2)
    assert answer.status_code == 409 and "Sorry." in answer.text
    assert comment.status == "pending"


def test_once_somebody_has_decided_it_is_everybodys_again(app, scene):
    client, _moderator, owner, comment = scene
    reject(comment, by=owner)
    assert "Ada" in client.get("/moderation?status=rejected").text
    assert decide(client, comment, "approve", seen=3).status_code == 303


def test_alone_one_decides_oneself(app):
    client, moderator = as_moderator(app)
    article = a_public_article(by=an_account(Role.CONTRIBUTOR))
    comment = an_appealed_comment(moderator, article, name="Ada")
    an_account(Role.AUTHOR)  # who wrote another article
    assert "Ada" in client.get("/moderation").text
    assert decide(client, comment, "approve", seen=2).status_code == 303


def test_who_is_suspended_is_nobody_to_wait_for(app):
    owner, moderator = an_account(Role.OWNER), an_account(Role.MODERATOR)
    comment = an_appealed_comment(owner, a_public_article(by=an_account(Role.CONTRIBUTOR)))
    with pytest.raises(ForSomebodyElse):
        say(comment, Verdict.APPROVE, by=owner)
    suspend(moderator, by=owner)
    say(comment, Verdict.APPROVE, by=owner)
    assert comment.status == "approved"


def test_the_articles_author_is_somebody_else_too(app):
    moderator, author = an_account(Role.MODERATOR), an_account(Role.AUTHOR)
    comment = an_appealed_comment(moderator, a_public_article(by=author))
    with pytest.raises(ForSomebodyElse):
        say(comment, Verdict.APPROVE, by=moderator)
    own = an_appealed_comment(author, a_public_article(by=author))
    with pytest.raises(ForSomebodyElse):
        say(own, Verdict.REJECT, by=author)
    approve(comment, by=author)
    assert db.session.scalar(waiting_count(author)) == 0
    assert db.session.scalar(waiting_count(moderator)) == 1
