"""A thread closes: visitors leave no more replies under the comment that began it. What was said stays.

Members of staff, who closed it, can still reply. Who closed it, when and why is never edited, nor who opened it again.
"""

from datetime import datetime

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from blog.accounts.account import Account
from blog.clock import now
from blog.commenting.comment import Comment
from blog.commenting.visibility import lock_conversations
from blog.refusals import NotYours, TooLate
from blog.storage import db
from blog.storage.types import Moment

CLOSED_THREAD = "This thread is closed: no more replies are taken here."


class ThreadClosed(NotYours):
    sentence = CLOSED_THREAD


class ClosedAlready(TooLate):
    sentence = "Somebody has closed this thread already."


class OpenAlready(TooLate):
    sentence = "This thread is open already."


class ThreadClosure(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    # The comment that begins the thread.
    comment_id: Mapped[int] = mapped_column(db.ForeignKey("comment.id"), index=True)
    comment: Mapped[Comment] = relationship()
    # What visitors read; empty: the house's own words.
    sentence: Mapped[str] = mapped_column(String(200), default="")
    # For staff alone.
    because: Mapped[str] = mapped_column(String(200), default="")
    by_id: Mapped[int] = mapped_column(db.ForeignKey("account.id"))
    by: Mapped[Account] = relationship()
    at: Mapped[datetime] = mapped_column(Moment)
    reopening: Mapped["ThreadReopening | None"] = relationship(back_populates="closure")

    @property
    def told(self):
        """Why, as visitors read it."""
        return self.sentence or CLOSED_THREAD


class ThreadReopening(db.Model):
    """Its existence ends a closure."""

    closure_id: Mapped[int] = mapped_column(db.ForeignKey("thread_closure.id"), primary_key=True)
    closure: Mapped[ThreadClosure] = relationship(back_populates="reopening")
    by_id: Mapped[int] = mapped_column(db.ForeignKey("account.id"))
    by: Mapped[Account] = relationship()
    at: Mapped[datetime] = mapped_column(Moment)


def close_thread(comment, *, by, sentence="", because="", at=None):
    """The ThreadClosure of the thread in which a Comment stands. The words are tidied, at most 200 code points each.

    Raises ClosedAlready.
    """
    lock_conversations([comment.article_id])
    db.session.refresh(comment, ["root_id"])
    if find_thread_closure(comment) is not None:
        raise ClosedAlready
    words = {"sentence": sentence, "because": because}
    closure = ThreadClosure(comment_id=comment.root_id, by=by, at=at or now(), **words)
    db.session.add(closure)
    db.session.flush()
    return closure


def reopen_thread(comment, *, by, at=None):
    """The ThreadReopening, with which visitors can reply again. Raises OpenAlready."""
    lock_conversations([comment.article_id])
    db.session.refresh(comment, ["root_id"])
    closure = find_thread_closure(comment)
    if closure is None:
        raise OpenAlready
    reopening = ThreadReopening(closure=closure, by=by, at=at or now())
    db.session.add(reopening)
    db.session.flush()
    return reopening


def standing_closures():
    """The Select of the ThreadClosures that stand."""
    ended = select(ThreadReopening.closure_id).where(ThreadReopening.closure_id == ThreadClosure.id)
    return select(ThreadClosure).where(~ended.exists())


def closed_with(root_id):
    """What visitors read of the closure of the thread that the comment with this id (a column) began: a scalar of a query,
    NULL where it is open.
    """
    sentence = standing_closures().with_only_columns(ThreadClosure.sentence)
    return sentence.where(ThreadClosure.comment_id == root_id).correlate(Comment).limit(1).scalar_subquery()


def find_thread_closure(comment):
    """The one that stands on the thread in which a Comment stands, or None."""
    found = standing_closures().where(ThreadClosure.comment_id == comment.root_id)
    return db.session.scalar(found.options(joinedload(ThreadClosure.by)).limit(1))


def closures_of(comment):
    """The Select of all that ever closed the thread which a Comment began, oldest first, with who did and undid it."""
    who = (
        joinedload(ThreadClosure.by),
        joinedload(ThreadClosure.reopening).joinedload(ThreadReopening.by),
    )
    of_it = select(ThreadClosure).where(ThreadClosure.comment_id == comment.id)
    return of_it.options(*who).order_by(ThreadClosure.id)


def insist_on_open_thread(parent, *, by=None):
    """Raises ThreadClosed, with the sentence that says why, where a visitor (`by` is None) replies in a closed thread.

    `parent` is what they answer, a Comment, or None.
    """
    if parent is None or by is not None:
        return
    closure = find_thread_closure(parent)
    if closure is not None:
        raise ThreadClosed(closure.told)
