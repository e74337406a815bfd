"""The filter as it stood after so many lessons, kept in rows: web processes load one, the worker learns on from one.

What was learnt and does not stand any more makes later snapshots invalid to learn on from; the one that is served is
kept until another is.
"""

import secrets
from datetime import datetime

from sqlalchemy import LargeBinary, String, delete, func, select, update
from sqlalchemy.orm import Mapped, deferred, mapped_column

from blog.clock import now
from blog.storage import db
from blog.storage.types import Moment


class FilterSnapshot(db.Model):
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    # Tells it from another database's of the same version, in the memory of a process.
    mark: Mapped[str] = mapped_column(String(16), default=lambda: secrets.token_hex(8))
    lessons: Mapped[int]
    last_decision_id: Mapped[int] = mapped_column(index=True)
    # The last FilterReset that it knows of; 0 for none.
    reset_id: Mapped[int]
    # Whether all that it learnt still stands.
    is_valid: Mapped[bool]
    # Compressed: SpamFilter.dumped().
    state: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    at: Mapped[datetime] = mapped_column(Moment)


def keep_snapshot(spam_filter, *, version, lessons, last_decision_id, reset_id, at=None):
    """The new FilterSnapshot. The caller holds the filter's lock."""
    snapshot = FilterSnapshot(
        version=version,
        lessons=lessons,
        last_decision_id=last_decision_id,
        reset_id=reset_id,
        is_valid=True,
        state=spam_filter.dumped(),
        at=at or now(),
    )
    db.session.add(snapshot)
    db.session.flush()
    return snapshot


def head_version():
    """The highest version that there is; 0 where there is none."""
    return db.session.scalar(select(func.max(FilterSnapshot.version))) or 0


def find_head():
    return db.session.get(FilterSnapshot, head_version())


def find_base():
    """The FilterSnapshot to learn on from: of those whose lessons all stand, the one that learnt most."""
    valid = select(FilterSnapshot).where(FilterSnapshot.is_valid)
    return db.session.scalars(
        valid.order_by(FilterSnapshot.last_decision_id.desc(), FilterSnapshot.version.desc()).limit(1)
    ).first()


def state_of(version):
    """The bytes of a version, or None."""
    return db.session.scalar(select(FilterSnapshot.state).where(FilterSnapshot.version == version))


def invalidate_from(decision_id):
    """Whatever learnt this decision, or a later one, is not learnt on from."""
    _write(
        update(FilterSnapshot).where(FilterSnapshot.last_decision_id >= decision_id).values(is_valid=False)
    )


def invalidate(version):
    _write(update(FilterSnapshot).where(FilterSnapshot.version == version).values(is_valid=False))


def thin(*, served):
    """Keeps few: the version that is `served`, and of those to learn on from two for each power of two of lessons since."""
    rows = db.session.execute(
        select(FilterSnapshot.version, FilterSnapshot.lessons, FilterSnapshot.is_valid)
    ).all()
    valid = sorted((row.lessons, row.version) for row in rows if row.is_valid)
    alike = {}
    for lessons, version in valid:
        age = valid[-1][0] - lessons
        alike.setdefault(age.bit_length(), []).append(version)
    kept = {served, *(end for versions in alike.values() for end in (versions[0], versions[-1]))}
    gone = [row.version for row in rows if row.version not in kept]
    if gone:
        _write(delete(FilterSnapshot).where(FilterSnapshot.version.in_(gone)))


def _write(statement):
    db.session.execute(statement.execution_options(synchronize_session="fetch"))
