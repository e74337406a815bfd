"""Who decided how much, how soon, and how often that was taken back. In the order of names: this is no contest."""

from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased

from blog.accounts.account import Account
from blog.commenting.decision import Decision
from blog.moderating.insights.reckoning import by_a_visitor, percentiles, within
from blog.moderating.insights.wait import first_by_people, waited
from blog.storage import db


@dataclass(frozen=True)
class Work:
    """What one person decided. `median` is in seconds, over `firsts` comments that they were the first to decide about."""

    name: str
    number: int
    firsts: int
    median: int | None
    by_themselves: int  # of their decisions, how many they took back
    by_others: int  # and how many somebody else did


def work_by_person(period):
    """[Work] of everybody who decided in the Period, by name. An undo is no decision of its own."""
    numbers = db.session.execute(
        select(Account.id, Account.name, func.count(Decision.id))
        .join(Decision, Decision.by_id == Account.id)
        .where(within(Decision.at, period), Decision.undoes_id.is_(None))
        .group_by(Account.id, Account.name)
    ).all()
    medians, undone = _medians(period), _undone(period)
    return [
        Work(name, number, *medians.get(id_, (0, None)), *undone.get(id_, (0, 0)))
        for id_, name, number in sorted(numbers, key=lambda row: (row.name.casefold(), row.id))
    ]


def _medians(period):
    """{account id: (number, median in seconds)}"""
    waits = (
        first_by_people()
        .where(within(Decision.at, period), by_a_visitor())
        .with_only_columns(Decision.by_id.label("step"), waited().label("value"))
        .subquery()
    )
    return {
        by_id: (number, median) for by_id, number, median in db.session.execute(percentiles(waits, (50,)))
    }


def _undone(period):
    """{account id: (how many of their decisions they took back themselves, how many others did)}"""
    undo = aliased(Decision)
    themselves = func.sum(case((undo.by_id == Decision.by_id, 1), else_=0))
    rows = db.session.execute(
        select(Decision.by_id, themselves, func.count() - themselves)
        .join(undo, undo.undoes_id == Decision.id)
        .where(within(Decision.at, period), Decision.by_id.is_not(None), Decision.undoes_id.is_(None))
        # What is taken back was decided before: an index of moments finds the undos.
        .where(undo.at >= period.start)
        .group_by(Decision.by_id)
    )
    return {by_id: (int(own), int(others)) for by_id, own, others in rows}
