"""Every change of a comment's status: from what to what, by whom, when and why. Never edited.

Nothing else in the house writes a status.
"""

from datetime import datetime

from sqlalchemy import String, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.accounts.account import Account
from blog.clock import now
from blog.commenting.announcements import decision_made
from blog.commenting.comment import Comment, Status
from blog.commenting.reason import Reason
from blog.commenting.visibility import keep_sight, lock_conversations
from blog.refusals import TooLate
from blog.storage import db
from blog.storage.types import Moment, one_word_of


class AlreadyDecided(TooLate):
    sentence = "Somebody else decided about this comment in the meantime."


class Decision(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(db.ForeignKey("comment.id"), index=True)
    comment: Mapped[Comment] = relationship()
    before: Mapped[Status] = mapped_column(one_word_of(Status, "before"))
    after: Mapped[Status] = mapped_column(one_word_of(Status, "after"))
    # None: nobody did, a rule did. A person's approval always names the person.
    by_id: Mapped[int | None] = mapped_column(db.ForeignKey("account.id"))
    by: Mapped[Account | None] = relationship()
    # For staff alone; `reason` is what the writer is told.
    because: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[Reason | None] = mapped_column(one_word_of(Reason))
    at: Mapped[datetime] = mapped_column(Moment)
    # The decision that this one takes back, if it is an undo.
    undoes_id: Mapped[int | None] = mapped_column(db.ForeignKey("decision.id"))


def decide(comment, status, *, by=None, because="", reason=None, at=None, undoes=None):
    """Writes a status, in one UPDATE that names what it expects, and appends the Decision.

    `because` is for staff alone, `reason` (a Reason or None) is what the writer is told. Raises AlreadyDecided when the
    comment is no longer as it was read.
    """
    lock_conversations([comment.article_id])
    before, seen, hid = comment.status, comment.decision_count, comment.hides_replies
    hides = hid if status is Status.WITHDRAWN else status.hides_replies
    changed = db.session.execute(
        update(Comment)
        .where(Comment.id == comment.id, Comment.status == before, Comment.decision_count == seen)
        .values(status=status, decision_count=seen + 1, hides_replies=hides)
        .execution_options(synchronize_session="fetch")
    )
    if changed.rowcount != 1:
        raise AlreadyDecided
    decision = Decision(
        comment=comment,
        before=before,
        after=status,
        by=by,
        because=because,
        reason=reason,
        at=at or now(),
        undoes_id=undoes.id if undoes else None,
    )
    db.session.add(decision)
    keep_sight(comment, before, status, step=hides - hid)
    db.session.flush()
    decision_made.send(decision)
    return decision


def decisions_about(comment):
    """Oldest first."""
    return select(Decision).where(Decision.comment_id == comment.id).order_by(Decision.id)


def last_decision_about(comment):
    """The newest Decision about a Comment, or None."""
    return db.session.scalar(decisions_about(comment).order_by(None).order_by(Decision.id.desc()).limit(1))
