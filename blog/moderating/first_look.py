"""What is found, and decided, the moment a comment arrives. Whatever fails here leaves it pending, which is never public.

All of it happens in a savepoint of the transaction that takes the comment. Of the outcomes the strongest counts: own
words of staff, the trap, then rules that call it spam, rules that hold it, and what is known of the visitor.
"""

import logging
from dataclasses import dataclass, field
from traceback import extract_tb

from sqlalchemy.exc import SQLAlchemyError

from blog.accounts.permissions import may
from blog.commenting.comment import Status
from blog.commenting.contact import Contact
from blog.commenting.decision import decide
from blog.commenting.doubt import doubts_about
from blog.moderating.ban import ban_on, note_caught
from blog.moderating.finding import FindingReason, Ground, Outcome, record_finding
from blog.moderating.signals import Arrival, signals_about
from blog.storage import db
from blog.storage.site_setting import site_settings

HONEYPOT = "The field that people leave empty was filled in."
BANNED = "Whoever wrote it is banned."
OWN_WORDS = "Written by the person who moderates here."
KNOWN_VISITOR = "Known visitor: published here before, and recognised by their browser."

log = logging.getLogger(__name__)


@dataclass
class Look:
    """What was found: the outcome, why (for staff, where something is decided), and the reasons, weightiest first."""

    outcome: Outcome = Outcome.HOLD
    because: str = ""
    reasons: list = field(default_factory=list)


def take_a_first_look(comment, *, honeypot_filled=False, known=False, recognised=False):
    try:
        with db.session.begin_nested():
            look = _look_at(comment, honeypot_filled, known, recognised)
            record_finding(comment, look.outcome, look.reasons, at=comment.left_at)
            _apply(look, comment)
    except Exception as problem:
        _log(problem)
        _record_that_nobody_looked(comment)


def _record_that_nobody_looked(comment):
    """Where not even that can be kept, the comment is taken all the same."""
    reason = FindingReason(ground=Ground.NOT_LOOKED_AT, facts={}, shadow=False)
    try:
        with db.session.begin_nested():
            record_finding(comment, Outcome.HOLD, [reason], at=comment.left_at)
    except SQLAlchemyError as problem:
        _log(problem)


def _look_at(comment, honeypot_filled, known, recognised):
    if not honeypot_filled and may(comment.account, "moderate", comment):
        return Look(
            Outcome.APPROVE, OWN_WORDS, [FindingReason(ground=Ground.OWN_WORDS, facts={}, shadow=False)]
        )
    contact = db.session.get(Contact, comment.id)
    doubts = tuple(doubts_about([comment]).get(comment.id, ()))
    arrival = Arrival(comment, contact, doubts, honeypot_filled, recognised or known, known)
    look = Look(reasons=signals_about(arrival))
    if honeypot_filled:
        look.outcome, look.because = Outcome.SPAM, HONEYPOT
        look.reasons.insert(0, FindingReason(ground=Ground.HONEYPOT, facts={}, shadow=False))
    elif (banned := ban_on(contact, comment.left_at)) is not None:
        note_caught(banned, comment)
        look.outcome, look.because = Outcome.SPAM, BANNED
        facts = {"what": banned.what, "ban": banned.public_id}
        look.reasons.insert(0, FindingReason(ground=Ground.BAN, facts=facts, shadow=False))
    elif known and site_settings().auto_approve_known:
        look.outcome, look.because = Outcome.APPROVE, KNOWN_VISITOR
    return look


def _apply(look, comment):
    if look.outcome is Outcome.SPAM:
        decide(comment, Status.SPAM, because=look.because, at=comment.left_at)
    elif look.outcome is Outcome.APPROVE:
        by = comment.account if look.because == OWN_WORDS else None
        decide(comment, Status.APPROVED, by=by, because=look.because, at=comment.left_at)


def _log(problem):
    """What went wrong and where, without the message of the problem: a visitor's words could be in it."""
    places = " < ".join(f"{each.name}:{each.lineno}" for each in reversed(extract_tb(problem.__traceback__)))
    log.error("A comment was not looked at, and waits for a person: %s in %s", type(problem).__name__, places)
