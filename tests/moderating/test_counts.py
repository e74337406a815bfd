"""Whatever moderators do and undo, in whatever order, the number of comments is true and the story has no gap."""

from random import Random

import pytest
from sqlalchemy import func, select

from blog.accounts.account import Role
from blog.commenting.comment import Comment, Status
from blog.commenting.decision import decisions_about
from blog.moderating.verdict import DecidedMeanwhile, NothingToUndo, Verdict, say
from blog.storage import db
from tests.builders import a_comment, a_public_article, an_account


@pytest.mark.parametrize("seed", range(8))
def test_any_sequence_keeps_count_and_history(app, seed):
    chance, moderator, article = Random(seed), an_account(Role.MODERATOR), a_public_article()
    comments = [a_comment(article, honeypot_filled=n == 2) for n in range(3)]
    for _ in range(60):
        comment, verdict = chance.choice(comments), chance.choice(list(Verdict))
        seen = chance.choice([None, comment.decision_count, comment.decision_count - 1])
        try:
            say(comment, verdict, by=moderator, seen=seen)
        except (DecidedMeanwhile, NothingToUndo):
            continue
        _check(article, comments)


def _check(article, comments):
    approved = select(func.count()).where(Comment.article_id == article.id, Comment.status == Status.APPROVED)
    assert article.comment_count == db.session.scalar(approved)
    for comment in comments:
        story = db.session.scalars(decisions_about(comment)).all()
        befores = [Status.PENDING, *(decision.after for decision in story)]
        assert [decision.before for decision in story] == befores[:-1]
        assert (comment.status, comment.decision_count) == (befores[-1], len(story))
        assert all(d.by_id for d in story if d.after is Status.APPROVED)
