"""The filter is a fold over lessons in their order: once caught up, its state is that of learning them all afresh.

The worker alone learns, a bounded number at a time. It reads, then reckons with no transaction open, then writes in a
short one, if everything is still as it was read: whoever was slower has worked for nothing, and whoever was killed is
gone on from by the next. An undo, an erasure or a decision that commits late is learnt from the newest snapshot before it.

The predictions kept with the lessons are those of this fold: each was made by a filter that had learnt the lessons
before it that stand, and none after. Where lessons are learnt anew, so are predictions: a mistake that was taken back
then no longer counts among the errors by which the filter is judged, and equal lessons give equal errors.
"""

from time import monotonic

from sqlalchemy import func, select

from blog.clock import now
from blog.mail.waking import wake_worker_after_commit
from blog.moderating.spam_filter.agenda import comments_that_differ, is_anything_due, make_due, take_up_some
from blog.moderating.spam_filter.current import loaded
from blog.moderating.spam_filter.learning import (
    LOCK,
    are_lessons_behind,
    learn_some,
    read_only,
    set_aside,
)
from blog.moderating.spam_filter.lesson import Lesson
from blog.moderating.spam_filter.reset import FilterReset, ResetKind, find_newest_reset
from blog.moderating.spam_filter.serving import is_served, next_version, serve
from blog.moderating.spam_filter.snapshot import find_base, find_head, invalidate_from, keep_snapshot
from blog.moderating.spam_filter.spam_filter import SpamFilter
from blog.moderating.spam_filter.weighing import is_to_be_weighed, keep_weighed, weigh
from blog.storage import db
from blog.storage.database import lock_for

SECONDS_AT_A_TIME = 5  # then the worker does something else, and goes on


def learn_what_was_decided(_private_keys=None, *, seconds=SECONDS_AT_A_TIME):
    """What the worker does of it each minute and when woken. Commits. Most of the time nothing is written or locked."""
    started = monotonic()
    while fold_once():
        if monotonic() - started > seconds:
            wake_worker_after_commit()
            break
    db.session.commit()


def compare_with_decisions(_private_keys=None):
    """Looks whether any lesson is not what the decisions say, whatever should have been noted. Commits."""
    make_due(read_only(lambda: list(comments_that_differ(forgotten_up_to=_forgotten_up_to()))))
    db.session.commit()


def fold_once(*, at=None):
    """One step of catching up, in a transaction of its own: nothing may be uncommitted before. Commits. Returns whether
    there was anything to do.
    """
    step = read_only(next_step)
    if step is not None:
        step(at or now())
        db.session.commit()
    return step is not None


def waiting_lessons():
    """How many lessons are not in the state that stands."""
    base = find_base()
    behind = Lesson.decision_id > (base.last_decision_id if base else 0)
    return db.session.scalar(select(func.count(Lesson.decision_id)).where(behind))


def next_step():
    """What is to be done next: a function of the moment, or None. Only reads."""
    head, base, newest = find_head(), find_base(), find_newest_reset()
    if head is None or base is None or head.reset_id != (newest.id if newest else 0):
        return _begin
    if loaded(base.version, base.mark) is None:
        version = base.version
        return lambda _at: set_aside(version)
    if is_anything_due():
        return _take_up
    if are_lessons_behind(base.last_decision_id):
        return learn_some
    if not is_served(base):
        return _serve_base
    return _weigh if is_to_be_weighed(base) else None


def _begin(at):
    """A fold from nothing: the first one, after a reset, or where no snapshot can be read any more."""
    newest = read_only(find_newest_reset)
    forgotten_up_to = newest.after if newest else 0
    due = read_only(lambda: list(comments_that_differ(forgotten_up_to=forgotten_up_to)))
    lock_for(LOCK)
    head = find_head()
    if head is not None and newest is not None and head.reset_id > newest.id:
        return
    invalidate_from(0)
    make_due(due)
    snapshot = keep_snapshot(
        SpamFilter(),
        version=next_version(),
        lessons=0,
        last_decision_id=0,
        reset_id=newest.id if newest else 0,
        at=at,
    )
    if newest is not None and newest.kind is ResetKind.TO_NOTHING:
        serve(snapshot, at=at)


def _take_up(_at):
    lock_for(LOCK)
    take_up_some(forgotten_up_to=_forgotten_up_to())


def _serve_base(at):
    """What was learnt last was taken back, and nothing came since; or the site allows another number of errors."""
    lock_for(LOCK)
    base = find_base()
    if base is not None and not are_lessons_behind(base.last_decision_id):
        serve(base, at=at)


def _weigh(at):
    weighed = read_only(weigh)
    lock_for(LOCK)
    keep_weighed(*weighed, at=at)


def _forgotten_up_to():
    """By the newest FilterReset that the fold has begun anew for."""
    head = find_head()
    reset = db.session.get(FilterReset, head.reset_id) if head and head.reset_id else None
    return reset.after if reset else 0
