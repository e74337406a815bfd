"""What waits is judged by the filter as it stands: as it learns, likelihoods are reckoned anew, some at a time.

The worker goes round, so that all have their turn although the filter learns again before a round is over.
"""

from time import monotonic

from sqlalchemy import or_, select, tuple_, update

from blog.commenting.comment import Comment, Status
from blog.mail.waking import wake_worker_after_commit
from blog.moderating.finding import Finding
from blog.moderating.groups.counting import follow_likelihoods
from blog.moderating.spam_filter.current import current_filter
from blog.moderating.spam_filter.lesson import told_of
from blog.moderating.spam_filter.recheck import unmarked
from blog.storage import db
from blog.storage.database import reading_only

AT_ONCE = 300
SECONDS_AT_A_TIME = 5
_left_off = {"behind": None}  # (left_at, id) of the comment that was judged last


def judge_anew(_private_keys=None, *, seconds=SECONDS_AT_A_TIME):
    """Reckons anew the likelihoods of waiting comments that another version of the filter told. Commits."""
    started, scored = monotonic(), 0
    while number := _judge_some():
        scored += number
        if monotonic() - started > seconds:
            wake_worker_after_commit()
            break
    db.session.commit()
    return scored


def _judge_some():
    with reading_only():
        version, found, hidden = _scored(_left_off["behind"])
        if not found and _left_off["behind"] is not None:
            _left_off["behind"] = None
            version, found, hidden = _scored(None)
        db.session.rollback()
    if not found:
        return 0
    _left_off["behind"] = found[-1][:2]
    new = [{"comment_id": id, "likelihood": p, "filter_version": version} for _left_at, id, p in found]
    ids = [row["comment_id"] for row in new]
    there = set(db.session.scalars(select(Finding.comment_id).where(Finding.comment_id.in_(ids))))
    db.session.execute(update(Finding), [row for row in new if row["comment_id"] in there])
    follow_likelihoods([id for id in ids if id not in hidden])
    db.session.commit()
    return len(found)


def _scored(behind):
    """The version that stands, [(left at, comment id, likelihood)] of some waiting comments behind a place, and the ids
    of those among them whose place in the queue must not tell it.
    """
    current = current_filter()
    waiting = (
        select(Comment)
        .join(Finding, Finding.comment_id == Comment.id)
        .where(Comment.status == Status.PENDING)
        .where(or_(Finding.filter_version.is_(None), Finding.filter_version != current.version))
        .order_by(Comment.left_at, Comment.id)
        .limit(AT_ONCE)
    )
    if behind is not None:
        waiting = waiting.where(tuple_(Comment.left_at, Comment.id) > behind)
    comments = db.session.scalars(waiting).all()
    found = [(comment.left_at, comment.id, current.score(told_of(comment))) for comment in comments]
    return current.version, found, unmarked(comments)
