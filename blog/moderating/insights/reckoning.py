"""What both databases reckon alike: whole seconds, steps of a period, and the value that so many in a hundred do not exceed.

A moment counts as its whole second, and a percentile is one of the values themselves (the nearest rank), so that no
database rounds otherwise than another. Only one row a step leaves the database, however many comments there are.
"""

from sqlalchemy import BigInteger, case, func, literal, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from blog.commenting.comment import Comment, Status


class whole_seconds(FunctionElement):  # noqa: N801  (reads like the SQL functions beside it)
    """Seconds from 1970 until a moment, without what is left of the last one."""

    type = BigInteger()
    inherit_cache = True
    name = "whole_seconds"


@compiles(whole_seconds, "sqlite")
def _on_sqlite(element, compiler, **kw):
    return f"CAST(strftime('%s', {compiler.process(element.clauses, **kw)}) AS INTEGER)"


@compiles(whole_seconds, "postgresql")
def _on_postgresql(element, compiler, **kw):
    return f"CAST(floor(extract(epoch FROM {compiler.process(element.clauses, **kw)})) AS BIGINT)"


def step_of(moment, starts, values=None):
    """The number of the step that holds a moment (an SQL expression), or its value; what is before counts as the first.

    Halved again and again: fifty steps cost six comparisons.
    """
    values = range(len(starts)) if values is None else values
    if len(starts) == 1:
        return literal(values[0])
    middle = len(starts) // 2
    return case(
        (moment < starts[middle], step_of(moment, starts[:middle], values[:middle])),
        else_=step_of(moment, starts[middle:], values[middle:]),
    )


def hour_of_week(moment, period):
    """0 for Monday from midnight to one, 167 for Sunday's last hour, as the clocks of the blog stood."""
    starts, offsets = zip(*period.offsets(), strict=True)
    local = whole_seconds(moment) + step_of(moment, starts, offsets)
    return (local // 3600 + 72) % 168  # 1970 began on a Thursday


def visitors_comments(period):
    """The condition that a Comment is a visitor's and came in this Period."""
    # Naming every status lets the index that begins with it be used.
    return Comment.status.in_(list(Status)) & by_a_visitor() & within(Comment.left_at, period)


def by_a_visitor():
    """The condition that no member of staff wrote a Comment; said so that no index is used for it: it holds nearly all."""
    return func.coalesce(Comment.account_id, 0) == 0


def within(moment, period):
    return (moment >= period.start) & (moment < period.end)


def percentiles(values, percents):
    """The Select of a row for each step: step, how many values, and for each of `percents` the value that so many in a
    hundred do not exceed. `values` is a subquery or CTE with the columns step and value.
    """
    numbered = select(
        values.c.step,
        values.c.value,
        func.row_number().over(partition_by=values.c.step, order_by=values.c.value).label("place"),
        func.count().over(partition_by=values.c.step).label("number"),
    ).subquery()
    place, number = numbered.c.place, numbered.c.number
    at_percent = [
        func.max(case((place == (number * percent + 99) // 100, numbered.c.value))) for percent in percents
    ]
    return select(numbered.c.step, number, *at_percent).group_by(numbered.c.step, number)
