"""What the writer is told about why: from a fixed list, and never what staff or a rule said."""

from html import unescape

import pytest
from flask import current_app

from blog.accounts.account import Role
from blog.commenting.decision import decisions_about
from blog.commenting.reason import Reason
from blog.commenting.receipt import receipt_token
from blog.moderating.verdict import approve, mark_as_spam, reject, undo
from blog.storage import db
from tests.builders import a_comment, an_account
from tests.moderating.asking import as_moderator, decide, send


def receipt(visitor, comment):
    token = receipt_token(comment, current_app.config["KEYS"].receipts)
    return unescape(visitor.get(f"/receipts/{token}").text)


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("verdict", ["reject", "spam"])
def test_the_writer_reads_the_sentence_and_not_the_note(app, visitor, verdict, reason):
    client, _moderator = as_moderator(app)
    comment = a_comment()
    note = "He does that every week."
    assert decide(client, comment, verdict, reason=reason.value, because=note).status_code == 303
    page = receipt(visitor, comment)
    assert f"The reason: {reason.sentence}" in page
    assert note not in page and reason.label not in page.replace(reason.sentence, "")
    story = unescape(client.get(f"/moderation/comments/{comment.public_id}").text)
    assert f"Its writer was told: {reason.sentence}" in story and note in story


def test_without_one_nothing_is_told(app, visitor):
    client, _moderator = as_moderator(app)
    comment = a_comment()
    decide(client, comment, "reject", because="For staff.")
    page = receipt(visitor, comment)
    assert "The reason" not in page and "For staff." not in page


def test_an_approval_has_none(app):
    client, _moderator = as_moderator(app)
    comment = a_comment()
    decide(client, comment, "approve", reason="unkind")
    assert [each.reason for each in db.session.scalars(decisions_about(comment))] == [None]


def test_a_word_that_is_not_on_the_list_is_refused(app):
    client, _moderator = as_moderator(app)
    comment = a_comment()
    assert decide(client, comment, "reject", reason="ugly").status_code == 422
    assert comment.status == "pending"


def test_undo_takes_it_back_and_gives_it_back(app, visitor):
    moderator = an_account(Role.MODERATOR)
    comment = a_comment()
    reject(comment, by=moderator, reason=Reason.UNKIND)
    undo(comment, by=moderator)
    assert "The reason" not in receipt(visitor, comment)
    reject(comment, by=moderator, reason=Reason.OFF_TOPIC)
    approve(comment, by=moderator)
    undo(comment, by=moderator)
    assert Reason.OFF_TOPIC.sentence in receipt(visitor, comment)
    mark_as_spam(comment, by=moderator)
    assert "The reason" not in receipt(visitor, comment)


def test_the_queue_and_the_comments_page_offer_the_list(app):
    client, _moderator = as_moderator(app)
    comment = a_comment()
    for path in ("/moderation", f"/moderation/comments/{comment.public_id}"):
        page = client.get(path).text
        assert [each.value for each in Reason if f'<option value="{each}">' in page] == list(Reason)


def test_several_at_once_go_without(app):
    client, _moderator = as_moderator(app)
    comment = a_comment()
    send(client, "/moderation/decisions", verdict="reject", comment=f"{comment.public_id}.0.")
    assert [each.reason for each in db.session.scalars(decisions_about(comment))] == [None]
