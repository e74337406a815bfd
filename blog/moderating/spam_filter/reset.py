"""The filter can be told to forget what was decided so far, and to learn everything again. Each time is a row, never edited.

After a reset to nothing, decisions made before it teach nothing any more, until the reset is taken back by another row.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.accounts.account import Account
from blog.clock import now
from blog.commenting.decision import Decision
from blog.mail.waking import wake_worker_after_commit
from blog.refusals import TooLate
from blog.storage import db
from blog.storage.database import lock_for
from blog.storage.types import Moment, one_word_of


class NoReset(TooLate):
    sentence = "There is no reset to take back any more."


class ResetKind(StrEnum):
    TO_NOTHING = "to_nothing"
    LEARN_AGAIN = "learn_again"
    TAKEN_BACK = "taken_back"


class FilterReset(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ResetKind] = mapped_column(one_word_of(ResetKind))
    # Decisions up to this one teach nothing as of this row: before it and after it.
    before: Mapped[int]
    after: Mapped[int]
    because: Mapped[str] = mapped_column(String(200), default="")
    by_id: Mapped[int | None] = mapped_column(db.ForeignKey("account.id"))
    by: Mapped[Account | None] = relationship()
    at: Mapped[datetime] = mapped_column(Moment)
    undoes_id: Mapped[int | None] = mapped_column(db.ForeignKey("filter_reset.id"))


def start_from_nothing(*, by, because="", at=None):
    """The FilterReset after which only later decisions count."""
    newest = db.session.scalar(select(func.max(Decision.id))) or 0
    return _reset(ResetKind.TO_NOTHING, lambda _before: newest, by=by, because=because, at=at)


def learn_again(*, by, because="", at=None):
    """The FilterReset after which all that counts is learnt from the first on."""
    return _reset(ResetKind.LEARN_AGAIN, lambda before: before, by=by, because=because, at=at)


def take_back_reset(reset, *, by, at=None):
    """The FilterReset after which those decisions count again that `reset`, the standing one, took out. Raises NoReset."""
    lock_for("filter resets")
    standing = find_standing_reset()
    if standing is None or standing.id != reset.id:
        raise NoReset
    return _reset(ResetKind.TAKEN_BACK, lambda _before: standing.before, by=by, at=at, undoes=standing)


def _reset(kind, after, *, by, because="", at=None, undoes=None):
    lock_for("filter resets")
    newest = find_newest_reset()
    before = newest.after if newest else 0
    reset = FilterReset(
        kind=kind,
        before=before,
        after=after(before),
        because=because,
        by=by,
        at=at or now(),
        undoes_id=undoes.id if undoes else None,
    )
    db.session.add(reset)
    db.session.flush()
    wake_worker_after_commit()
    return reset


def find_newest_reset():
    return db.session.scalars(resets().limit(1)).first()


def resets():
    """The Select of all FilterResets, newest first."""
    return select(FilterReset).order_by(FilterReset.id.desc())


def find_standing_reset():
    """The newest FilterReset to nothing that was not taken back, or None."""
    taken_back = select(FilterReset.undoes_id).where(FilterReset.undoes_id.is_not(None))
    standing = resets().where(FilterReset.kind == ResetKind.TO_NOTHING, FilterReset.id.not_in(taken_back))
    return db.session.scalars(standing.limit(1)).first()
