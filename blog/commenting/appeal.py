"""Whoever wrote a comment that was not published may object once, in a sentence: then it waits for a moderator again.

Whether it was rejected or taken for spam makes no difference, and is not told.
"""

from datetime import datetime

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.clock import now
from blog.commenting.comment import Comment, Status
from blog.commenting.decision import Decision, decide
from blog.commenting.own_comments import find_fate
from blog.refusals import TooLate
from blog.storage import db
from blog.storage.types import Moment

LONGEST_APPEAL = 500  # code points
BECAUSE = "Its writer appealed."


class AppealedBefore(TooLate):
    sentence = "You have asked once to have this looked at again. More than once is not possible."


class NothingToAppeal(TooLate):
    sentence = "This comment was not turned down, so there is nothing to look at again."


class Appeal(db.Model):
    comment_id: Mapped[int] = mapped_column(db.ForeignKey("comment.id"), primary_key=True)
    comment: Mapped[Comment] = relationship()
    words: Mapped[str] = mapped_column(String(LONGEST_APPEAL))
    at: Mapped[datetime] = mapped_column(Moment)
    # Who turned it down: somebody else is to decide now, where there is somebody.
    not_for_id: Mapped[int | None] = mapped_column(db.ForeignKey("account.id"), index=True)


def find_appeal(comment):
    return db.session.get(Appeal, comment.id)


def appeal(comment, *, words, at=None):
    """The Appeal against what was decided about a locked comment. `words` is a string, tidied and checked already.

    The same words again change nothing. Raises AppealedBefore or NothingToAppeal.
    """
    made = find_appeal(comment)
    if made is not None:
        if made.words == words:
            return made
        raise AppealedBefore
    if (
        find_fate(comment) != "rejected" or not comment.body
    ):  # of erased words nothing is left to decide about
        raise NothingToAppeal
    at, last = at or now(), _last_decision(comment)
    made = Appeal(comment=comment, words=words, at=at, not_for_id=last.by_id if last else None)
    db.session.add(made)
    decide(comment, Status.PENDING, because=BECAUSE, at=at)
    return made


def _last_decision(comment):
    newest = select(Decision).where(Decision.comment_id == comment.id).order_by(Decision.id.desc())
    return db.session.scalars(newest.limit(1)).first()


def appeals_about(comments):
    """{comment id: Appeal} of those Comments that wait because of one."""
    waiting = [comment.id for comment in comments if comment.status is Status.PENDING]
    if not waiting:
        return {}
    return {
        each.comment_id: each
        for each in db.session.scalars(select(Appeal).where(Appeal.comment_id.in_(waiting)))
    }
