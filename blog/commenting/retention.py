"""What is private is kept no longer than it is needed, or than the settings say; then it is forgotten, and counted.

Where a comment came from ends with the key of its digests, whatever the settings. Comments themselves stay.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select, update

from blog.clock import now
from blog.commenting.comment import Comment, Status
from blog.commenting.confirmation import Confirmation
from blog.commenting.contact import Contact
from blog.commenting.decision import Decision
from blog.commenting.erasure import Erasure, erase_comments
from blog.commenting.subscription import Subscription
from blog.mail.letter import Letter, LetterStatus
from blog.storage import db
from blog.storage.site_setting import site_settings

BATCH = 500  # rows in one transaction: others wait for its end


@dataclass(frozen=True)
class Tidied:
    """How many were forgotten."""

    networks: int = 0
    addresses: int = 0
    spam: int = 0
    letters: int = 0


def tidy(_private_keys=None, *, at=None):
    """Forgets what is to be forgotten by the moment `at`; returns Tidied. Commits. The worker does it each day."""
    at, kept = at or now(), site_settings()
    return Tidied(
        networks=_in_batches(_forget_networks, at),
        addresses=_in_batches(_forget_addresses, at - timedelta(days=kept.keep_addresses_days))
        if kept.keep_addresses_days
        else 0,
        spam=_in_batches(_forget_spam, at, kept.keep_spam_days) if kept.keep_spam_days else 0,
        letters=_in_batches(_forget_letters, at - timedelta(days=kept.keep_letters_days))
        if kept.keep_letters_days
        else 0,
    )


def _in_batches(forget, *about):
    total = 0
    while number := forget(*about):
        db.session.commit()
        total += number
    db.session.rollback()
    return total


def _forget_networks(at):
    over = select(Contact.comment_id).where(Contact.network_until <= at).limit(BATCH)
    nothing = {"network_digest": None, "range_digest": None, "network_until": None}
    return _changed(update(Contact).where(Contact.comment_id.in_(over)).values(**nothing))


def _forget_addresses(before):
    """No letter goes to them any more."""
    old = select(Contact.comment_id).where(Contact.left_at < before).order_by(Contact.left_at).limit(BATCH)
    ids = db.session.scalars(old).all()
    for table in (Subscription, Confirmation, Contact):
        _changed(delete(table).where(table.comment_id.in_(ids)))
    return len(ids)


def _forget_spam(at, days):
    taken = (
        select(func.max(Decision.at))
        .where(Decision.comment_id == Comment.id)
        .scalar_subquery()
        .correlate(Comment)
    )
    forgotten = select(Erasure.comment_id).where(Erasure.comment_id == Comment.id, Erasure.words).exists()
    old = select(Comment).where(Comment.status == Status.SPAM, taken < at - timedelta(days=days), ~forgotten)
    spam = db.session.scalars(old.order_by(Comment.id).limit(BATCH)).all()
    if spam:
        because = f"Spam is kept for {days} day{'s' if days > 1 else ''}."
        erase_comments(spam, words=True, because=because, at=at)
    return len(spam)


def _forget_letters(before):
    """Those that wait are not among them."""
    old = (
        select(Letter.id)
        .where(Letter.status != LetterStatus.WAITING, Letter.made_at < before)
        .order_by(Letter.id)
        .limit(BATCH)
    )
    return _changed(delete(Letter).where(Letter.id.in_(db.session.scalars(old).all())))


def _changed(statement):
    return db.session.execute(statement.execution_options(synchronize_session=False)).rowcount
