"""How an act on many goes on: a step is at most STEP comments in one short transaction, under locks that others know.

What a step decided no longer matches, and what it left alone lies behind where it has come to: nothing is decided twice.
"""

from datetime import timedelta
from time import monotonic, sleep

from sqlalchemy import exists, func, select

from blog.accounts.permissions import may
from blog.clock import now
from blog.commenting.comment import Comment, Status
from blog.commenting.decision import Decision, decide_many
from blog.commenting.revision import Revision
from blog.commenting.visibility import lock_conversations
from blog.mail.waking import wake_worker_after_commit
from blog.moderating.bulk.bulk_act import (
    AT_ONCE,
    BulkAct,
    BulkDecision,
    BulkStatus,
    MatchesOthers,
    NothingLeft,
    begin,
    bulks_at_work,
    end,
    leave_to_worker,
)
from blog.moderating.bulk.selection import Selection
from blog.moderating.queue import comments_to_moderate
from blog.moderating.verdict import OUTCOMES, Verdict
from blog.storage import db

STEP = 250  # comments in one transaction
PAUSE = 0.03  # seconds between two, in which others come to write
TURN = timedelta(seconds=40)  # then the worker looks after other things in between


def start_bulk(selection, verdict, *, by, keys, because="", reason=None, shown=None, mark=None, at=None):
    """The BulkAct of a Verdict about a Selection; decided when it returns, or left to the worker where it is many.

    `shown` is how many somebody was told that they are (None: as many as there are), `mark` that of what they were shown,
    where that drifts (None: what matches now). Raises NothingLeft, or MatchesOthers.
    """
    if selection.drifts:
        selection = selection.held(by, keys=keys)
        if mark is not None and mark != selection.mark():
            raise MatchesOthers
        found = len(selection.among)
    else:
        found = _how_many(selection, by, keys)
    if not found:
        raise NothingLeft
    total = max(found, shown or 0)
    act = begin(selection, verdict, by=by, because=because, reason=reason, total=total, at=at)
    return _started(act, found, keys)


def _how_many(selection, by, keys):
    matching = selection.comments(by, keys=keys)
    found = len(db.session.scalars(matching.with_only_columns(Comment.id).limit(AT_ONCE + 1)).all())
    return db.session.scalar(matching.with_only_columns(func.count(Comment.id))) if found > AT_ONCE else found


def undo_bulk(act, *, by, keys, at=None):
    """The BulkAct that takes back each decision of `act` that is still the last about its comment. Raises NothingLeft."""
    found = db.session.scalar(_still_last(act, by).with_only_columns(func.count(Decision.id)))
    if not found:
        raise NothingLeft
    made = select(func.count()).where(BulkDecision.bulk_id == act.id)
    total = db.session.scalar(made)
    return _started(begin(None, Verdict.UNDO, by=by, total=total, undoes=act, at=at), found, keys)


def _started(act, found, keys):
    if found > AT_ONCE:
        leave_to_worker(act)
        return act
    while not act.status.is_over:
        take_step(act, keys=keys)
    if not act.done:
        raise NothingLeft
    return act


def go_on_with_bulks(keys, *, until=None):
    """The worker's: all acts on many, one after the other, a step a transaction."""
    ends = monotonic() + TURN.total_seconds()
    while (act := _next_act()) is not None:
        if until is not None and until():
            return
        take_step(act, keys=keys)
        if monotonic() > ends:
            wake_worker_after_commit()
            db.session.commit()
            return
        db.session.commit()
        sleep(PAUSE)


def _next_act():
    """Locked, and as it is now: another worker may have taken the step before, or somebody stopped it."""
    found = bulks_at_work().limit(1).with_for_update(of=BulkAct).execution_options(populate_existing=True)
    act = db.session.scalar(found)
    if act is None:
        db.session.rollback()
    return act


def take_step(act, *, keys, at=None):
    """Decides about the next STEP comments; ends the act where there are none, or where `by` may not any more."""
    if not act.by.is_active or not may(act.by, "moderate"):
        end(act, status=BulkStatus.STOPPED, at=at)
        return
    made, seen = _undo_some(act, at) if act.verdict is Verdict.UNDO else _decide_some(act, keys, at)
    db.session.add_all(BulkDecision(decision_id=each.id, bulk_id=act.id) for each in made)
    act.done += len(made)
    if seen < STEP:
        end(act, at=at)
    db.session.flush()


def _decide_some(act, keys, at):
    selection = Selection.read(act.selection).step_behind(act.reached, STEP)
    next_ones = (
        selection.comments(act.by, keys=keys)
        .where(Comment.id > act.reached)
        .with_only_columns(Comment.id, Comment.article_id)
        .order_by(Comment.id)
        .limit(STEP)
    )
    rows = db.session.execute(next_ones).all()
    lock_conversations(sorted({row.article_id for row in rows}))
    ids = [row.id for row in rows]
    _locked(ids)
    found = _as_they_are(selection.comments(act.by, keys=keys).where(Comment.id.in_(ids)))
    comments = [each for each in found if selection.is_unchanged(each)]
    looked_at = ids if selection.among is None else selection.among
    act.reached = looked_at[-1] if looked_at else act.reached
    told = {"by": act.by, "because": act.because, "reason": act.reason, "at": at or now()}
    return decide_many(comments, OUTCOMES[act.verdict], **told) if comments else [], len(looked_at)


def _undo_some(act, at):
    next_ones = (
        _still_last(act.undoes, act.by).where(Decision.id > act.reached).order_by(Decision.id).limit(STEP)
    )
    rows = db.session.execute(next_ones).all()
    lock_conversations(sorted({row.article_id for row in rows}))
    ids = [row.id for row in rows]
    _locked([row.comment_id for row in rows])
    sure = _still_last(act.undoes, act.by).with_only_columns(Decision).where(Decision.id.in_(ids))
    undone = {each.comment_id: each for each in db.session.scalars(sure)}
    comments = _as_they_are(select(Comment).where(Comment.id.in_(undone)))
    reasons, made = _reasons_before(undone), []
    for before in dict.fromkeys(each.before for each in undone.values()):
        those = [each for each in comments if undone[each.id].before is before]
        told = {"by": act.by, "because": "undone", "reason": reasons, "at": at or now()}
        made += decide_many(those, before, undoes=undone, **told)
    act.reached = ids[-1] if ids else act.reached
    return made, len(ids)


def _still_last(act, account):
    """The Select of (id, comment's id, article's id) of those Decisions of an act that nobody has decided on since.

    Nothing is published by it that its writer wrote since.
    """
    later = Decision.__table__.alias("later")
    mended = exists().where(
        Revision.comment_id == Decision.comment_id, Revision.by_id.is_(None), Revision.at >= Decision.at
    )
    theirs = comments_to_moderate(account).with_only_columns(Comment.id)
    return (
        select(Decision.id, Decision.comment_id, Comment.article_id)
        .join(BulkDecision, BulkDecision.decision_id == Decision.id)
        .join(Comment, Comment.id == Decision.comment_id)
        .where(BulkDecision.bulk_id == act.id, Decision.comment_id.in_(theirs))
        .where(~exists().where(later.c.comment_id == Decision.comment_id, later.c.id > Decision.id))
        .where((Decision.before != Status.APPROVED) | ~mended)
    )


def _reasons_before(undone):
    """{comment id: what its writer was told before the Decision that is taken back}."""
    told = [each for each in undone.values() if each.before in (Status.REJECTED, Status.SPAM)]
    if not told:
        return {}
    earlier = (
        select(Decision.id, Decision.comment_id, Decision.after, Decision.reason)
        .where(Decision.comment_id.in_([each.comment_id for each in told]))
        .order_by(Decision.id)
    )
    reasons = {}
    for row in db.session.execute(earlier):
        last = undone[row.comment_id]
        if row.id < last.id and row.after is last.before:
            reasons[row.comment_id] = row.reason
    return reasons


def _locked(ids):
    """Nobody changes these comments from now on; whether they are still as they were is asked after that."""
    theirs = select(Comment.id).where(Comment.id.in_(ids)).order_by(Comment.article_id, Comment.id)
    db.session.execute(theirs.with_for_update())


def _as_they_are(statement):
    ordered = statement.order_by(Comment.article_id, Comment.id)
    return db.session.scalars(ordered.execution_options(populate_existing=True)).all()
