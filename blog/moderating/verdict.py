"""What staff may say of a comment."""

from enum import StrEnum

from sqlalchemy import select

from blog.commenting.comment import Status
from blog.commenting.decision import Decision, decide
from blog.refusals import TooLate
from blog.storage import db


class Verdict(StrEnum):
    APPROVE = "approve"
    REJECT = "reject"
    SPAM = "spam"
    UNDO = "undo"


class NothingToUndo(TooLate):
    sentence = "Nothing has been decided about this comment yet."


class TakenBack(TooLate):
    sentence = "Whoever wrote this comment has taken it back."


class DecidedMeanwhile(TooLate):
    """Carries the Decision that the person had not seen; None where what they say they saw never was."""

    sentence = "Somebody else decided about this comment in the meantime. Nothing was changed."

    def __init__(self, decision=None):
        super().__init__()
        self.decision = decision


def approve(comment, *, by, because="", at=None):
    return decide(comment, Status.APPROVED, by=by, because=because, at=at)


def reject(comment, *, by, because="", at=None):
    return decide(comment, Status.REJECTED, by=by, because=because, at=at)


def mark_as_spam(comment, *, by, because="", at=None):
    return decide(comment, Status.SPAM, by=by, because=because, at=at)


ACTS = {Verdict.APPROVE: approve, Verdict.REJECT: reject, Verdict.SPAM: mark_as_spam}
OUTCOMES = {
    Verdict.APPROVE: Status.APPROVED,
    Verdict.REJECT: Status.REJECTED,
    Verdict.SPAM: Status.SPAM,
}


def undo(comment, *, by, at=None):
    """Restores the status before the last decision, by another decision. Raises NothingToUndo."""
    last = last_decision(comment)
    if last is None:
        raise NothingToUndo
    return decide(comment, last.before, by=by, because="undone", at=at, undoes=last)


def say(comment, verdict, *, by, seen=None, because="", at=None):
    """One Verdict by somebody who saw the comment after `seen` decisions (None: as it is now).

    The new Decision; None where the comment stands so already, as after a button pressed twice.
    Raises DecidedMeanwhile, NothingToUndo or TakenBack.
    """
    if _stands_so_already(comment, verdict, seen):
        return None
    if seen is not None and seen != comment.decision_count:
        raise DecidedMeanwhile(last_decision(comment))
    if comment.status is Status.WITHDRAWN:
        raise TakenBack
    if verdict is Verdict.UNDO:
        return undo(comment, by=by, at=at)
    return ACTS[verdict](comment, by=by, because=because, at=at)


def last_decision(comment):
    """The newest Decision about it, or None."""
    return db.session.scalar(
        select(Decision).where(Decision.comment_id == comment.id).order_by(Decision.id.desc()).limit(1)
    )


def _stands_so_already(comment, verdict, seen):
    if verdict is not Verdict.UNDO:
        return comment.status is OUTCOMES[verdict]
    if seen is None or comment.decision_count != seen + 1:
        return False
    last = last_decision(comment)
    return last is not None and last.undoes_id is not None
