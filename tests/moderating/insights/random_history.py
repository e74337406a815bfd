"""A random history made through the acts, and the same figures reckoned naively from its rows."""

from datetime import timedelta
from math import ceil
from random import Random

from blog.accounts.account import Role
from blog.commenting.comment import Comment, Status
from blog.commenting.decision import Decision
from blog.commenting.withdrawal import withdraw_comment
from blog.moderating.verdict import approve, mark_as_spam, reject, undo
from blog.storage import db
from tests.builders import a_comment, a_public_article, an_account


def a_random_history(until, *, days=40, number=60, seed=1):
    """Some comments of the last `days` days, decided or not, at odd moments. Returns the moderators."""
    chance = Random(seed)
    people = [an_account(Role.MODERATOR, name=name) for name in ("Ada", "Bo", "=Cy")]
    owner = an_account(Role.OWNER, name="Owner")
    articles = [
        a_public_article(by=owner, live=until - timedelta(days=days + 1), title=f"Article {n}")
        for n in range(4)
    ]
    for _ in range(number):
        at = until - timedelta(seconds=chance.random() * days * 86400)
        by = owner if chance.random() < 0.1 else None
        comment = a_comment(
            chance.choice(articles), at=at, honeypot_filled=by is None and chance.random() < 0.2, by=by
        )
        _live_on(comment, at, until, people, chance)
    db.session.commit()
    return people


def _live_on(comment, at, until, people, chance):
    while chance.random() < 0.6:
        at += timedelta(seconds=chance.random() ** 3 * 3 * 86400)
        if at > until or comment.status is Status.WITHDRAWN:
            return
        if chance.random() < 0.08:
            withdraw_comment(comment, at=at)
            return
        act = chance.choice([approve, reject, mark_as_spam, undo])
        if act is undo and not comment.decision_count:
            act = approve
        act(comment, by=chance.choice(people), at=at)


def visitors_in(period):
    """Every visitor's Comment of the Period."""
    return [
        comment
        for comment in db.session.scalars(db.select(Comment))
        if comment.account_id is None and period.start <= comment.left_at < period.end
    ]


def decisions_on(comment):
    found = db.session.scalars(db.select(Decision).where(Decision.comment_id == comment.id))
    return sorted(found, key=lambda decision: decision.id)


def step_in(period, moment):
    return max(number for number, start in enumerate(period.starts) if start <= moment)


def naive_wait(comment):
    """Seconds, or None where no person decided, or it was public before one did."""
    first = next((each for each in decisions_on(comment) if each.by_id), None)
    if first is None or first.before is Status.APPROVED:
        return None
    return max(int(first.at.timestamp()) - int(comment.left_at.timestamp()), 0)


def naive_percentile(values, percent):
    """The nearest rank."""
    return sorted(values)[ceil(len(values) * percent / 100) - 1] if values else None
