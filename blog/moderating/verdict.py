"""What staff may say of a comment."""

from enum import StrEnum

from sqlalchemy import select

from blog.commenting.comment import Status
from blog.commenting.decision import Decision, decide
from blog.commenting.revision import Revision, edition_of
from blog.moderating.appeals import waits_for_another
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


class WordsErased(TooLate):
    sentence = "The words of this comment were erased for good. Nobody can write others in their place."


class WordsChanged(TooLate):
    sentence = "Its words were changed since you saw them. Nothing was decided."


class ForSomebodyElse(TooLate):
    sentence = "You turned this comment down, and whoever wrote it has appealed: somebody else decides now."


class DecidedMeanwhile(TooLate):
    """Carries the Decision that the person had not seen; None where what they say they saw never was."""

    sentence = "Somebody else decided about this comment in the meantime. Nothing was changed."

    def __init__(self, decision=None):
        super().__init__()
        self.decision = decision


def approve(comment, *, by, because="", at=None):
    return decide(comment, Status.APPROVED, by=by, because=because, at=at)


def reject(comment, *, by, because="", reason=None, at=None):
    """`because` is for staff alone, `reason` (a Reason or None) is what the writer is told."""
    return decide(comment, Status.REJECTED, by=by, because=because, reason=reason, at=at)


def mark_as_spam(comment, *, by, because="", reason=None, at=None):
    return decide(comment, Status.SPAM, by=by, because=because, reason=reason, at=at)


ACTS = {Verdict.REJECT: reject, Verdict.SPAM: mark_as_spam}
OUTCOMES = {
    Verdict.APPROVE: Status.APPROVED,
    Verdict.REJECT: Status.REJECTED,
    Verdict.SPAM: Status.SPAM,
}


def undo(comment, *, by, because="undone", at=None):
    """Restores the status before the last decision, and its reason, by another decision. Raises NothingToUndo."""
    last = last_decision(comment)
    if last is None:
        raise NothingToUndo
    reason = _reason_before(last)
    return decide(comment, last.before, by=by, because=because, reason=reason, at=at, undoes=last)


def _reason_before(decision):
    """What the writer was told before it."""
    earlier = select(Decision.reason).where(
        Decision.comment_id == decision.comment_id,
        Decision.id < decision.id,
        Decision.after == decision.before,
    )
    return db.session.scalars(earlier.order_by(Decision.id.desc()).limit(1)).first()


def say(comment, verdict, *, by, seen=None, edition=None, because="", reason=None, at=None):
    """One Verdict by somebody who saw the comment after `seen` decisions, in this `edition` (None: as it is now).

    The new Decision; None where the comment stands so already, as after a button pressed twice. `reason` is told where
    it is not published. Raises DecidedMeanwhile, WordsChanged, ForSomebodyElse, NothingToUndo or TakenBack.
    """
    if _stands_so_already(comment, verdict, seen):
        return None
    if seen is not None and seen != comment.decision_count:
        raise DecidedMeanwhile(last_decision(comment))
    if comment.status is Status.WITHDRAWN:
        raise TakenBack
    if waits_for_another(comment, by):
        raise ForSomebodyElse
    if verdict is Verdict.UNDO:
        _insist_on_words_seen(comment, edition)
        return undo(comment, by=by, because=because or "undone", at=at)
    if edition is not None and edition != edition_of(comment):
        raise WordsChanged
    if verdict is Verdict.APPROVE:
        return approve(comment, by=by, because=because, at=at)
    return ACTS[verdict](comment, by=by, because=because, reason=reason, at=at)


def _insist_on_words_seen(comment, edition):
    """An undo publishes nothing that its writer wrote since the decision that it takes back, unless that was seen."""
    last = last_decision(comment)
    if last is None or last.before is not Status.APPROVED or edition == edition_of(comment):
        return
    mended = select(Revision.id).where(
        Revision.comment_id == comment.id, Revision.by_id.is_(None), Revision.at >= last.at
    )
    if db.session.scalar(mended.limit(1)) is not None:
        raise WordsChanged


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
