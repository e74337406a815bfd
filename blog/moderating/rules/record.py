"""How often each rule spoke, and how often a person decided otherwise afterwards: that is how often it was wrong."""

from dataclasses import dataclass

from sqlalchemy import and_, func, select

from blog.commenting.comment import Status
from blog.commenting.decision import Decision
from blog.moderating.finding import Finding, FindingReason, Ground
from blog.moderating.rules.replay import against
from blog.moderating.rules.rule import HouseRuleVersion
from blog.storage import db


@dataclass(frozen=True)
class RuleRecord:
    """Of comments: about how many a rule spoke, about how many of these a person decided, how many of them otherwise."""

    fired: int = 0
    judged: int = 0
    otherwise: int = 0


def how_often_wrong(since=None):
    """{rule id: RuleRecord} of the rules that had a say, for comments since that moment (None: ever)."""
    return {rule: record for (rule, is_shadow), record in records(since=since).items() if not is_shadow}


def records(*, since=None, rule_id=None):
    """{(rule id, whether in shadow): RuleRecord}, in one query; of one rule, where its id is given."""
    newest = (
        select(func.max(Decision.id))
        .where(Decision.comment_id == FindingReason.comment_id, Decision.by_id.is_not(None))
        .correlate(FindingReason)
        .scalar_subquery()
    )
    version = and_(
        HouseRuleVersion.rule_id == FindingReason.rule_id,
        HouseRuleVersion.version == FindingReason.rule_version,
    )
    which = (FindingReason.rule_id, FindingReason.shadow, HouseRuleVersion.outcome, Decision.after)
    counted = (
        select(*which, func.count())
        .select_from(FindingReason)
        .join(HouseRuleVersion, version)
        .outerjoin(Decision, Decision.id == newest)
        .where(FindingReason.ground == Ground.RULE)
        .group_by(*which)
    )
    if since is not None:
        counted = counted.join(Finding, Finding.comment_id == FindingReason.comment_id)
        counted = counted.where(Finding.at >= since)
    if rule_id is not None:
        counted = counted.where(FindingReason.rule_id == rule_id)
    return _summed(db.session.execute(counted))


def _summed(rows):
    sums = {}
    for rule, is_shadow, outcome, verdict, number in rows:
        fired, judged, otherwise = sums.get((rule, is_shadow), (0, 0, 0))
        is_judged = verdict is not None and verdict is not Status.PENDING
        is_otherwise = verdict in against(outcome)
        sums[rule, is_shadow] = (
            fired + number,
            judged + number * is_judged,
            otherwise + number * is_otherwise,
        )
    return {which: RuleRecord(*numbers) for which, numbers in sums.items()}
