"""A session lasts until its person signs out, gets a new password or is suspended; a copy of its cookie ends with it.

The cookie itself cannot be taken back, so a session that was signed out is remembered until its cookie is too old.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import String, delete, exists, select
from sqlalchemy.orm import Mapped, contains_eager, mapped_column

from blog.accounts.account import Account
from blog.clock import now
from blog.storage import db
from blog.storage.types import Moment

LONGEST = timedelta(days=30)  # without a visit


class EndedSession(db.Model):
    """While this row stands, the session whose number has this hash is over."""

    number_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    ended_at: Mapped[datetime] = mapped_column(Moment, index=True)


def new_session_number():
    """A string that tells this session from every other."""
    return secrets.token_hex(16)


def end_session(number, *, at=None):
    """Nobody is signed in by the session `number` any more. Rows that no cookie can outlive are taken away."""
    moment = at or now()
    db.session.merge(EndedSession(number_hash=_hash(number), ended_at=moment))
    db.session.execute(delete(EndedSession).where(EndedSession.ended_at < moment - 2 * LONGEST))
    db.session.flush()


def find_account_of_session(session_id, number=""):
    """The Account whose `get_id()` is `session_id`, or None: unknown, suspended, session ended or password changed."""
    account_id, _, key = session_id.partition(".")
    if not (account_id.isascii() and account_id.isdigit() and len(account_id) < 19):
        return None
    ended = exists().where(EndedSession.number_hash == _hash(number))
    statement = select(Account).outerjoin(Account.suspension).options(contains_eager(Account.suspension))
    account = db.session.scalar(statement.where(Account.id == int(account_id), ~ended))
    if account is None or not secrets.compare_digest(account.session_key.encode(), key.encode()):
        return None
    return account if account.is_active else None


def _hash(number):
    return hashlib.sha256(number.encode()).hexdigest()
