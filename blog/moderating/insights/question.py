"""Which questions there are, in the order in which they are asked."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import func, select

from blog.commenting.comment import Comment, Status
from blog.moderating.insights.answer import Answer
from blog.moderating.insights.answers import arrivals, articles, backlog, mistakes, people, waits
from blog.moderating.insights.period import period_called
from blog.storage import db


@dataclass(frozen=True)
class Question:
    """`name` stands in addresses, `label` on the tab; `answer(period, at=…)` gives an Answer."""

    name: str
    label: str
    words: str
    answer: Callable[..., Answer]
    has_period: bool = True


QUESTIONS = {
    question.name: question
    for question in (
        Question("backlog", "Waiting now", "What waits now?", backlog.answer, has_period=False),
        Question("waits", "How long", "How long do visitors wait?", waits.answer),
        Question(
            "arrivals", "What becomes of them", "How many come, and what becomes of them?", arrivals.answer
        ),
        Question("mistakes", "Mistakes", "How often are the filter and the rules wrong?", mistakes.answer),
        Question("people", "Who decides", "Who decides how much?", people.answer),
        Question("articles", "Articles", "Which articles draw what?", articles.answer),
    )
}
FIRST = "backlog"


def period_asked(name, *, zone, at):
    """The Period called so until `at`, in the blog's time zone; one that is not known is the usual one."""
    return period_called(name, zone=zone, at=at, earliest=_first_arrival() if name == "all" else None)


def _first_arrival():
    """When the oldest Comment came, or None: the oldest of each status stands first in an index."""
    oldest = [
        select(func.min(Comment.left_at)).where(Comment.status == status).scalar_subquery()
        for status in Status
    ]
    return min((moment for moment in db.session.execute(select(*oldest)).one() if moment), default=None)
