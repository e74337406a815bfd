"""What happens to comments is noted in the same transaction, and taken up by the worker: lessons are added, and taken out.

Taking one out, or adding one before others that were learnt, makes the snapshots since then invalid.
"""

from sqlalchemy import delete, event, exists, insert, select

from blog.commenting.comment import Comment, Status
from blog.commenting.decision import Decision
from blog.commenting.moving import Move
from blog.commenting.visibility import under_it
from blog.mail.waking import wake_worker_after_commit
from blog.moderating.finding import Finding
from blog.moderating.spam_filter.lesson import Lesson, LessonDue, wanted_lessons, wanted_of
from blog.moderating.spam_filter.snapshot import invalidate_from
from blog.storage import db

AT_ONCE = 500  # comments in one transaction


def note_decision(decision):
    """Hears of each Decision. A machine's own teach nothing."""
    note_decisions([decision])


def note_decisions(decisions):
    """Hears of Decisions that were made at once."""
    due = [each for each in decisions if each.by_id is not None or each.undoes_id is not None]
    if due:
        db.session.add_all([LessonDue(comment_id=each.comment_id) for each in due])
        wake_worker_after_commit()


def note_revision(comment):
    """Hears of each Comment whose words were changed or erased. What waits is judged anew by its new words."""
    if comment.decision_count:  # else nobody decided about it, and it was not learnt
        db.session.add(LessonDue(comment_id=comment.id))
    finding = db.session.get(Finding, comment.id) if comment.status is Status.PENDING else None
    if finding is not None and finding.filter_version is not None:
        finding.filter_version = None
        wake_worker_after_commit()


@event.listens_for(Move, "after_insert")
def _note_move(_mapper, connection, moved):
    """The article is part of what was learnt."""
    connection.execute(insert(LessonDue), [{"comment_id": moved.comment_id}])


def is_anything_due():
    return db.session.scalar(select(exists().where(LessonDue.id.is_not(None))))


def take_up_some(*, forgotten_up_to):
    """Brings the lessons of some hundred comments that are due up to date; returns how many were due. The caller holds
    the filter's lock. Decisions up to the id `forgotten_up_to` teach nothing.
    """
    due = db.session.execute(
        select(LessonDue.id, LessonDue.comment_id).order_by(LessonDue.id).limit(AT_ONCE)
    ).all()
    if due:
        db.session.execute(delete(LessonDue).where(LessonDue.id.in_([row.id for row in due])))
        ids = {row.comment_id for row in due}
        for chunk in _chunks(sorted(ids | _moved_with(ids))):
            _bring_up_to_date(chunk, forgotten_up_to)
    return len(due)


def comments_that_differ(*, forgotten_up_to):
    """The ids of all comments whose lesson is not what it should be. Reads every comment that a person decided about."""
    last = 0
    while ids := _decided_about(behind=last):
        wanted = wanted_lessons(ids, forgotten_up_to=forgotten_up_to)
        known = {each.comment_id: wanted_of(each) for each in _lessons_of(ids)}
        yield from (id for id in ids if wanted.get(id) != known.get(id))
        last = ids[-1]


def make_due(comment_ids):
    if comment_ids:
        db.session.execute(insert(LessonDue), [{"comment_id": id} for id in comment_ids])


def _bring_up_to_date(ids, forgotten_up_to):
    wanted = wanted_lessons(ids, forgotten_up_to=forgotten_up_to)
    known = {each.comment_id: wanted_of(each) for each in _lessons_of(ids)}
    changed = [id for id in ids if wanted.get(id) != known.get(id)]
    touched = [each.decision_id for id in changed for each in (wanted.get(id), known.get(id)) if each]
    if not touched:
        return
    invalidate_from(min(touched))
    old = [known[id].decision_id for id in changed if id in known]
    db.session.execute(delete(Lesson).where(Lesson.decision_id.in_(old)))
    new = [vars(wanted[id]) for id in changed if id in wanted]
    if new:
        db.session.execute(insert(Lesson), new)


def _moved_with(ids):
    """Of comments that were moved, those that answer them, directly or not: they came along."""
    moved = select(Move.comment_id).where(Move.comment_id.in_(ids)).distinct()
    return {id for root in db.session.scalars(moved).all() for id in db.session.scalars(_answers_to(root))}


def _answers_to(comment_id):
    return under_it(db.session.get(Comment, comment_id))


def _lessons_of(ids):
    return db.session.scalars(select(Lesson).where(Lesson.comment_id.in_(ids)))


def _decided_about(*, behind):
    decided = select(Decision.comment_id).where(Decision.comment_id > behind, Decision.by_id.is_not(None))
    return db.session.scalars(decided.distinct().order_by(Decision.comment_id).limit(AT_ONCE)).all()


def _chunks(ids):
    return (ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE))
