"""An entry says who did what, when, and about what; its hash covers the entry before it, so that none can be changed alone.

The hash covers a commitment to the details, not the details: H(previous hash, entry), and commitment = H(salt, details).
Where a person is erased, the salt goes with the details; the chain stays whole, and nobody can guess at what they were.
Entries are numbered without a gap under one head, which is locked last in a transaction.
"""

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

from sqlalchemy import JSON, BigInteger, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from blog.storage import db
from blog.storage.types import Moment

BEGINNING = "0" * 64  # what stands for the hash before the first entry
BEGUN = "begun"  # the act of the first entry


class Entry(db.Model):
    __tablename__ = "logbook_entry"

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    # None: a rule of the blog, whoever wrote the comment, or whoever commands the machine; the act says which.
    # No foreign key: whoever holds the head must not wait for a row of anybody's.
    by_id: Mapped[int | None]
    act: Mapped[str] = mapped_column(String(40))
    about_kind: Mapped[str] = mapped_column(String(20), default="")
    about_id: Mapped[str] = mapped_column(String(80), default="")
    # The row that tells the rest: its table and key. Such rows are never edited, so they are not copied.
    record: Mapped[str] = mapped_column(String(40), default="")
    record_id: Mapped[str] = mapped_column(String(80), default="")
    # What no such row tells, {"before": …, "after": …}: of rows that change, or go. None where a row does.
    details: Mapped[dict | None] = mapped_column(JSON(none_as_null=True))
    # None: what it was about was erased.
    salt: Mapped[str | None] = mapped_column(String(32))
    commitment: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))

    __table_args__ = (
        Index("ix_logbook_entry_by_id_number", "by_id", "number"),
        Index("ix_logbook_entry_act_number", "act", "number"),
        Index("ix_logbook_entry_about", "about_kind", "about_id", "number"),
        Index("ix_logbook_entry_at_number", "at", "number"),
    )


class LogbookHead(db.Model):
    """The one row that says where the logbook ends."""

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True)
class Head:
    number: int
    hash: str

    def __str__(self):
        return f"{self.number}:{self.hash}"

    @classmethod
    def read(cls, typed):
        """From "12:ab34…", as it was printed or mailed. Raises ValueError."""
        number, _colon, digits = typed.strip().partition(":")
        if not (number.isascii() and number.isdigit() and len(digits) == 64):
            raise ValueError("A head looks like 12:3f9a…, a number, a colon and 64 hexadecimal digits.")
        return cls(int(number), digits.lower())


def find_head():
    """The Head as it stands, or None where nothing was written yet."""
    row = db.session.execute(select(LogbookHead.number, LogbookHead.hash)).first()
    return Head(*row) if row else None


def new_salt():
    """32 hexadecimal digits."""
    return secrets.token_hex(16)


def commitment_to(details, salt):
    """64 hexadecimal digits. `details` are plain values (see `plain`), `salt` a string."""
    return _hash(salt, written_out(details))


def chained(before, entry):
    """The hash of an entry (a mapping or a row with an Entry's columns) that follows the hash `before`."""
    told = {name: plain(_of(entry, name)) for name in COVERED}
    return _hash(before, written_out(told))


COVERED = ("number", "at", "by_id", "act", "about_kind", "about_id", "record", "record_id", "commitment")


def written_out(value):
    """One spelling for each value: keys in order, no spaces, ASCII alone."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def plain(value):
    """A column's value as JSON can spell it: moments in UTC with microseconds, words of a StrEnum, bytes in hexadecimal."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bytes):
        return value.hex()
    return value


def _of(entry, name):
    return entry[name] if isinstance(entry, dict) else getattr(entry, name)


def _hash(*parts):
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
