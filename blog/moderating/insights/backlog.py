"""What waits now, and since when: since it came, or since what was decided last let it wait again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func, select

from blog.commenting.comment import Comment, Status
from blog.commenting.decision import Decision
from blog.moderating.insights.reckoning import step_of
from blog.storage import db

# The ages that are told apart: how old something in each is at most, and its name.
AGES = (
    (timedelta(hours=1), "Under an hour"),
    (timedelta(hours=6), "1 to 6 hours"),
    (timedelta(days=1), "6 to 24 hours"),
    (timedelta(days=2), "1 to 2 days"),
    (timedelta(days=7), "2 to 7 days"),
    (None, "Over a week"),
)


@dataclass(frozen=True)
class Backlog:
    """`by_age` are numbers in the order of AGES; `oldest` is since when the longest waits, or None."""

    by_age: list[int]
    oldest: datetime | None

    @property
    def number(self):
        return sum(self.by_age)

    @property
    def older_than_a_day(self):
        return sum(self.by_age[3:])


def backlog_of(statement, *, at):
    """The Backlog of those pending comments that `statement`, a Select of Comments, leaves."""
    since = (
        statement.where(Comment.status == Status.PENDING)
        .with_only_columns(waits_since().label("since"))
        .subquery()
    )
    moments = [at - age for age, _name in AGES if age]  # the newest first
    step = step_of(since.c.since, [datetime.min.replace(tzinfo=at.tzinfo), *reversed(moments)])
    each = select(step.label("step"), since.c.since).subquery()
    rows = db.session.execute(
        select(each.c.step, func.count(), func.min(each.c.since)).group_by(each.c.step)
    ).all()
    by_age = [0] * len(AGES)
    for step, number, _oldest in rows:
        by_age[len(AGES) - 1 - step] = number
    return Backlog(by_age, min((oldest for _step, _number, oldest in rows), default=None))


def waiting_too_long(statement, *, since):
    """`statement`, a Select of Comments, narrowed to those that have waited from `since` or longer."""
    return statement.where(Comment.status == Status.PENDING, Comment.left_at <= since, waits_since() <= since)


def waits_since():
    """Since when a pending Comment waits."""
    last = select(func.max(Decision.at)).where(Decision.comment_id == Comment.id).scalar_subquery()
    return case((Comment.decision_count == 0, Comment.left_at), else_=func.coalesce(last, Comment.left_at))
