"""Writer and moderator at the same instant, through HTTP: whatever comes first, nothing is approved unseen or lost."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import Context

from flask.testing import FlaskClient

from blog.accounts.account import Role
from blog.commenting.appeal import find_appeal
from blog.commenting.decision import decisions_about
from blog.commenting.mend import version_to_mend
from blog.commenting.proposal import find_proposal
from blog.moderating.verdict import reject
from blog.storage import db
from tests.builders import a_comment, a_public_article, an_account, sign_in, token
from tests.commenting.receipts import receipt_of

ROUNDS = 6


def posted_at_once(app, posts):
    """The statuses of the answers to `posts`, (client, path, fields), each sent from a thread of its own."""
    db.session.commit()

    def alone(post):
        client, path, fields = post
        return Context().run(FlaskClient.open, client, path, method="POST", data=fields).status_code

    with ThreadPoolExecutor(len(posts)) as threads:
        found = list(threads.map(alone, posts))
    db.session.expire_all()
    return found


def a_moderator(app):
    """(client, the token of its forms)"""
    client = sign_in(app.test_client(), an_account(Role.MODERATOR))
    return client, token(client, "/moderation")


def test_no_words_are_approved_that_were_changed_in_that_instant(app):
    client, csrf = a_moderator(app)
    article = a_public_article()
    for number in range(ROUNDS):
        comment = a_comment(article, body="Harmless.")
        mend = (
            app.test_client(),
            f"{receipt_of(comment)}/body",
            {"body": f"Buy watches {number}.", "seen": version_to_mend(comment)},
        )
        seen = {"csrf_token": csrf, "verdict": "approve", "seen": "0", "edition": ""}
        approval = (client, f"/moderation/comments/{comment.public_id}/decision", seen)
        statuses = posted_at_once(app, [mend, approval] if number % 2 else [approval, mend])
        mended = f"Buy watches {number}."
        if comment.status == "approved":
            assert sorted(statuses) == [303, 303]
            assert (comment.body, find_proposal(comment).body) == ("Harmless.", mended)
        else:
            assert sorted(statuses) == [303, 409]
            assert (comment.status, comment.body, find_proposal(comment)) == ("pending", mended, None)


def test_appeals_withdrawals_and_a_verdict_leave_one_true_story(app):
    client, csrf = a_moderator(app)
    article, moderator = a_public_article(), an_account(Role.EDITOR)
    for _ in range(ROUNDS):
        comment = a_comment(article)
        reject(comment, by=moderator)
        address, writer = receipt_of(comment), app.test_client
        verdict = {"csrf_token": csrf, "verdict": "approve", "seen": "1"}
        statuses = posted_at_once(
            app,
            [
                (writer(), f"{address}/appeal", {"words": "One."}),
                (writer(), f"{address}/appeal", {"words": "Another."}),
                (writer(), f"{address}/withdrawal", {}),
                (client, f"/moderation/comments/{comment.public_id}/decision", verdict),
            ],
        )
        assert set(statuses) <= {303, 409}
        story = db.session.scalars(decisions_about(comment)).all()
        assert comment.status == "withdrawn"
        assert [each.before for each in story[1:]] == [each.after for each in story[:-1]]
        assert len(story) == comment.decision_count
        assert (find_appeal(comment) is not None) is any(each.after == "pending" for each in story)
    assert article.comment_count == 0
