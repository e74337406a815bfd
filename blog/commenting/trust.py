"""Who is known: a visitor who was published before, and whose browser can show that they are that visitor.

A name and an address prove nothing, because anybody can type them. What counts is what the visitor's browser brings
along, signed by us: the comments that it left, or the mark of an address whose letter was answered from it.
"""

import hmac
from dataclasses import dataclass

from sqlalchemy import exists, func, select

from blog.accounts.account import Account
from blog.commenting.comment import Comment, Status
from blog.commenting.contact import Contact
from blog.commenting.doubt import Doubt, Kind
from blog.storage import db
from blog.storage.sealing import derived_key, keyed_digest


@dataclass(frozen=True)
class Proofs:
    """What a browser showed: public ids of comments left with it, and marks of addresses confirmed with it."""

    comments: tuple = ()
    marks: tuple = ()


NOTHING_SHOWN = Proofs()


@dataclass(frozen=True)
class Standing:
    """Of whoever typed an address."""

    is_claimed: bool  # it is that of a published commenter, or of staff
    is_shown: bool  # this browser showed that it is theirs
    is_known: bool  # and they were published before; staff are known by signing in, and by nothing else


def standing_of(email, digest, proofs, keys):
    """The Standing of a visitor who typed `email` (a string, with the Contact.digest `digest`) and showed `proofs`.

    The same is asked of the database whatever the answers.
    """
    is_staff = is_of_staff(email)
    published, undoubted, own = _published_under(digest, proofs)
    confirmed = is_confirmed(digest, proofs, keys)
    return Standing(
        is_claimed=is_staff or published > 0,
        is_shown=confirmed or (own > 0 and not is_staff),
        is_known=not is_staff and (own > 0 or (confirmed and undoubted > 0)),
    )


def mark_of(digest, keys):
    """32 hexadecimal digits that stand for the address with this digest in a cookie, and tell nothing of either."""
    return keyed_digest(digest, derived_key(keys.digests, "marks of confirmed addresses"))[:32]


def is_confirmed(digest, proofs, keys):
    """Whether a letter to the address with this digest was answered with this browser."""
    mark = mark_of(digest, keys).encode()
    return any(hmac.compare_digest(mark, shown.encode()) for shown in proofs.marks)


def is_of_staff(email):
    """Whether an account has this address."""
    same = select(Account.id).where(Account.email == email.strip().lower())
    return db.session.scalar(same.limit(1)) is not None


def _published_under(digest, proofs):
    """How many comments under an address are approved; of these, how many without doubt; of these, left by this browser.

    A comment that is doubted to be from this address founds no trust, even where a person let it through: they judged
    its words. (Who let repeated words through has judged just that.)
    """
    doubted = exists().where(
        Doubt.comment_id == Comment.id, Doubt.kind == Kind.IMPERSONATION, Doubt.settled_at.is_(None)
    )
    own = Comment.public_id.in_(proofs.comments)
    counted = (
        select(func.count(), func.count().filter(~doubted), func.count().filter(~doubted & own))
        .select_from(Comment)
        .join(Contact, Contact.comment_id == Comment.id)
        .where(Contact.digest == digest, Comment.status == Status.APPROVED)
    )
    return db.session.execute(counted).one()
