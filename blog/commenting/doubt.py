"""A doubt about a comment holds it until a person has read it, and tells moderators what to look at.

An address proves nothing by being typed. Whoever types that of a known commenter, or of staff, without a proof that it
is theirs is doubted; so are the same words under several addresses. The one who posts is told nothing of it: an answer
that differed would say whose address is known here.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from blog.clock import now
from blog.commenting.contact import Contact
from blog.storage import db
from blog.storage.types import Moment, one_word_of

REPEATED_WITHIN = timedelta(days=7)
OTHER_ADDRESSES = 2
SHORT_WORDS = 30  # code points: "Thank you very much!" is said by many


class Kind(StrEnum):
    IMPERSONATION = "impersonation"
    REPETITION = "repetition"


class Doubt(db.Model):
    """Stands while it is not settled."""

    comment_id: Mapped[int] = mapped_column(db.ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[Kind] = mapped_column(one_word_of(Kind), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    settled_at: Mapped[datetime | None] = mapped_column(Moment)


def doubt(comment, kind, *, at=None):
    db.session.add(Doubt(comment_id=comment.id, kind=kind, at=at or now()))
    db.session.flush()


def settle_impersonation(comment, *, at=None):
    """Whoever left the comment has shown, by a link in a letter, that the address is theirs."""
    standing = (
        Doubt.comment_id == comment.id,
        Doubt.kind == Kind.IMPERSONATION,
        Doubt.settled_at.is_(None),
    )
    db.session.execute(update(Doubt).where(*standing).values(settled_at=at or now()))


def doubts_about(comments):
    """{comment id: its Kinds of doubt that are not settled}, of Comments, in one query."""
    ids, found = [comment.id for comment in comments], {}
    if not ids:
        return found
    standing = select(Doubt.comment_id, Doubt.kind).where(
        Doubt.comment_id.in_(ids), Doubt.settled_at.is_(None)
    )
    for comment_id, kind in db.session.execute(standing.order_by(Doubt.comment_id, Doubt.kind)):
        found.setdefault(comment_id, []).append(kind)
    return found


def is_repeated(contact, body):
    """Whether the words of a new comment came under several other addresses lately. `contact` is its Contact."""
    others = select(func.count(Contact.digest.distinct())).where(
        Contact.words_digest == contact.words_digest,
        Contact.digest != contact.digest,
        Contact.left_at > contact.left_at - REPEATED_WITHIN,
    )
    return db.session.scalar(others) >= OTHER_ADDRESSES and len(body) > SHORT_WORDS
