"""Whoever wrote a comment takes it back: gone at once, whatever became of it."""

import pytest

from blog.accounts.account import Role
from blog.commenting.decision import decisions_about
from blog.commenting.proposal import find_proposal
from blog.moderating.verdict import TakenBack, Verdict, approve, mark_as_spam, reject, say
from blog.storage import db
from tests.builders import a_comment, a_public_article, an_account, an_approved_comment
from tests.commenting.receipts import mend_on, receipt_of, send


@pytest.fixture
def moderator(app):
    return an_account(Role.MODERATOR)


@pytest.mark.parametrize("act", [None, approve, reject, mark_as_spam])
def test_from_any_status_and_the_receipt_says_so(app, visitor, moderator, act):
    comment, noise = a_comment(), an_approved_comment(by=moderator)
    if act:
        act(comment, by=moderator)
    answer = send(visitor, comment, "withdrawal")
    assert (answer.status_code, answer.location) == (303, receipt_of(comment))
    assert (comment.status, noise.status) == ("withdrawn", "approved")
    last = db.session.scalars(decisions_about(comment)).all()[-1]
    assert (last.by, last.because) == (None, "Taken back by whoever wrote it.")
    page = visitor.get(answer.location).text
    assert "Your comment was taken back." in page
    assert '/withdrawal"' not in page and '/body"' not in page and '/appeal"' not in page


def test_what_was_a_rules_spam_too(app, visitor):
    comment = a_comment(honeypot_filled=True)
    send(visitor, comment, "withdrawal")
    assert comment.status == "withdrawn"


def test_twice_is_as_once(app, visitor):
    comment = a_comment()
    for _ in range(2):
        assert visitor.post(f"{receipt_of(comment)}/withdrawal").status_code == 303
    assert comment.decision_count == 1


def test_it_is_gone_from_the_page_and_the_answers_stay(app, visitor, moderator):
    article = a_public_article()
    comment = an_approved_comment(article, by=moderator, body="Secret regret.")
    an_approved_comment(article, by=moderator, parent=comment, body="An answer.")
    send(visitor, comment, "withdrawal")
    page = visitor.get(f"/articles/{article.slug}").text
    assert "Secret regret." not in page and "An answer." in page
    assert f'id="comment-{comment.public_id}"' in page
    assert article.comment_count == 1


def test_mended_words_that_waited_are_gone_with_it(app, visitor, moderator):
    comment = an_approved_comment(by=moderator)
    mend_on(visitor, comment, "Mended.")
    send(visitor, comment, "withdrawal")
    assert find_proposal(comment) is None


def test_staff_cannot_bring_it_back(app, visitor, moderator):
    comment = an_approved_comment(by=moderator)
    send(visitor, comment, "withdrawal")
    for verdict in Verdict:
        with pytest.raises(TakenBack):
            say(comment, verdict, by=moderator)
