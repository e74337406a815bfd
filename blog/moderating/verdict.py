"""What staff may say of a comment."""

from sqlalchemy import select

from blog.commenting.comment import Status
from blog.commenting.decision import Decision, decide
from blog.refusals import TooLate
from blog.storage import db


class NothingToUndo(TooLate):
    sentence = "Nothing has been decided about this comment yet."


def approve(comment, *, by, because="", at=None):
    return decide(comment, Status.APPROVED, by=by, because=because, at=at)


def reject(comment, *, by, because="", at=None):
    return decide(comment, Status.REJECTED, by=by, because=because, at=at)


def mark_as_spam(comment, *, by, because="", at=None):
    return decide(comment, Status.SPAM, by=by, because=because, at=at)


def undo(comment, *, by, at=None):
    """Restores the status before the last decision, by another decision. Raises NothingToUndo."""
    last = db.session.scalar(
        select(Decision).where(Decision.comment_id == comment.id).order_by(Decision.id.desc()).limit(1)
    )
    if last is None:
        raise NothingToUndo
    return decide(comment, last.before, by=by, because="undone", at=at, undoes=last)
