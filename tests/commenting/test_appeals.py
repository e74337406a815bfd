"""One appeal against not being published: back to the queue, with a sentence, to somebody else."""

from html import unescape

import pytest
from sqlalchemy import select

from blog.accounts.account import Role
from blog.commenting.appeal import Appeal, NothingToAppeal, appeal
from blog.commenting.withdrawal import withdraw_comment
from blog.moderating.verdict import approve, mark_as_spam, reject
from blog.storage import db
from tests.builders import a_comment, an_account
from tests.commenting.receipts import receipt_of, send

WORDS = "It was meant <kindly>."


@pytest.fixture
def moderator(app):
    return an_account(Role.MODERATOR)


@pytest.mark.parametrize("act", [reject, mark_as_spam])
def test_rejected_or_spam_it_waits_again(app, visitor, moderator, act):
    comment, noise = a_comment(), a_comment()
    act(comment, by=moderator)
    act(noise, by=moderator)
    answer = send(visitor, comment, "appeal", words=f" {WORDS}\n")
    assert (answer.status_code, answer.location) == (303, receipt_of(comment))
    assert (comment.status, noise.status) == ("pending", (act.__name__ == "reject" and "rejected") or "spam")
    (made,) = db.session.scalars(select(Appeal))
    assert (made.comment, made.words, made.not_for_id) == (comment, WORDS, moderator.id)
    page = unescape(visitor.get(answer.location).text)
    assert f"You asked to have it looked at again, and said: “{WORDS}”" in page
    assert '/appeal"' not in page


def test_neither_the_offer_nor_its_answer_tells_spam_from_rejected(app, visitor, moderator):
    comment, pages = a_comment(), []
    for act in (reject, mark_as_spam):
        act(comment, by=moderator)
        pages.append(visitor.get(receipt_of(comment)).text)
    assert pages[0] == pages[1]
    assert "Ask to have it looked at again" in pages[0]


def test_a_second_one_is_refused_and_what_was_written_is_given_back(app, visitor, moderator):
    comment = a_comment()
    reject(comment, by=moderator)
    send(visitor, comment, "appeal", words=WORDS)
    reject(comment, by=an_account(Role.EDITOR))
    page = visitor.get(receipt_of(comment)).text
    assert "this is the answer" in page and '/appeal"' not in page
    answer = visitor.post(f"{receipt_of(comment)}/appeal", data={"words": "Once more."})
    assert answer.status_code == 409
    assert "You have asked once to have this looked at again." in answer.text
    assert "Once more." in answer.text
    assert comment.status == "rejected"


def test_the_button_pressed_twice_appeals_once(app, visitor, moderator):
    comment = a_comment()
    reject(comment, by=moderator)
    for _ in range(2):
        assert visitor.post(f"{receipt_of(comment)}/appeal", data={"words": WORDS}).status_code == 303
    assert comment.decision_count == 2


@pytest.mark.parametrize("act", [None, approve, lambda comment, by: withdraw_comment(comment)])
def test_there_is_nothing_to_appeal_where_nothing_was_turned_down(app, visitor, moderator, act):
    comment = a_comment()
    if act:
        act(comment, by=moderator)
    before = comment.status
    assert '/appeal"' not in visitor.get(receipt_of(comment)).text
    answer = visitor.post(f"{receipt_of(comment)}/appeal", data={"words": WORDS})
    assert (answer.status_code, comment.status) == (409, before)
    assert WORDS in unescape(answer.text)
    with pytest.raises(NothingToAppeal):
        appeal(comment, words="x")


def test_what_only_a_rule_took_for_spam_waits_and_says_no_more(app, visitor):
    comment = a_comment(honeypot_filled=True)
    answer = visitor.post(f"{receipt_of(comment)}/appeal", data={"words": WORDS})
    assert (answer.status_code, comment.status) == (409, "spam")


@pytest.mark.parametrize("typed", ["", " \n", "w" * 501])
def test_it_takes_a_sentence(app, visitor, moderator, typed):
    comment = a_comment()
    reject(comment, by=moderator)
    answer = send(visitor, comment, "appeal", words=typed)
    assert (answer.status_code, comment.status) == (422, "rejected")
    assert "error-summary" in answer.text
    assert (
        answer.text.split('id="appeal-words"')[1].split(">", 1)[1].split("</textarea>")[0].strip()
        == typed.strip()
    )
