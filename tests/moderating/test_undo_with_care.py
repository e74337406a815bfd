"""An undo is a decision too: it publishes no words that nobody has seen, and leaves an appeal to somebody else."""

import pytest

from blog.accounts.account import Role
from blog.commenting.appeal import appeal
from blog.commenting.comment import Status
from blog.moderating.verdict import approve, reject, undo
from tests.builders import a_comment, an_account, sign_in, token
from tests.commenting.receipts import mend_on
from tests.real_forms import form_to


@pytest.fixture
def moderator(app):
    return an_account(Role.MODERATOR)


def pressed(visitor, comment, **fields):
    way = f"/moderation/comments/{comment.public_id}/decision"
    return visitor.post(way, data={"csrf_token": token(visitor), "verdict": "undo"} | fields).status_code


def test_words_that_were_mended_since_are_not_published_by_undoing_an_undo(app, visitor, moderator):
    comment, desk = a_comment(body="Nice words."), sign_in(app.test_client(), moderator)
    approve(comment, by=moderator)
    undo(comment, by=moderator)
    way = f"/moderation/comments/{comment.public_id}"
    old_page = form_to(desk.get(way).text, f"{way}/decision?from=comment")
    mend_on(visitor, comment, "Buy this.")
    assert pressed(desk, comment, **old_page) == 409
    assert pressed(desk, comment) == 409
    assert comment.status is Status.PENDING
    new_page = form_to(desk.get(way).text, f"{way}/decision?from=comment")
    assert pressed(desk, comment, **new_page) == 303
    assert comment.status is Status.APPROVED


def test_an_appeal_is_not_undone_by_whoever_it_is_against(app, moderator):
    comment, other = a_comment(), an_account(Role.MODERATOR)
    reject(comment, by=moderator)
    appeal(comment, words="Please look again.")
    assert pressed(sign_in(app.test_client(), moderator), comment) == 409
    assert comment.status is Status.PENDING
    assert pressed(sign_in(app.test_client(), other), comment) == 303
    assert comment.status is Status.REJECTED
