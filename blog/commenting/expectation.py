"""What visitors may expect of the moderators: how long an answer usually takes, and whether anybody is there.

Each is a rounded sentence in a row. It is made anew every hour, so that no page that readers see asks what was decided
when, or what time it is.
"""

from datetime import datetime, timedelta
from math import ceil
from statistics import median

from sqlalchemy import String, func, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from blog.accounts.account import Account, Suspension
from blog.accounts.permissions import may_any
from blog.clock import now
from blog.commenting.comment import Comment
from blog.commenting.decision import Decision
from blog.storage import db
from blog.storage.site_setting import site_settings
from blog.storage.types import Moment

USUAL_WAIT, ABSENCE = "usual_wait", "absence"
LOOKS_BACK = timedelta(days=30)
FEWEST_DECISIONS = 20


class Expectation(db.Model):
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    sentence: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(Moment)


def expectations():
    """{name: sentence}, asked of the database once a transaction."""
    db.session.connection()
    transaction, known = db.session().info.get("expectations", (None, None))
    if transaction is not db.session().get_transaction():
        known = dict(map(tuple, db.session.execute(select(Expectation.name, Expectation.sentence))))
        db.session().info["expectations"] = (db.session().get_transaction(), known)
    return known


def sentence_of(name):
    """The sentence for visitors called USUAL_WAIT or ABSENCE; empty where there is nothing to say."""
    return expectations().get(name, "")


def recompute_expectations(_private_keys=None, *, at=None):
    """Writes the sentences anew where they changed; returns {name: sentence}. The worker does it each hour."""
    at = at or now()
    said = {USUAL_WAIT: _usual_wait(at), ABSENCE: _absence(at)}
    for name, sentence in said.items():
        row = db.session.get(Expectation, name)
        if row is None or row.sentence != sentence:
            db.session.merge(Expectation(name=name, sentence=sentence, at=at))
    db.session.flush()
    db.session().info.pop("expectations", None)
    return said


def _usual_wait(at):
    """From when a visitor's comment was left until a person decided about it for the first time."""
    earlier = aliased(Decision)
    before = select(earlier.id).where(
        earlier.comment_id == Decision.comment_id, earlier.by_id.is_not(None), earlier.id < Decision.id
    )
    first = (
        select(Comment.left_at, Decision.at)
        .join(Comment, Comment.id == Decision.comment_id)
        .where(Decision.by_id.is_not(None), Decision.at > at - LOOKS_BACK, ~before.exists())
        .where(Comment.account_id.is_(None))
    )
    waits = [(decided - left).total_seconds() for left, decided in db.session.execute(first)]
    if len(waits) < FEWEST_DECISIONS:
        return ""
    return f"Comments are usually read within {in_words(median(waits))}."


def in_words(seconds):
    """A time in which it has usually happened, rounded up to what one would say: 10 minutes, 5 hours, 2 days."""
    minutes = ceil(seconds / 60)
    for most in (5, 10, 15, 30):
        if minutes <= most:
            return f"{most} minutes"
    hours = ceil(minutes / 60)
    if hours <= 36:
        return "an hour" if hours == 1 else f"{hours} hours"
    return f"{ceil(hours / 24)} days"


def _absence(at):
    most = site_settings().moderators_absent_after_days
    days = (at - last_sign_of_a_moderator(at)).days
    if not most or days < most:
        return ""
    return f"No moderator has been here for {_rounded(days)}, so it may take longer."


def last_sign_of_a_moderator(at):
    """When a person last decided about a comment, or somebody who may decide about any of them signed in.

    Where neither ever happened: when their account was made, and `at` where there is none.
    """
    decided = db.session.scalar(select(func.max(Decision.at)).where(Decision.by_id.is_not(None)))
    active = select(Account).outerjoin(Suspension, Suspension.account_id == Account.id)
    people = db.session.scalars(active.where(Suspension.account_id.is_(None)))
    signs = [each.signed_in_at or each.created_at for each in people if may_any(each, "moderate")]
    return max([*signs, *([decided] if decided else [])], default=at)


def _rounded(days):
    if days < 14:
        return "a day" if days == 1 else f"{days} days"
    if days < 60:
        return f"{days // 7} weeks"
    return f"{days // 30} months"
