"""Whether letters wait that should have left: since when, and why, in words for the staff."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import inspect, select

from blog.clock import now
from blog.mail.configured import mail_is_configured
from blog.mail.letter import Letter, LetterStatus
from blog.mail.trouble import MailTrouble
from blog.storage import db

GREYLISTED = timedelta(
    minutes=10
)  # servers put off a stranger's letter for some minutes; that is no trouble yet
LATE = timedelta(minutes=15)
NOT_SET_UP = "mail is not set up (BLOG_SMTP_URL and BLOG_MAIL_FROM)"
NO_WORKER = "no worker is sending them (flask housekeeping work)"


@dataclass(frozen=True)
class MailHealth:
    since: datetime
    why: str  # the end of a sentence


def remember_whether_mail_was_used(app):
    """Where mail is not set up and never was, no page need ask again. Called once, in an application context."""
    unused = not mail_is_configured(app.config["RUN"]) and not _any_letter()
    app.extensions["mail was never used"] = unused
    db.session.rollback()


def _any_letter():
    table_is_there = inspect(db.session.connection()).has_table(Letter.__tablename__)
    return table_is_there and db.session.scalar(select(Letter.id).limit(1)) is not None


def mail_health(*, at=None):
    """None where all is well, or a MailHealth. Asks the database once at most."""
    if current_app.extensions.get("mail was never used"):
        return None
    at = at or now()
    first_due = (
        select(Letter.due_at)
        .where(Letter.status == LetterStatus.WAITING)
        .order_by(Letter.due_at)
        .limit(1)
        .scalar_subquery()
    )
    trouble = select(MailTrouble.since, MailTrouble.problem, MailTrouble.rests_until).subquery()
    due_at, since, problem, rests_until = db.session.execute(
        select(first_due, trouble.c.since, trouble.c.problem, trouble.c.rests_until)
        .select_from(select(1).subquery())
        .outerjoin(trouble, db.true())
    ).one()
    if due_at is None:
        return None
    if not mail_is_configured():
        return MailHealth(since or due_at, NOT_SET_UP)
    if since is not None and (rests_until is not None or since <= at - GREYLISTED):
        return MailHealth(since, problem)
    return MailHealth(due_at, NO_WORKER) if due_at <= at - LATE else None
