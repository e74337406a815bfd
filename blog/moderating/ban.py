"""Whoever comments under a banned address, or from a banned network, is put with the spam; they are told nothing of it.

An address is only typed: whoever types it is banned, and can type another. So an answer to a banned address is the same
as to any other: one that differed would tell strangers who is banned here. A network is known for a while only, and no
ban of one outlasts that. A ban stands for a time or for good, until somebody lifts it; neither row is ever edited.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, String, false, func, or_, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from blog.accounts.account import Account
from blog.clock import now
from blog.commenting.comment import Comment
from blog.commenting.contact import Contact, digest_of_address
from blog.refusals import NotAcceptable, TooLate
from blog.storage import db
from blog.storage.database import lock_for
from blog.storage.types import Moment, is_public_id, new_public_id

ADDRESS, NETWORK = "address", "network"


class NothingToBan(TooLate):
    sentence = (
        "There is nothing to ban by: neither its address nor its network is kept, or it was written by staff."
    )


class AlreadyBanned(TooLate):
    sentence = "That is banned already. To ban it for another time, lift that ban first."


class OneOfUs(NotAcceptable):
    sentence = "This is the address of a member of staff, which cannot be banned."


class OverAlready(NotAcceptable):
    sentence = "That moment has passed."


class AlreadyLifted(TooLate):
    sentence = "This ban is over already."


class Ban(db.Model):
    """By the keyed digest of an address, or of a network address; one of the two is None."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=new_public_id)
    # The comment because of which.
    comment_id: Mapped[int] = mapped_column(db.ForeignKey("comment.id"), index=True)
    comment: Mapped[Comment] = relationship()
    digest: Mapped[str | None] = mapped_column(String(64), index=True)
    network_digest: Mapped[str | None] = mapped_column(String(64), index=True)
    until: Mapped[datetime | None] = mapped_column(Moment)
    because: Mapped[str] = mapped_column(String(200), default="")
    by_id: Mapped[int] = mapped_column(db.ForeignKey("account.id"))
    by: Mapped[Account] = relationship()
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    lift: Mapped["BanLift | None"] = relationship(back_populates="ban")

    @property
    def what(self):
        return ADDRESS if self.digest else NETWORK

    def stands(self, at=None):
        return self.lift is None and (self.until is None or self.until > (at or now()))


class BanLift(db.Model):
    """Its existence ends a ban before its time."""

    ban_id: Mapped[int] = mapped_column(ForeignKey("ban.id"), primary_key=True)
    ban: Mapped[Ban] = relationship(back_populates="lift")
    by_id: Mapped[int] = mapped_column(db.ForeignKey("account.id"))
    by: Mapped[Account] = relationship()
    at: Mapped[datetime] = mapped_column(Moment)


class BanCatch(db.Model):
    """A comment that a ban put with the spam as it came."""

    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True)
    ban_id: Mapped[int] = mapped_column(ForeignKey("ban.id"), index=True)


def ban(comment, *, by, keys, until=None, because="", what=ADDRESS, at=None):
    """The Ban of whoever typed a Comment's address, or of the network (`what`) that it came from.

    `until` is a moment, or None for good; a ban of a network ends with its digest at the latest. `keys` are the Keys.
    Raises NothingToBan, OneOfUs, OverAlready or AlreadyBanned.
    """
    at, contact = at or now(), db.session.get(Contact, comment.id)
    digest = _bannable(comment, contact, what, at)
    if what == NETWORK:
        until = min(until, contact.network_until) if until else contact.network_until
    elif is_of_staff(digest, keys):
        raise OneOfUs
    if until is not None and until <= at:
        raise OverAlready
    lock_for(f"ban of {digest}")
    if db.session.scalar(_standing(at).where(_is_of(what, digest)).limit(1)) is not None:
        raise AlreadyBanned
    column = {"digest": digest} if what == ADDRESS else {"network_digest": digest}
    made = Ban(comment=comment, until=until, because=because, by=by, at=at, **column)
    db.session.add(made)
    db.session.flush()
    return made


def lift(ban, *, by, at=None):
    """The BanLift. What the ban caught stays as it was decided. Raises AlreadyLifted."""
    lock_for(f"ban {ban.id}")
    at = at or now()
    db.session.refresh(ban, ["lift"])
    if not ban.stands(at):
        raise AlreadyLifted
    lifted = BanLift(ban=ban, by=by, at=at)
    db.session.add(lifted)
    db.session.flush()
    return lifted


def ban_on(contact, at):
    """The Ban that stands on whoever left a comment, by its Contact (or None), at a moment; None where there is none.

    One query, whatever the answer. Members of staff who are signed in are never banned.
    """
    if contact is None or contact.comment.account_id is not None:
        return None
    by_network = Ban.network_digest == contact.network_digest if contact.network_digest else Ban.id < 0
    found = _standing(at).where(or_(Ban.digest == contact.digest, by_network))
    return db.session.scalar(found.order_by(Ban.digest.is_(None), Ban.id).limit(1))


def note_caught(ban, comment):
    """Keeps that a Ban was why a new Comment was put with the spam."""
    db.session.add(BanCatch(ban_id=ban.id, comment_id=comment.id))
    db.session.flush()


def bans_about(contact, *, at=None):
    """The Bans that stand on a Contact's address or network: at most one each."""
    if contact is None:
        return []
    by_network = Ban.network_digest == contact.network_digest if contact.network_digest else Ban.id < 0
    found = _standing(at or now()).where(or_(Ban.digest == contact.digest, by_network))
    return list(db.session.scalars(found.options(joinedload(Ban.by)).order_by(Ban.id)))


def bans():
    """The Select of Bans with who made and who lifted them, newest first."""
    who = (joinedload(Ban.by), joinedload(Ban.lift).joinedload(BanLift.by), joinedload(Ban.comment))
    return select(Ban).options(*who).order_by(Ban.id.desc())


def standing_bans(*, at=None):
    """The Select of Bans that stand, newest first."""
    return bans().where(Ban.id.in_(_standing(at or now()).with_only_columns(Ban.id)))


def ended_bans(*, at=None):
    """The Select of Bans that were lifted or whose time is over, newest first."""
    return bans().where(Ban.id.not_in(_standing(at or now()).with_only_columns(Ban.id)))


def caught_by(bans):
    """{ban id: how many comments it caught}, of Bans, in one query."""
    ids = [each.id for each in bans]
    if not ids:
        return {}
    counted = select(BanCatch.ban_id, func.count()).where(BanCatch.ban_id.in_(ids)).group_by(BanCatch.ban_id)
    return dict(map(tuple, db.session.execute(counted)))


def find_ban(public_id):
    """The Ban with this public id (any string), or None."""
    found = select(Ban).where(Ban.public_id == public_id).options(joinedload(Ban.lift), joinedload(Ban.by))
    return db.session.scalar(found) if is_public_id(public_id) else None


def comments_under(ban):
    """The condition of the comments of visitors that came under what a Ban is of; of None: none."""
    if ban is None:
        return false()
    known = Contact.digest == ban.digest if ban.digest else Contact.network_digest == ban.network_digest
    return Comment.id.in_(select(Contact.comment_id).where(known)) & Comment.account_id.is_(None)


def is_of_staff(digest, keys):
    """Whether an account has the address with this digest."""
    addresses = db.session.scalars(select(Account.email))
    return any(digest_of_address(address, keys) == digest for address in addresses)


def _bannable(comment, contact, what, at):
    if contact is None or comment.account_id is not None:
        raise NothingToBan
    if what == ADDRESS:
        return contact.digest
    if contact.network_digest is None or contact.network_until <= at:
        raise NothingToBan
    return contact.network_digest


def _is_of(what, digest):
    return (Ban.digest if what == ADDRESS else Ban.network_digest) == digest


def _standing(at):
    return (
        select(Ban)
        .outerjoin(BanLift, BanLift.ban_id == Ban.id)
        .where(BanLift.ban_id.is_(None), or_(Ban.until.is_(None), Ban.until > at))
    )
