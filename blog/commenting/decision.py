"""Every change of a comment's status: from what to what, by whom, when and why. Never edited.

Nothing else in the house writes a status.
"""

from collections import Counter
from datetime import datetime

from sqlalchemy import Index, String, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.orm.attributes import set_committed_value

from blog.accounts.account import Account
from blog.clock import now
from blog.commenting.announcements import decision_made, decisions_made
from blog.commenting.comment import Comment, Status
from blog.commenting.reason import Reason
from blog.commenting.visibility import answered_among, count_more, keep_sight, lock_conversations
from blog.refusals import TooLate
from blog.storage import db
from blog.storage.types import Moment, one_word_of


class AlreadyDecided(TooLate):
    sentence = "Somebody else decided about this comment in the meantime."


class Decision(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(db.ForeignKey("comment.id"), index=True)
    comment: Mapped[Comment] = relationship()
    before: Mapped[Status] = mapped_column(one_word_of(Status, "before"))
    after: Mapped[Status] = mapped_column(one_word_of(Status, "after"))
    # None: nobody did, a rule did. A person's approval always names the person.
    by_id: Mapped[int | None] = mapped_column(db.ForeignKey("account.id"))
    by: Mapped[Account | None] = relationship()
    # For staff alone; `reason` is what the writer is told.
    because: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[Reason | None] = mapped_column(one_word_of(Reason))
    at: Mapped[datetime] = mapped_column(Moment)
    # The decision that this one takes back, if it is an undo.
    undoes_id: Mapped[int | None] = mapped_column(db.ForeignKey("decision.id"))

    __table_args__ = (Index("ix_decision_at", "at"),)


def decide(comment, status, *, by=None, because="", reason=None, at=None, undoes=None):
    """Writes a status, in one UPDATE that names what it expects, and appends the Decision.

    `because` is for staff alone, `reason` (a Reason or None) is what the writer is told. Raises AlreadyDecided when the
    comment is no longer as it was read.
    """
    lock_conversations([comment.article_id])
    before, seen, hid = comment.status, comment.decision_count, comment.hides_replies
    hides = hid if status is Status.WITHDRAWN else status.hides_replies
    changed = db.session.execute(
        update(Comment)
        .where(Comment.id == comment.id, Comment.status == before, Comment.decision_count == seen)
        .where(Comment.article_id == comment.article_id)  # whose conversation is locked, and not another
        .values(status=status, decision_count=seen + 1, hides_replies=hides)
        .execution_options(synchronize_session="fetch")
    )
    if changed.rowcount != 1:
        raise AlreadyDecided
    decision = Decision(
        comment=comment,
        before=before,
        after=status,
        by=by,
        because=because,
        reason=reason,
        at=at or now(),
        undoes_id=undoes.id if undoes else None,
    )
    db.session.add(decision)
    keep_sight(comment, before, status, step=hides - hid)
    db.session.flush()
    decision_made.send(decision)
    return decision


def decide_many(comments, status, *, by=None, because="", reason=None, at=None, undoes=None):
    """The same as `decide` for each of these Comments, which are different ones, in a few statements for all.

    `undoes` is {comment id: the Decision that is taken back}. Returns the Decisions, in no order. Raises AlreadyDecided,
    and then nothing was written, when one of the comments is no longer as it was read.
    """
    at, undoes = at or now(), undoes or {}
    lock_conversations(sorted({comment.article_id for comment in comments}))
    _insist_as_read(comments)
    answered = answered_among(comments)
    told = {"by": by, "because": because, "at": at}
    with_answers = [
        decide(each, status, reason=_for_each(reason, each), undoes=undoes.get(each.id), **told)
        for each in comments
        if each.id in answered
    ]
    plain = [each for each in comments if each.id not in answered]
    decisions = [
        Decision(
            comment=each,
            before=each.status,
            after=status,
            reason=_for_each(reason, each),
            undoes_id=undoes[each.id].id if each.id in undoes else None,
            **told,
        )
        for each in plain
    ]
    _write(plain, status)
    db.session.add_all(decisions)
    db.session.flush()
    if decisions:
        decisions_made.send(decisions)
    return [*with_answers, *decisions]


def _for_each(reason, comment):
    """One for all, or {comment id: each one's}."""
    return reason.get(comment.id) if isinstance(reason, dict) else reason


def _insist_as_read(comments):
    """Their conversations are locked, so as they are now they stay."""
    ids = [comment.id for comment in comments]
    as_it_is = select(
        *(Comment.id, Comment.status, Comment.decision_count, Comment.article_id),
        *(Comment.hidden_above, Comment.hides_replies),
    )
    found = {row.id: row for row in db.session.execute(as_it_is.where(Comment.id.in_(ids)).with_for_update())}
    for comment in comments:
        row = found.get(comment.id)
        if row is None or row[1:4] != (comment.status, comment.decision_count, comment.article_id):
            raise AlreadyDecided
        set_committed_value(comment, "hidden_above", row.hidden_above)
        set_committed_value(comment, "hides_replies", row.hides_replies)


def _write(comments, status):
    """The status of Comments that nobody answers, and the numbers of their articles."""
    more = Counter()
    for each in comments:
        if not each.hidden_above:
            more[each.article_id] += (status is Status.APPROVED) - (each.status is Status.APPROVED)
    alike = {}  # what is written in one statement
    for each in comments:
        hides = each.hides_replies if status is Status.WITHDRAWN else status.hides_replies
        alike.setdefault((each.decision_count, hides), []).append(each)
    for (seen, hides), those in alike.items():
        values = {"status": status, "decision_count": seen + 1, "hides_replies": hides}
        db.session.execute(
            update(Comment)
            .where(Comment.id.in_([each.id for each in those]))
            .values(**values)
            .execution_options(synchronize_session=False)
        )
        for each in those:
            for name, value in values.items():
                set_committed_value(each, name, value)
    count_more(more)


def decisions_about(comment):
    """Oldest first."""
    return select(Decision).where(Decision.comment_id == comment.id).order_by(Decision.id)


def last_decision_about(comment):
    """The newest Decision about a Comment, or None."""
    return db.session.scalar(decisions_about(comment).order_by(None).order_by(Decision.id.desc()).limit(1))
