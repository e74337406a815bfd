"""An act on many comments: who said what of which, how far it has come, and which decisions it made.

Up to AT_ONCE are decided about in the request; more by the worker, in short steps between which others write. Each step
is a transaction that also keeps how far it came, so that a worker that is killed goes on where it was.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.accounts.account import Account
from blog.clock import now
from blog.commenting.reason import Reason
from blog.mail.waking import wake_worker_after_commit
from blog.moderating.verdict import Verdict
from blog.refusals import TooLate
from blog.storage import db
from blog.storage.types import Moment, new_public_id, one_word_of

AT_ONCE = 300  # comments


class NothingLeft(TooLate):
    sentence = "None of these comments is as you saw it: others were faster. Nothing was changed."


class MatchesOthers(NothingLeft):
    sentence = "Not the same comments match any more as when they were counted. Look at them again; nothing was changed."


class EndedAlready(TooLate):
    sentence = "This has ended already."


class BulkStatus(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    STOPPED = "stopped"
    FINISHED = "finished"

    @property
    def is_over(self):
        return self in (BulkStatus.STOPPED, BulkStatus.FINISHED)


class BulkAct(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=new_public_id)
    verdict: Mapped[Verdict] = mapped_column(one_word_of(Verdict))
    because: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[Reason | None] = mapped_column(one_word_of(Reason))
    selection: Mapped[dict] = mapped_column(JSON)  # see selection.py; of an undo it is empty
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    by: Mapped[Account] = relationship(foreign_keys=[by_id])
    at: Mapped[datetime] = mapped_column(Moment)
    status: Mapped[BulkStatus] = mapped_column(one_word_of(BulkStatus), default=BulkStatus.WAITING)
    total: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    skipped: Mapped[int] = mapped_column(default=0)
    reached: Mapped[int] = mapped_column(default=0)  # the comment, or decision, up to which it has come
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    stopped_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("bulk_act.id"), index=True)
    undoes: Mapped["BulkAct | None"] = relationship(remote_side=[id])

    __table_args__ = (Index("ix_bulk_act_status", "status", "id"),)

    @property
    def left(self):
        """How many it has not come to yet."""
        return 0 if self.status.is_over else max(self.total - self.done - self.skipped, 0)


class BulkDecision(db.Model):
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), primary_key=True)
    bulk_id: Mapped[int] = mapped_column(ForeignKey("bulk_act.id"))

    __table_args__ = (Index("ix_bulk_decision_bulk", "bulk_id", "decision_id"),)


def begin(selection, verdict, *, by, because="", reason=None, total, undoes=None, at=None):
    """The row alone; `bulk/steps.py` goes on with it."""
    act = BulkAct(
        verdict=verdict,
        because=because,
        reason=reason if verdict in (Verdict.REJECT, Verdict.SPAM) else None,
        selection=selection.kept() if selection else {},
        by=by,
        at=at or now(),
        total=total,
        undoes=undoes,
    )
    db.session.add(act)
    db.session.flush()
    return act


def leave_to_worker(act):
    act.status = BulkStatus.RUNNING
    db.session.flush()
    wake_worker_after_commit()


def end(act, *, status=BulkStatus.FINISHED, by=None, at=None):
    """What it has not come to, and what is not as it was seen any more, is left as it is."""
    if act.status.is_over:
        raise EndedAlready
    act.status, act.ended_at = status, at or now()
    if by is not None:
        act.stopped_by_id = by.id
    if status is BulkStatus.FINISHED:
        act.skipped = max(act.total - act.done, 0)
    db.session.flush()


def stop_bulk(act, *, by, at=None):
    """It makes no further decision; those that it made stay. The row is locked. Raises EndedAlready."""
    end(act, status=BulkStatus.STOPPED, by=by, at=at)


def bulks_at_work():
    """The Select of those that have not ended, oldest first."""
    return (
        select(BulkAct)
        .where(BulkAct.status.in_([BulkStatus.WAITING, BulkStatus.RUNNING]))
        .order_by(BulkAct.id)
    )


def how_many_made(act):
    return db.session.scalar(select(func.count()).where(BulkDecision.bulk_id == act.id))


def find_undo(act):
    """The BulkAct that takes this one back, or None."""
    return db.session.scalar(
        select(BulkAct).where(BulkAct.undoes_id == act.id).order_by(BulkAct.id.desc()).limit(1)
    )
