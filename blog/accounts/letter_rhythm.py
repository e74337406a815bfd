"""How often a member of staff is written to about what waits: at once, each hour, each day; or, declined, not at all."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from blog.accounts.letters_declined import WAITING, decline_letters, has_declined, want_letters
from blog.accounts.record import Happening, record
from blog.clock import now
from blog.storage import db
from blog.storage.database import lock_for
from blog.storage.types import Moment, one_word_of


class Rhythm(StrEnum):
    AT_ONCE = "at_once"
    HOURLY = "hourly"
    DAILY = "daily"

    @property
    def label(self):
        return {"at_once": "at once", "hourly": "each hour", "daily": "each day"}[self]


class LetterRhythm(db.Model):
    """Without this row, at once."""

    account_id: Mapped[int] = mapped_column(db.ForeignKey("account.id"), primary_key=True)
    rhythm: Mapped[Rhythm] = mapped_column(one_word_of(Rhythm))
    at: Mapped[datetime] = mapped_column(Moment)


def rhythm_of(account):
    """The Rhythm in which this Account is written to, or None where it declined."""
    if has_declined(account, WAITING):
        return None
    return chosen_rhythm(account)


def chosen_rhythm(account):
    """The Rhythm that was chosen last, whether or not letters are declined now."""
    row = db.session.get(LetterRhythm, account.id)
    return row.rhythm if row is not None else Rhythm.AT_ONCE


def choose_rhythm(account, rhythm, *, at=None):
    """`rhythm` is a Rhythm, or None for no letters about what waits."""
    if rhythm is None:
        decline_letters(account, WAITING, at=at)
        return
    lock_for(f"letter rhythm {account.id}")
    before = chosen_rhythm(account)
    if rhythm is not before:
        db.session.merge(LetterRhythm(account_id=account.id, rhythm=rhythm, at=at or now()))
        record(account, Happening.LETTERS, by=account, before=before.label, after=rhythm.label, at=at)
    want_letters(account, WAITING, at=at)
