"""Whoever wrote a comment mends it on its receipt: in place while it waits, as a proposal once it is published."""

from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select

from blog import create_app
from blog.accounts.account import Role
from blog.clock import now
from blog.commenting.announcements import comment_revised
from blog.commenting.erasure import erase_comments
from blog.commenting.mend import (
    MOST_MENDS,
    EditWindowClosed,
    MendedTooOften,
    NotToBeMended,
    mend,
    version_to_mend,
)
from blog.commenting.proposal import Proposal, accept_proposal, find_proposal, refuse_proposal
from blog.commenting.revision import edit_comment, revisions_of
from blog.commenting.withdrawal import withdraw_comment
from blog.moderating.verdict import approve, mark_as_spam, reject, undo
from blog.storage import db
from blog.storage.site_setting import change_site_setting, site_settings
from tests.builders import a_comment, a_public_article, an_account, an_approved_comment, sign_in, token
from tests.commenting.receipts import mend_on, receipt_of

MINUTE = timedelta(minutes=1)


@pytest.fixture
def moderator(app):
    return an_account(Role.MODERATOR)


def test_while_it_waits_the_words_change_in_place_and_the_old_ones_are_kept(app, visitor):
    comment, noise = a_comment(body="As it came."), a_comment(body="Noise.")
    heard = []
    with comment_revised.connected_to(heard.append):
        answer = mend_on(visitor, comment, "Now *mended*.\r\n\r\n")
    assert (answer.status_code, answer.location) == (303, receipt_of(comment))
    assert (comment.body, comment.body_html) == ("Now *mended*.", "<p>Now <em>mended</em>.</p>\n")
    assert comment.edited_at is not None
    (before,) = db.session.scalars(revisions_of(comment))
    assert (before.body, before.name, before.by) == ("As it came.", comment.name, None)
    assert find_proposal(comment) is None
    assert noise.body == "Noise." and len(heard) == 1
    page = visitor.get(receipt_of(comment)).text
    assert "<em>mended</em>" in page and "Waiting for a moderator" in page


def test_a_published_one_stays_as_it_was_approved_until_the_new_words_are(app, visitor, moderator):
    comment = an_approved_comment(body="As approved.", by=moderator)
    place = f"/articles/{comment.article.slug}"
    assert mend_on(visitor, comment, "Now *mended*.").status_code == 303
    assert (comment.body, comment.edited_at) == ("As approved.", None)
    assert "mended" not in visitor.get(place).text
    receipt = visitor.get(receipt_of(comment)).text
    assert "<p>As approved.</p>" in receipt
    assert "<em>mended</em>" in receipt.split("Your change waits for a moderator")[1]
    accept_proposal(comment, by=moderator)
    page = visitor.get(place).text
    assert "<em>mended</em>" in page and ">edited</span>" in page and "As approved." not in page
    assert "Your change waits" not in visitor.get(receipt_of(comment)).text


def test_a_refused_change_is_told_and_can_be_mended_again(app, visitor, moderator):
    comment = an_approved_comment(body="As approved.", by=moderator)
    mend_on(visitor, comment, "Buy watches.")
    refuse_proposal(comment, by=moderator)
    page = visitor.get(receipt_of(comment)).text
    assert "left the comment as it was" in page and "watches" not in page
    mend_on(visitor, comment, "A better one.")
    assert find_proposal(comment).body == "A better one."


def test_mending_again_takes_the_place_of_what_was_proposed(app, visitor, moderator):
    comment = an_approved_comment(body="As approved.", by=moderator)
    mend_on(visitor, comment, "First.")
    mend_on(visitor, comment, "Second.")
    assert [each.body for each in db.session.scalars(select(Proposal))] == ["Second."]
    mend_on(visitor, comment, "As approved.")
    assert find_proposal(comment) is None
    assert db.session.scalars(revisions_of(comment)).all() == []


def test_the_same_words_twice_change_nothing(app, visitor):
    comment = a_comment(body="As it came.")
    address = receipt_of(comment)
    fields = {"body": "Mended.", "seen": version_to_mend(comment)}
    assert [visitor.post(f"{address}/body", data=fields).status_code for _ in range(2)] == [303, 303]
    assert len(db.session.scalars(revisions_of(comment)).all()) == 1


def test_what_was_proposed_goes_on_in_place_when_the_comment_waits_again(app, visitor, moderator):
    comment = an_approved_comment(body="As approved.", by=moderator)
    mend_on(visitor, comment, "Proposed.")
    undo(comment, by=moderator)
    address = receipt_of(comment)
    assert "Proposed.</textarea>" in visitor.get(address).text
    mend_on(visitor, comment, "Proposed, and more.")
    assert (comment.body, find_proposal(comment)) == ("Proposed, and more.", None)


def test_the_window_is_counted_from_when_it_was_left_or_came_to_stand_as_it_does(app, moderator):
    left = now() - timedelta(days=30)
    comment, site = a_comment(at=left), site_settings()
    mend(comment, body="Waiting, after a day.", site=site, at=left + timedelta(minutes=1439))
    with pytest.raises(EditWindowClosed):
        mend(comment, body="Too late.", site=site, at=left + timedelta(minutes=1440))
    appeared = left + timedelta(days=10)
    approve(comment, by=moderator, at=appeared)
    mend(comment, body="Just in time.", site=site, at=appeared + 14 * MINUTE)
    with pytest.raises(EditWindowClosed):
        mend(comment, body="Too late.", site=site, at=appeared + 15 * MINUTE)
    assert comment.body == "Waiting, after a day."
    assert find_proposal(comment).body == "Just in time."


@pytest.mark.parametrize(
    ("setting", "act"), [("comments_edit_minutes", approve), ("comments_edit_minutes_waiting", None)]
)
def test_no_minutes_mean_never(app, visitor, moderator, setting, act):
    comment = a_comment(body="As it came.")
    if act:
        act(comment, by=moderator)
    change_site_setting(setting, 0, by=moderator)
    assert '/body"' not in visitor.get(receipt_of(comment)).text
    answer = visitor.post(f"{receipt_of(comment)}/body", data={"body": "My words."})
    assert answer.status_code == 409
    assert "The time in which this comment could be changed is over." in answer.text
    assert "My words." in answer.text
    assert (comment.body, find_proposal(comment)) == ("As it came.", None)


@pytest.mark.parametrize("act", [reject, mark_as_spam, lambda comment, by: withdraw_comment(comment)])
def test_what_is_not_published_is_not_mended_and_nothing_typed_is_lost(app, visitor, moderator, act):
    comment = a_comment(body="As it came.")
    act(comment, by=moderator)
    assert '/body"' not in visitor.get(receipt_of(comment)).text
    answer = visitor.post(f"{receipt_of(comment)}/body", data={"body": "My <words>."})
    assert answer.status_code == 409
    assert "My <words>." in unescape(answer.text)
    assert answer.headers["Cache-Control"] == "private, no-store"
    with pytest.raises(NotToBeMended):
        mend(comment, body="x", site=site_settings())


def test_what_only_a_rule_took_for_spam_is_mended_as_what_waits_is(app, visitor):
    comment = a_comment(honeypot_filled=True)
    assert mend_on(visitor, comment, "Mended.").status_code == 303
    assert (comment.body, comment.status) == ("Mended.", "spam")


def test_staff_and_writer_at_once_lose_no_words_of_each_other(app, visitor, moderator):
    comment = an_approved_comment(body="As approved.", by=moderator)
    fields = {"body": "The writer's <b>.", "seen": version_to_mend(comment)}
    edit_comment(comment, by=moderator, body="The moderator's.", name=comment.name)
    answer = visitor.post(f"{receipt_of(comment)}/body", data=fields)
    assert answer.status_code == 409
    page = unescape(answer.text)
    assert "Your comment was changed since you opened it" in page
    assert "The writer's <b>." in page and "The moderator's." in page
    assert f'href="{receipt_of(comment)}"' in page
    assert (comment.body, find_proposal(comment)) == ("The moderator's.", None)


@pytest.mark.parametrize("typed", ["", " \n ", "w" * 10_001])
def test_the_words_are_held_to_the_same_rules_as_a_new_comment(app, visitor, typed):
    comment = a_comment(body="As it came.")
    answer = mend_on(visitor, comment, typed)
    assert answer.status_code == 422
    assert "error-summary" in answer.text and "autofocus" in answer.text
    assert (
        answer.text.split('id="mended"')[1].split(">", 1)[1].split("</textarea>")[0].strip() == typed.strip()
    )
    assert comment.body == "As it came."


def test_a_preview_shows_the_words_and_keeps_nothing(app, visitor):
    comment = a_comment(body="As it came.")
    answer = mend_on(visitor, comment, "Some *words*.", preview="1")
    assert answer.status_code == 200
    assert "<em>words</em>" in answer.text.split("Preview")[1]
    assert "Some *words*.</textarea>" in answer.text
    assert comment.body == "As it came."


def test_a_waiting_comment_cannot_be_mended_without_end(app):
    comment, site = a_comment(), site_settings()
    for number in range(MOST_MENDS):
        mend(comment, body=f"Mended {number}.", site=site)
    with pytest.raises(MendedTooOften):
        mend(comment, body="Once more.", site=site)


def test_a_wrong_token_mends_nothing(app, visitor):
    comment = a_comment(body="As it came.")
    for act, fields in (("body", {"body": "x"}), ("withdrawal", {}), ("appeal", {"words": "x"})):
        answer = visitor.post(f"{receipt_of(comment)[:-1]}/{act}", data=fields)
        assert answer.status_code == 404
        assert answer.headers["Cache-Control"] == "private, no-store"
    assert (comment.body, comment.status) == ("As it came.", "pending")


def test_staff_who_are_signed_in_use_a_receipt_as_visitors_do(app, visitor):
    comment = a_comment(a_public_article(), body="As it came.")
    client = sign_in(app.test_client(), an_account(Role.EDITOR))
    assert mend_on(client, comment, "Mended.", csrf_token=token(client)).status_code == 303
    assert comment.body == "Mended."
    assert 'name="csrf_token"' in client.get(receipt_of(comment)).text
    assert 'name="csrf_token"' not in visitor.get(receipt_of(comment)).text


def test_the_form_says_until_when(app, visitor):
    page = " ".join(visitor.get(receipt_of(a_comment())).text.split())
    assert "Mend your words" in page and " UTC." in page


def test_erased_words_do_not_come_back(app, visitor, moderator):
    comment, rejected = an_approved_comment(by=moderator), a_comment()
    reject(rejected, by=moderator)
    erase_comments([comment, rejected], words=True)
    for act, fields in (("body", {"body": "Back."}), ("appeal", {"words": "Back."})):
        for each in (comment, rejected):
            assert f'/{act}"' not in visitor.get(receipt_of(each)).text
            assert visitor.post(f"{receipt_of(each)}/{act}", data=fields).status_code == 409
    assert (comment.body, rejected.status, find_proposal(comment)) == ("", "rejected", None)


@pytest.mark.sqlite_only
def test_who_mends_too_often_is_told_to_wait_and_keeps_the_words(environ):
    app = create_app({**environ, "BLOG_COMMENT_RATE": "1 per minute"}, TESTING=True)
    visitor = app.test_client()
    with app.app_context():
        address = receipt_of(a_comment())
        db.session.commit()
        answers = [
            visitor.post(f"{address}/body", data={"body": f"Mended {n}.", "preview": "1"}) for n in range(11)
        ]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert "Mended 10." in answers[-1].text
