"""How long visitors wait: from when a comment was left until a person decided about it for the first time.

What a machine published at once kept nobody waiting and does not count; neither does, yet, what still waits.
"""

from dataclasses import dataclass

from sqlalchemy import case, func, literal, select, union_all
from sqlalchemy.orm import aliased

from blog.commenting.comment import Comment, Status
from blog.commenting.decision import Decision
from blog.moderating.insights.reckoning import (
    hour_of_week,
    percentiles,
    step_of,
    visitors_comments,
    whole_seconds,
)
from blog.storage import db

PERCENTS = (50, 90)
HOURS_OF_WEEK = 168


@dataclass(frozen=True)
class Wait:
    """Of `number` comments half waited `median` seconds at most, and nine in ten `most`. Both None where number is 0."""

    number: int = 0
    median: int | None = None
    most: int | None = None


@dataclass(frozen=True)
class Waits:
    """The Wait of a whole Period, of each of its steps, and of each of the 168 hours of a week from Monday's first."""

    in_all: Wait
    by_step: list[Wait]
    by_hour: list[Wait]


def waits_in(period):
    """The Waits of what came in a Period: one question, so that what people decided first is looked for once."""
    each = (
        first_by_people()
        .where(visitors_comments(period))
        .with_only_columns(
            step_of(Comment.left_at, period.starts).label("step"),
            hour_of_week(Comment.left_at, period).label("hour"),
            waited().label("value"),
        )
        .cte("waits")
    )
    ways = (literal(0), each.c.step, each.c.hour)
    told = union_all(*(_percentiles_by(way, each, number) for number, way in enumerate(ways)))
    found = ({}, {}, {})
    for way, step, number, median, most in db.session.execute(told):
        found[way][step] = Wait(number, median, most)
    in_all, by_step, by_hour = found
    return Waits(
        in_all.get(0, Wait()),
        [by_step.get(step, Wait()) for step in range(len(period.starts))],
        [by_hour.get(hour, Wait()) for hour in range(HOURS_OF_WEEK)],
    )


def _percentiles_by(way, each, number):
    values = select(way.label("step"), each.c.value).subquery()
    return select(literal(number).label("way"), percentiles(values, PERCENTS).subquery())


def still_waiting(period):
    """How many that came in the Period nobody has decided about."""
    waiting = select(func.count(Comment.id)).where(
        visitors_comments(period), Comment.status == Status.PENDING, Comment.decision_count == 0
    )
    return db.session.scalar(waiting)


def first_by_people():
    """The Select of decisions, each a person's first about a comment that was not public then."""
    earlier = aliased(Decision)
    before = select(earlier.id).where(
        earlier.comment_id == Decision.comment_id, earlier.by_id.is_not(None), earlier.id < Decision.id
    )
    return (
        select(Decision)
        .join(Comment, Comment.id == Decision.comment_id)
        .where(Decision.by_id.is_not(None), Decision.before != Status.APPROVED, ~before.exists())
    )


def waited():
    """Whole seconds from when the comment came until the decision; never less than none, whatever the clocks did."""
    seconds = whole_seconds(Decision.at) - whole_seconds(Comment.left_at)
    return case((seconds < 0, 0), else_=seconds)
