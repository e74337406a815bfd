"""A letter is a row, written in the transaction of what caused it; the table is the queue.

It says what the letter is about, in ids, and nothing else: no address, no token, no visitor's words. It is written out
when it leaves (blog/mail/delivery.py). It is sent at least once: who takes it has it for a while only, so that a worker
that dies loses nothing, and its Message-ID is fixed, so that a mailbox can tell a repetition.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import JSON, Index, String, func, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from blog.clock import now
from blog.mail.configured import mail_is_configured
from blog.mail.waking import wake_worker_after_commit
from blog.storage import db
from blog.storage.database import lock_for
from blog.storage.types import Moment, new_public_id, one_word_of

# How long whoever takes a letter has it for itself: longer than the slowest delivery, BUSY_SECONDS and all.
LEASE = timedelta(minutes=10)
# How long after each try in vain the next one comes: four days in all, as mail servers do.
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 360, 720, *(1440,) * 3))


class LetterStatus(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Letter(db.Model):
    __table_args__ = (
        # Those that wait stand together, in the order in which they are due, however many were sent before them.
        Index("ix_letter_status_due_at", "status", "due_at"),
        Index("ix_letter_recipient_made_at", "recipient", "made_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # The Message-ID is made of it, and so is the same however often a letter is sent.
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=new_public_id)
    kind: Mapped[str] = mapped_column(String(40))
    about: Mapped[dict] = mapped_column(JSON)
    cause: Mapped[str | None] = mapped_column(String(60), index=True)
    recipient: Mapped[str | None] = mapped_column(String(80))
    once: Mapped[str | None] = mapped_column(String(120), unique=True)
    made_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment)
    status: Mapped[LetterStatus] = mapped_column(one_word_of(LetterStatus), default=LetterStatus.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    # The last try's, in a fixed phrase of ours and the server's code; never the server's words, which repeat addresses.
    problem: Mapped[str] = mapped_column(String(200), default="")


def post_letter(kind, about, *, cause=None, recipient=None, once=None, due_at=None, at=None):
    """Writes a letter that leaves after this transaction's commit, or at `due_at`. Returns the Letter.

    `kind` is a name in wiring's COMPOSERS, `about` a dict of ids (never an address, name, token or visitor's words).
    `cause` ("decision:12") is what cancel_letters takes. `recipient` ("account:3", "address:<digest>") is what
    letters_posted counts. None is returned, and nothing written, where a letter with the same `once` waits or was sent
    already, and where mail is not configured: nobody could send it. One that was cancelled is taken up again.
    """
    if not mail_is_configured():
        return None
    if once is not None:
        lock_for(f"letter {once}")
        as_it_is = {"populate_existing": True}
        known = db.session.scalar(select(Letter).where(Letter.once == once).execution_options(**as_it_is))
        if known is not None:
            return _taken_up_again(known, due_at or at or now(), cause)
    made_at = at or now()
    letter = Letter(
        kind=kind,
        about=about,
        cause=cause,
        recipient=recipient,
        once=once,
        made_at=made_at,
        due_at=due_at or made_at,
    )
    db.session.add(letter)
    db.session.flush()
    if letter.due_at <= now():
        wake_worker_after_commit()
    return letter


def _taken_up_again(letter, due_at, cause):
    """A cancelled Letter waits again, because what it tells came about after all; None for any other."""
    if letter.status is not LetterStatus.CANCELLED:
        return None
    letter.status, letter.due_at, letter.cause, letter.tries = LetterStatus.WAITING, due_at, cause, 0
    db.session.flush()
    if due_at <= now():
        wake_worker_after_commit()
    return letter


def cancel_letters(cause, *kinds):
    """Those of this `cause`, of these kinds or of any, that have not left do not leave. Returns how many."""
    waiting = update(Letter).where(Letter.cause == cause, Letter.status == LetterStatus.WAITING)
    if kinds:
        waiting = waiting.where(Letter.kind.in_(kinds))
    taken_back = waiting.values(status=LetterStatus.CANCELLED, claimed_until=None)
    return db.session.execute(taken_back).rowcount


def letters_about(causes):
    """Those of these `causes` (strings) that letters were written about."""
    return set(db.session.scalars(select(Letter.cause).where(Letter.cause.in_(causes)).distinct()))


def letters_posted(recipient, *kinds, since):
    """The Select of how many letters were written to `recipient` since that moment, of these kinds or of any."""
    counted = select(func.count()).where(Letter.recipient == recipient, Letter.made_at >= since)
    return counted.where(Letter.kind.in_(kinds)) if kinds else counted


def claim_letters(n, at):
    """Takes up to `n` letters that are due at `at`, for LEASE; nobody else gets them meanwhile. Commit, then send.

    Returns rows (id, public_id, kind, about, made_at, tries, claimed_until), the longest due first. A claim counts as a
    try, so that a letter over which the worker dies each time does not come back for ever.
    """
    free = or_(Letter.claimed_until.is_(None), Letter.claimed_until <= at)
    due = (
        select(Letter.id)
        .where(Letter.status == LetterStatus.WAITING, Letter.due_at <= at, free)
        .order_by(Letter.due_at, Letter.id)
        .limit(n)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    taken = (
        update(Letter)
        .where(Letter.id.in_(select(due.c.id)))
        .values(claimed_until=at + LEASE, tries=Letter.tries + 1)
        .returning(
            Letter.id,
            Letter.public_id,
            Letter.kind,
            Letter.about,
            Letter.made_at,
            Letter.tries,
            Letter.claimed_until,
        )
        .execution_options(synchronize_session=False)
    )
    return sorted(db.session.execute(taken).all(), key=lambda claim: claim.id)


# What became of it. Each takes a row of claim_letters, and changes nothing where the claim has passed to somebody else.


def letter_sent(claim, *, at):
    # A letter that left is sent, even where it was cancelled while it left.
    _write(claim, any_status=True, status=LetterStatus.SENT, sent_at=at, problem="")


def letter_failed(claim, problem):
    """For good: no try follows. `problem` is a fixed phrase, with a code at most."""
    _write(claim, status=LetterStatus.FAILED, problem=problem)


def letter_not_wanted(claim):
    """Its composer says that there is nothing to send any more."""
    _write(claim, status=LetterStatus.CANCELLED)


def has_been_tried_enough(claim):
    """Each try before ended without a word of what became of it: whoever tried died over it."""
    return claim.tries > len(PAUSES) + 1


def put_off_letter(claim, problem, *, at):
    """The next try comes after a pause that grows; after four days of them it has failed."""
    if claim.tries > len(PAUSES):
        letter_failed(claim, problem)
    else:
        _write(claim, due_at=at + PAUSES[claim.tries - 1], problem=problem)


def give_back_letter(claim):
    """It was not tried: as it was before it was claimed."""
    _write(claim, tries=claim.tries - 1)


def _write(claim, *, any_status=False, **values):
    still_ours = [Letter.id == claim.id, Letter.claimed_until == claim.claimed_until]
    if any_status:
        still_ours = [Letter.id == claim.id]
    else:
        still_ours.append(Letter.status == LetterStatus.WAITING)
    db.session.execute(
        update(Letter)
        .where(*still_ours)
        .values(claimed_until=None, **values)
        .execution_options(synchronize_session=False)
    )
