"""A person who signs in: who they are to readers, what they may do, and the key their sessions hang on."""

import secrets
from datetime import datetime
from enum import StrEnum
from itertools import count

from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.accounts.address import normalised_address
from blog.accounts.passwords import hashed
from blog.clock import now
from blog.refusals import NotAcceptable
from blog.storage import db
from blog.storage.types import Moment, one_word_of
from blog.text.plain import tidy_body, tidy_line
from blog.text.slugs import slugify


class Role(StrEnum):
    OWNER = "owner"
    EDITOR = "editor"
    AUTHOR = "author"
    CONTRIBUTOR = "contributor"
    MODERATOR = "moderator"


class Account(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)  # lower case: see accounts/address.py
    name: Mapped[str] = mapped_column(String(100))
    handle: Mapped[str] = mapped_column(String(60), unique=True)
    bio: Mapped[str] = mapped_column(Text, default="")
    role: Mapped[Role] = mapped_column(one_word_of(Role))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    # A session holds this key; a new one (with every new password) ends the sessions that hold the old.
    session_key: Mapped[str] = mapped_column(String(32), default=lambda: secrets.token_hex(16))
    avatar_seed: Mapped[str] = mapped_column(String(16), default=lambda: secrets.token_hex(8))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    suspension: Mapped["Suspension | None"] = relationship(
        back_populates="account", cascade="all, delete-orphan", foreign_keys="Suspension.account_id"
    )

    # What Flask-Login asks of an account.
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self):
        return self.suspension is None

    def get_id(self):
        return f"{self.id}.{self.session_key}"


class Suspension(db.Model):
    """While this row stands, the account cannot sign in and its sessions are over."""

    account_id: Mapped[int] = mapped_column(db.ForeignKey("account.id"), primary_key=True)
    account: Mapped[Account] = relationship(back_populates="suspension", foreign_keys=[account_id])
    by_id: Mapped[int] = mapped_column(db.ForeignKey("account.id"))
    by: Mapped[Account] = relationship(foreign_keys=[by_id])
    because: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(Moment)


def find_account_of_session(session_id):
    """The account whose `get_id()` this is, or None: unknown, suspended, or its password has changed since."""
    number, _, key = session_id.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    account = db.session.get(Account, int(number))
    if account is None or not secrets.compare_digest(account.session_key.encode(), key.encode()):
        return None
    return account if account.is_active else None


def accounts():
    return select(Account).order_by(Account.name, Account.id)


class AddressTaken(NotAcceptable):
    sentence = "There is an account with this email already."


class HandleTaken(NotAcceptable):
    sentence = "This handle is taken."


def create_account(*, email, name, role, password=None, handle="", bio="", at=None):
    """A new Account. `email` and `name` are strings as typed; without a `password` nobody can sign in as this person.

    Raises AddressTaken, HandleTaken (for a handle that was asked for; one made from the name gives way), WrongAddress
    or WeakPassword.
    """
    email = normalised_address(email)
    if db.session.scalar(select(Account.id).where(Account.email == email)) is not None:
        raise AddressTaken
    account = Account(
        email=email,
        name=tidy_line(name),
        handle=_free_handle(handle, name),
        bio=tidy_body(bio),
        role=Role(role),
        password_hash=hashed(password) if password is not None else None,
        created_at=at or now(),
    )
    db.session.add(account)
    db.session.flush()
    return account


def _free_handle(wanted, name):
    base = slugify(wanted or name, longest=50)
    taken = set(
        db.session.scalars(select(Account.handle).where(Account.handle.startswith(base, autoescape=True)))
    )
    if base not in taken:
        return base
    if wanted:
        raise HandleTaken
    return next(f"{base}-{n}" for n in count(2) if f"{base}-{n}" not in taken)
