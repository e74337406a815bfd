"""What happened to accounts, a row for each time: who came in, who was invited, what somebody may do now. Never edited.

A try to sign in that failed is nobody's act, and leaves no row.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from blog.clock import now
from blog.storage import db
from blog.storage.types import Moment, one_word_of


class Happening(StrEnum):
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    CREATED = "created"
    JOINED = "joined"
    INVITED = "invited"
    UNINVITED = "uninvited"
    ROLE = "role"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    PASSWORD_LINK = "password_link"  # noqa: S105  (what happened, not a password)
    PASSWORD = "password"  # noqa: S105  (the same)
    LETTERS = "letters"


class AccountRecord(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    # None: an invitation, which has no account yet.
    account_id: Mapped[int | None] = mapped_column(db.ForeignKey("account.id"), index=True)
    happening: Mapped[Happening] = mapped_column(one_word_of(Happening))
    before: Mapped[str] = mapped_column(String(100), default="")
    after: Mapped[str] = mapped_column(String(100), default="")
    because: Mapped[str] = mapped_column(String(200), default="")
    # None: whoever commands the machine.
    by_id: Mapped[int | None] = mapped_column(db.ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(Moment)


def record(account, happening, *, by, before="", after="", because="", at=None):
    """Notes what `by` (an Account, or None) did to `account` (the same, or None); the words are what it changed."""
    row = AccountRecord(
        account_id=account.id if account else None,
        happening=happening,
        before=before,
        after=after,
        because=because,
        by_id=by.id if by else None,
        at=at or now(),
    )
    db.session.add(row)
    db.session.flush()
    return row
