"""The filter is a fold over lessons in their order: once caught up, its state is that of learning them all afresh.

The worker alone learns, a bounded number at a time. It reads, then reckons with no transaction open, then writes in a
short one, if everything is still as it was read: whoever was slower has worked for nothing, and whoever was killed is
gone on from by the next. An undo, an erasure or a decision that commits late is learnt from the newest snapshot before it.

The predictions kept with the lessons are those of this fold: each was made by a filter that had learnt the lessons
before it that stand, and none after. Where lessons are learnt anew, so are predictions: a mistake that was taken back
then no longer counts among the errors by which the filter is judged, and equal lessons give equal errors.
"""

from dataclasses import dataclass
from time import monotonic

from sqlalchemy import exists, func, select, update

from blog.clock import now
from blog.mail.waking import wake_worker_after_commit
from blog.moderating.spam_filter.agenda import comments_that_differ, is_anything_due, make_due, take_up_some
from blog.moderating.spam_filter.current import loaded
from blog.moderating.spam_filter.dump import NotAFilter
from blog.moderating.spam_filter.lesson import Lesson, lessons_in_order
from blog.moderating.spam_filter.measured import FilterStanding, find_standing, measure
from blog.moderating.spam_filter.reset import FilterReset, ResetKind, find_newest_reset
from blog.moderating.spam_filter.snapshot import (
    FilterSnapshot,
    find_base,
    find_head,
    invalidate,
    invalidate_from,
    keep_snapshot,
    state_of,
    thin,
)
from blog.moderating.spam_filter.spam_filter import SpamFilter
from blog.moderating.spam_filter.weighing import is_to_be_weighed, keep_weighed, weigh
from blog.storage import db
from blog.storage.database import lock_for, reading_only
from blog.storage.site_setting import site_settings

AT_ONCE = 500  # lessons between two snapshots, at most
SECONDS_AT_A_TIME = 5  # then the worker does something else, and goes on
_LOCK = "spam filter"


@dataclass(frozen=True)
class _Read:
    """What is learnt on from, and what is to be learnt."""

    version: int
    lessons: int
    last_decision_id: int
    reset_id: int
    spam_filter: SpamFilter
    rows: list


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
    forgotten_up_to = _read_only(_forgotten_up_to)
    make_due(_read_only(lambda: list(comments_that_differ(forgotten_up_to=forgotten_up_to))))
    db.session.commit()


def fold_once(*, at=None):
    """One step of catching up, in a transaction of its own. Commits. Returns whether there was anything to do."""
    step = _read_only(_next_step)
    if step is not None:
        step(at or now())
        db.session.commit()
    return step is not None


def waiting_lessons():
    """How many lessons are not in the state that stands."""
    base = find_base()
    behind = select(func.count(Lesson.decision_id)).where(
        Lesson.decision_id > (base.last_decision_id if base else 0)
    )
    return db.session.scalar(behind)


def _read_only(question):
    with reading_only():
        answer = question()
        db.session.rollback()
    return answer


def _next_step():
    head, base = find_head(), find_base()
    newest = find_newest_reset()
    if head is None or base is None or head.reset_id != (newest.id if newest else 0):
        return _begin
    if loaded(base.version, base.mark) is None:
        version = base.version
        return lambda _at: _set_aside(version)
    if is_anything_due():
        return _take_up
    standing = find_standing()
    if _are_lessons_behind(base.last_decision_id):
        return _learn
    if standing is None or (standing.version, standing.hides_at_most) != (
        base.version,
        site_settings().filter_hides_at_most,
    ):
        return _serve_base
    return _weigh if is_to_be_weighed(base) else None


def _begin(at):
    """A fold from nothing: the first one, after a reset, or where no snapshot can be read any more."""
    newest = _read_only(find_newest_reset)
    forgotten_up_to = newest.after if newest else 0
    due = _read_only(lambda: list(comments_that_differ(forgotten_up_to=forgotten_up_to)))
    lock_for(_LOCK)
    head = find_head()
    if head is not None and newest is not None and head.reset_id > newest.id:
        return
    invalidate_from(0)
    make_due(due)
    snapshot = keep_snapshot(
        SpamFilter(),
        version=_next_version(),
        lessons=0,
        last_decision_id=0,
        reset_id=newest.id if newest else 0,
        at=at,
    )
    if newest is not None and newest.kind is ResetKind.TO_NOTHING:
        _serve(snapshot, at)


def _set_aside(version):
    lock_for(_LOCK)
    invalidate(version)


def _take_up(_at):
    lock_for(_LOCK)
    take_up_some(forgotten_up_to=_forgotten_up_to())


def _learn(at):
    read = _read_only(_what_to_learn)
    if read is None or not read.rows:
        return
    predicted = []
    for wanted, told in read.rows:
        predicted.append({"decision_id": wanted.decision_id, "likelihood": read.spam_filter.score(told)})
        read.spam_filter.learn(told, wanted.is_spam)
    lock_for(_LOCK)
    if not _is_as_read(read):
        return
    db.session.execute(update(Lesson), predicted)
    snapshot = keep_snapshot(
        read.spam_filter,
        version=_next_version(),
        lessons=read.lessons + len(predicted),
        last_decision_id=predicted[-1]["decision_id"],
        reset_id=read.reset_id,
        at=at,
    )
    is_complete = not _are_lessons_behind(snapshot.last_decision_id) and not is_anything_due()
    if is_complete or snapshot.lessons > _lessons_served():
        _serve(snapshot, at)
    thin(served=_version_served())


def _what_to_learn():
    base = find_base()
    try:
        spam_filter = SpamFilter.loaded(state_of(base.version) or b"")
    except NotAFilter:
        return None  # the next step sets it aside
    rows = lessons_in_order(after=base.last_decision_id, most=AT_ONCE)
    return _Read(base.version, base.lessons, base.last_decision_id, base.reset_id, spam_filter, rows)


def _is_as_read(read):
    """Whether another worker, or a late decision, changed what was read."""
    base = find_base()
    if base is None or base.version != read.version:
        return False
    last = read.rows[-1][0].decision_id
    columns = (
        Lesson.decision_id,
        Lesson.comment_id,
        Lesson.is_spam,
        Lesson.article_id,
        Lesson.is_nameless,
    )
    now_there = (
        select(*columns)
        .where(Lesson.decision_id > read.last_decision_id, Lesson.decision_id <= last)
        .order_by(Lesson.decision_id)
    )
    return [tuple(row) for row in db.session.execute(now_there)] == [
        tuple(vars(wanted).values()) for wanted, _ in read.rows
    ]


def _serve_base(at):
    lock_for(_LOCK)
    base = find_base()
    if base is not None and not _are_lessons_behind(base.last_decision_id):
        _serve(base, at)


def _weigh(at):
    weighed = _read_only(weigh)
    lock_for(_LOCK)
    keep_weighed(*weighed, at=at)


def _serve(snapshot, at):
    measure(snapshot, hides_at_most=site_settings().filter_hides_at_most, at=at)
    thin(served=snapshot.version)


def _version_served():
    standing = find_standing()
    return standing.version if standing else 0


def _lessons_served():
    served = (
        select(FilterSnapshot.lessons)
        .join(FilterStanding, FilterStanding.version == FilterSnapshot.version)
        .order_by(FilterStanding.id.desc())
    )
    return db.session.scalar(served.limit(1)) or 0


def _next_version():
    """Never one that was there: what was scored names its version."""
    served = db.session.scalar(select(func.max(FilterStanding.version))) or 0
    head = find_head()
    return max(served, head.version if head else 0) + 1


def _forgotten_up_to():
    """By the newest FilterReset that the fold has begun anew for."""
    head = find_head()
    reset = db.session.get(FilterReset, head.reset_id) if head and head.reset_id else None
    return reset.after if reset else 0


def _are_lessons_behind(decision_id):
    return db.session.scalar(select(exists().where(Lesson.decision_id > decision_id)))
