"""What the worker does again and again: each thing as often as wiring's TICKS says, whether the others fail or not.

What is due each minute is tried with every tick. What is due more rarely has a row that says when next, which survives
the worker; of several workers one takes it.
"""

import threading
from datetime import datetime, timedelta

from sqlalchemy import String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from blog.clock import now
from blog.mail.delivery import in_brief
from blog.storage import db
from blog.storage.database import lock_for
from blog.storage.types import Moment

TICKS = []
EVERY_TICK = 60  # seconds; nothing is due more often
LEASE = timedelta(minutes=30)  # whoever takes it has it so long; where they die, it is taken again
AGAIN_AFTER = timedelta(minutes=5)  # it failed


class Tick(db.Model):
    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    next_at: Mapped[datetime] = mapped_column(Moment)


def connect_ticks(ticks):
    """`ticks` are (seconds, job): a job takes the worker's PrivateKeys. What it leaves uncommitted is committed."""
    TICKS[:] = [(seconds, job, threading.Lock()) for seconds, job in ticks]


def run_ticks(app, private_keys, *, at=None):
    """Runs what is due at `at`, by default now. Never raises for one that fails: it is logged, and tried again."""
    for seconds, job, lock in TICKS:
        if lock.acquire(blocking=False):  # else another thread of this worker is at it
            try:
                with app.app_context():
                    _run(app, seconds, job, private_keys, at or now())
            except Exception as problem:
                app.logger.error("%s failed: %s", name_of(job), in_brief(problem))
            finally:
                lock.release()


def name_of(job):
    """How a job is called in its row and in the log."""
    return f"{job.__module__}.{job.__name__}".removeprefix("blog.")


def _run(app, seconds, job, private_keys, at):
    rare = seconds > EVERY_TICK
    if rare and not _taken(name_of(job), at):
        return
    next_at = at + AGAIN_AFTER
    try:
        job(private_keys)
        db.session.commit()
        next_at = at + timedelta(seconds=seconds)
    finally:
        db.session.rollback()
        if rare:
            db.session.execute(update(Tick).where(Tick.name == name_of(job)).values(next_at=next_at))
            db.session.commit()


def _taken(name, at):
    """Whether it is due and ours. Looked at first: a tick that finds nothing due must write nothing."""
    next_at = db.session.scalar(select(Tick.next_at).where(Tick.name == name))
    if next_at is None:
        lock_for(f"tick {name}")
        if db.session.get(Tick, name) is None:
            db.session.add(Tick(name=name, next_at=at))
            db.session.flush()
    elif next_at > at:
        db.session.rollback()
        return False
    ours = update(Tick).where(Tick.name == name, Tick.next_at <= at).values(next_at=at + LEASE)
    taken = db.session.execute(ours).rowcount == 1
    db.session.commit()
    return taken
