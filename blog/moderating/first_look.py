"""What is found, and decided, the moment a comment arrives. Whatever fails here leaves it pending, which is never public.

All of it happens in a savepoint of the transaction that takes the comment. Of the outcomes the strongest counts: own
words of staff, the trap, rules that call it spam, bans, rules that hold it, rules that let known visitors in, and the
filter last.
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
from blog.moderating.rules.matching import Speaking, matching_rules
from blog.moderating.rules.rule import DecisionByRule
from blog.moderating.signals import Arrival, signals_about
from blog.moderating.spam_filter.standing import (
    Pile,
    current_filter,
    may_approve,
    pile_of,
    puts_away,
    told_of,
)
from blog.storage import db
from blog.storage.site_setting import site_settings

HONEYPOT = "The field that people leave empty was filled in."
BANNED = "Whoever wrote it is banned."
HOUSE_RULE = "A house rule says so."
LIKELY_SPAM = "The filter takes it for likely spam."
LIKELY_FINE = "The filter takes it for fine, and a known visitor wrote it."
OWN_WORDS = "Written by the person who moderates here."
KNOWN_VISITOR = "Known visitor: published here before, and recognised by their browser."

GRAVITY = (Outcome.SPAM, Outcome.HOLD, Outcome.APPROVE)
MOST_PULLS = 4  # of the filter's reasons, each way

log = logging.getLogger(__name__)


@dataclass
class Look:
    """What was found: the outcome, why (for staff, where something is decided), and the reasons, weightiest first.

    `rule` is the house rule that decides; `likelihood` and `filter_version` are None where no filter was asked.
    """

    outcome: Outcome = Outcome.HOLD
    because: str = ""
    reasons: list = field(default_factory=list)
    rule: Speaking | None = None
    likelihood: float | None = None
    filter_version: int | None = None


def take_a_first_look(comment, *, honeypot_filled=False, known=False, recognised=False):
    try:
        with db.session.begin_nested():
            look = _look_at(comment, honeypot_filled, known, recognised)
            filtered = {"likelihood": look.likelihood, "filter_version": look.filter_version}
            record_finding(comment, look.outcome, look.reasons, at=comment.left_at, **filtered)
            _apply(look, comment)
    except Exception as problem:
        _log(problem)
        _record_that_nobody_looked(comment)


def _record_that_nobody_looked(comment):
    """Where not even that can be kept, the comment is taken all the same."""
    reason = _reason(Ground.NOT_LOOKED_AT)
    try:
        with db.session.begin_nested():
            record_finding(comment, Outcome.HOLD, [reason], at=comment.left_at)
    except SQLAlchemyError as problem:
        _log(problem)


def _look_at(comment, honeypot_filled, known, recognised):
    if not honeypot_filled and may(comment.account, "moderate", comment):
        return Look(Outcome.APPROVE, OWN_WORDS, [_reason(Ground.OWN_WORDS)])
    contact = db.session.get(Contact, comment.id)
    doubts = tuple(doubts_about([comment]).get(comment.id, ()))
    arrival = Arrival(comment, contact, doubts, honeypot_filled, recognised or known, known)
    matches = matching_rules(comment, contact, known)
    banned = ban_on(contact, comment.left_at)
    likelihood, version, told = _asked_the_filter(comment)
    look = Look(likelihood=likelihood, filter_version=version)
    look.reasons = [
        *([_reason(Ground.HONEYPOT)] if honeypot_filled else []),
        *map(_reason_of_rule, sorted(matches, key=_weight)),
        *([_reason(Ground.BAN, what=banned.what, ban=banned.public_id)] if banned else []),
        *told,
        *signals_about(arrival),
    ]
    _weigh(look, arrival, [match.rule for match in matches if not match.rule.is_shadow], banned)
    return look


def _weigh(look, arrival, rules, banned):
    """The outcome, by the strongest of what was found. `rules` are those that speak, not in shadow."""
    first = {outcome: next((rule for rule in rules if rule.outcome is outcome), None) for outcome in Outcome}
    if arrival.honeypot_filled:
        look.outcome, look.because = Outcome.SPAM, HONEYPOT
    elif first[Outcome.SPAM]:
        look.outcome, look.because, look.rule = Outcome.SPAM, HOUSE_RULE, first[Outcome.SPAM]
    elif banned is not None:
        note_caught(banned, arrival.comment)
        look.outcome, look.because = Outcome.SPAM, BANNED
    elif first[Outcome.HOLD]:
        look.outcome = Outcome.HOLD
    elif first[Outcome.APPROVE] and not arrival.doubts:
        look.outcome, look.because, look.rule = Outcome.APPROVE, HOUSE_RULE, first[Outcome.APPROVE]
    elif arrival.known:
        _weigh_known(look)
    elif look.likelihood is not None and puts_away(arrival.comment, look.likelihood):
        look.outcome, look.because = Outcome.SPAM, LIKELY_SPAM


def _weigh_known(look):
    """The filter puts away nothing of a known visitor; where it would, a person decides."""
    if look.likelihood is not None and pile_of(look.likelihood) is Pile.LIKELY_SPAM:
        return
    if site_settings().auto_approve_known:
        look.outcome, look.because = Outcome.APPROVE, KNOWN_VISITOR
    elif look.likelihood is not None and may_approve(look.likelihood):
        look.outcome, look.because = Outcome.APPROVE, LIKELY_FINE


def _asked_the_filter(comment):
    """(likelihood, version, [its reason]) of a visitor's comment; nothing where there is no filter to ask."""
    current = current_filter()
    if current is None or current.is_damaged:
        return None, None, []
    told = told_of(comment)
    likelihood = current.score(told)
    pulls = current.reasons(told)
    facts = {
        "pile": current.piles.pile_of(likelihood).value,
        "likelihood": round(likelihood, 3),
        "towards": [pull.words for pull in pulls if pull.weight > 0][:MOST_PULLS],
        "away": [pull.words for pull in pulls if pull.weight < 0][:MOST_PULLS],
    }
    return likelihood, current.version, [_reason(Ground.FILTER, **facts)]


def _weight(match):
    """Rules that have a say before those in shadow, the graver outcome first."""
    return match.rule.is_shadow, GRAVITY.index(match.rule.outcome)


def _reason_of_rule(match):
    rule = match.rule
    facts = {"kind": rule.kind.value, "outcome": rule.outcome.value, "found": match.found}
    return FindingReason(
        ground=Ground.RULE,
        facts=facts | {"rule": rule.public_id},
        rule_id=rule.rule_id,
        rule_version=rule.version,
        shadow=rule.is_shadow,
    )


def _reason(ground, **facts):
    return FindingReason(ground=ground, facts=facts, shadow=False)


def _apply(look, comment):
    if look.outcome is Outcome.HOLD:
        return
    by = comment.account if look.because == OWN_WORDS else None
    status = Status.SPAM if look.outcome is Outcome.SPAM else Status.APPROVED
    decision = decide(comment, status, by=by, because=look.because, at=comment.left_at)
    if look.rule is not None:
        by_rule = {"rule_id": look.rule.rule_id, "rule_version": look.rule.version}
        db.session.add(DecisionByRule(decision_id=decision.id, **by_rule))
        db.session.flush()


def _log(problem):
    """What went wrong and where, without the message of the problem: a visitor's words could be in it."""
    places = " < ".join(f"{each.name}:{each.lineno}" for each in reversed(extract_tb(problem.__traceback__)))
    log.error("A comment was not looked at, and waits for a person: %s in %s", type(problem).__name__, places)
