"""When letters cannot leave because of the mail server, they wait: since when and why is one row, here as long as it lasts.

A password that was refused is not tried again each minute for each letter; the server gets rests that grow, and the first
letter that it takes ends the trouble.
"""

from datetime import datetime, timedelta

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from blog.storage import db
from blog.storage.database import lock_for
from blog.storage.types import Moment

RESTS = tuple(timedelta(minutes=m) for m in (1, 2, 5, 10, 15))
THE_ONE = 1


class MailTrouble(db.Model):
    """At most one row."""

    id: Mapped[int] = mapped_column(primary_key=True, default=THE_ONE)
    since: Mapped[datetime] = mapped_column(Moment)
    problem: Mapped[str] = mapped_column(String(200))
    tries: Mapped[int] = mapped_column(default=0)
    # None: it may be about single letters only, and the others are tried.
    rests_until: Mapped[datetime | None] = mapped_column(Moment)


def note_trouble(problem, *, at, rests):
    """No letter left, for the reason `problem`, a fixed phrase; `rests` says whether the server is left alone for a while."""
    lock_for("mail trouble")
    trouble = db.session.get(MailTrouble, THE_ONE) or MailTrouble(since=at, tries=0)
    trouble.problem = problem
    if rests:
        trouble.rests_until = at + RESTS[min(trouble.tries, len(RESTS) - 1)]
        trouble.tries += 1
    db.session.add(trouble)
    db.session.flush()


def end_trouble():
    """A letter left."""
    db.session.execute(delete(MailTrouble))


def mail_rests(at):
    """Whether the server is left alone at this moment."""
    return bool(db.session.scalar(select(MailTrouble.id).where(MailTrouble.rests_until > at)))
