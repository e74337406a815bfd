"""A batch of lessons is learnt: read, reckoned with no transaction open, and written if everything is still as it was read."""

from dataclasses import dataclass

from sqlalchemy import exists, select, update

from blog.moderating.spam_filter.agenda import is_anything_due
from blog.moderating.spam_filter.dump import NotAFilter
from blog.moderating.spam_filter.lesson import Lesson, lessons_in_order, wanted_of
from blog.moderating.spam_filter.serving import lessons_served, next_version, serve, version_served
from blog.moderating.spam_filter.snapshot import find_base, invalidate, keep_snapshot, state_of, thin
from blog.moderating.spam_filter.spam_filter import SpamFilter
from blog.storage import db
from blog.storage.database import lock_for, reading_only

AT_ONCE = 500  # lessons between two snapshots, at most
LOCK = "spam filter"


@dataclass(frozen=True)
class Batch:
    """What is learnt on from, and what is to be learnt: [(Wanted, Told)]."""

    version: int
    mark: str
    lessons: int
    last_decision_id: int
    reset_id: int
    spam_filter: SpamFilter | None
    rows: list


def learn_some(at):
    """Leaves the new FilterSnapshot uncommitted; nothing where another worker was faster."""
    batch = read_only(next_batch)
    if batch.spam_filter is None:
        set_aside(batch.version)
    elif batch.rows:
        _write(batch, _predictions(batch), at)


def next_batch():
    """The Batch that is next. Its `spam_filter` is None where the snapshot cannot be read."""
    base = find_base()
    try:
        spam_filter = SpamFilter.loaded(state_of(base.version) or b"")
    except NotAFilter:
        spam_filter = None
    rows = lessons_in_order(after=base.last_decision_id, most=AT_ONCE)
    return Batch(
        base.version, base.mark, base.lessons, base.last_decision_id, base.reset_id, spam_filter, rows
    )


def set_aside(version):
    """Nothing is learnt on from this version any more."""
    lock_for(LOCK)
    invalidate(version)


def are_lessons_behind(decision_id):
    return db.session.scalar(select(exists().where(Lesson.decision_id > decision_id)))


def read_only(question):
    """The answer of a function that only reads, in a transaction of its own: nothing may be uncommitted before."""
    with reading_only():
        answer = question()
        db.session.rollback()
    return answer


def _predictions(batch):
    """What the filter said of each lesson before it learnt it."""
    predicted = []
    for wanted, told in batch.rows:
        predicted.append({"decision_id": wanted.decision_id, "likelihood": batch.spam_filter.score(told)})
        batch.spam_filter.learn(told, wanted.is_spam)
    return predicted


def _write(batch, predicted, at):
    lock_for(LOCK)
    if not _is_as_read(batch):
        return
    db.session.execute(update(Lesson), predicted)
    snapshot = keep_snapshot(
        batch.spam_filter,
        version=next_version(),
        lessons=batch.lessons + len(predicted),
        last_decision_id=predicted[-1]["decision_id"],
        reset_id=batch.reset_id,
        at=at,
    )
    is_complete = not are_lessons_behind(snapshot.last_decision_id) and not is_anything_due()
    if is_complete or snapshot.lessons > lessons_served():
        serve(snapshot, at=at)
    thin(served=version_served())


def _is_as_read(batch):
    """Whether neither another worker nor a late decision changed what was read."""
    base = find_base()
    if base is None or (base.version, base.mark) != (batch.version, batch.mark):
        return False
    last = batch.rows[-1][0].decision_id
    between = Lesson.decision_id.between(batch.last_decision_id + 1, last)
    there = db.session.scalars(select(Lesson).where(between).order_by(Lesson.decision_id))
    return [wanted_of(lesson) for lesson in there] == [wanted for wanted, _ in batch.rows]
