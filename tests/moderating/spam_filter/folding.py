"""How these tests learn: as the worker does, until it has caught up; and afresh, to compare."""

from sqlalchemy import select

from blog.commenting.comment import Comment
from blog.commenting.decision import Decision
from blog.commenting.erasure import Erasure
from blog.commenting.revision import Revision
from blog.moderating.spam_filter.fold import fold_once
from blog.moderating.spam_filter.lesson import Lesson
from blog.moderating.spam_filter.reset import find_newest_reset
from blog.moderating.spam_filter.spam_filter import SpamFilter
from blog.moderating.spam_filter.standing import current_filter
from blog.moderating.spam_filter.told import Told
from blog.storage import db


def catch_up(*, at=None, most=200):
    """Learns until nothing is left; returns the number of steps."""
    db.session.commit()
    steps = 0
    while fold_once(at=at):
        steps += 1
        assert steps < most, "it never catches up"
    db.session.expire_all()
    return steps


def state():
    """What web processes go by, to the last bit."""
    db.session.commit()
    return current_filter().spam_filter.dumped()


def learnt_afresh():
    """(the SpamFilter, [(decision id, prediction)]) of learning what stands from the first on: another way of asking than
    the fold's, comment by comment.
    """
    spam_filter, predicted = SpamFilter(), []
    for decision, comment in sorted(_standing(), key=lambda pair: pair[0].id):
        told = _as_decided(decision, comment)
        predicted.append((decision.id, spam_filter.score(told)))
        spam_filter.learn(told, decision.after == "spam")
    return spam_filter, predicted


def kept_predictions():
    kept = select(Lesson.decision_id, Lesson.likelihood).order_by(Lesson.decision_id)
    return [tuple(row) for row in db.session.execute(kept)]


def _standing():
    newest = find_newest_reset()
    forgotten = newest.after if newest else 0
    for comment in db.session.scalars(select(Comment).where(Comment.account_id.is_(None))).all():
        erasure = db.session.get(Erasure, comment.id)
        decision = _stands(comment)
        if decision is None or (erasure and erasure.words) or decision.id <= forgotten:
            continue
        if decision.after in ("spam", "approved"):
            yield decision, comment


def _stands(comment):
    """Rubs out each undo with what it took back, the last first."""
    rows = list(
        db.session.scalars(
            select(Decision).where(Decision.comment_id == comment.id).order_by(Decision.id.desc())
        )
    )
    while rows:
        row = rows.pop(0)
        if row.undoes_id is not None:
            while rows.pop(0).id != row.undoes_id:
                pass
        elif row.by_id is not None:
            return row
    return None


def _as_decided(decision, comment):
    said = db.session.scalars(
        select(Revision)
        .where(Revision.comment_id == comment.id, Revision.at > decision.at)
        .order_by(Revision.id)
        .limit(1)
    ).first()
    said = said or comment
    nameless = db.session.get(Erasure, comment.id) is not None
    return Told(
        author_name="" if nameless else said.name,
        website="" if nameless else said.website,
        body=said.body,
        article=str(comment.article_id),
        at=comment.left_at,
    )
