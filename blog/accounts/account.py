"""A person who signs in: who they are to readers, what they may do, and the key their sessions hang on."""

import secrets
from datetime import datetime
from enum import StrEnum

from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.accounts.address import normalised_address
from blog.accounts.passwords import hashed
from blog.clock import now
from blog.refusals import NotAcceptable
from blog.storage import db
from blog.storage.database import lock_for
from blog.storage.types import Moment, one_word_of
from blog.text.plain import tidy_body, tidy_line
from blog.text.slugs import slugify

LONGEST_NAME, LONGEST_BIO = 100, 1000  # characters
LONGEST_HANDLE = 50  # so that a number still fits behind it in the column


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
    # The last time; a session lasts for weeks after it.
    signed_in_at: Mapped[datetime | None] = mapped_column(Moment)
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


def accounts():
    return select(Account).order_by(Account.name, Account.id)


class AddressTaken(NotAcceptable):
    sentence = "There is an account with this email already."


class HandleTaken(NotAcceptable):
    sentence = "This handle is taken."


class WrongHandle(NotAcceptable):
    sentence = "A handle needs at least one letter or digit."


class WrongName(NotAcceptable):
    sentence = f"A name has from 1 to {LONGEST_NAME} characters."


class BioTooLong(NotAcceptable):
    sentence = f"This may have at most {LONGEST_BIO} characters."


def create_account(*, email, name, role, password=None, password_hash=None, handle="", bio="", at=None):
    """A new Account. `email` and `name` are strings as typed; without a password nobody can sign in as this person.

    Hashing takes a while: inside a transaction that others wait for, give a `password_hash` (passwords.hashed) made
    before it began. Raises AddressTaken, HandleTaken (for a handle that was asked for; one made from the name gives
    way), WrongAddress, WrongHandle, WrongName, BioTooLong or WeakPassword.
    """
    if password is not None:
        password_hash = hashed(password)
    email, name, bio = normalised_address(email), checked_name(name), checked_bio(bio)
    lock_for("accounts")
    if db.session.scalar(select(Account.id).where(Account.email == email)) is not None:
        raise AddressTaken
    account = Account(
        email=email,
        name=name,
        handle=free_handle(handle) if handle.strip() else _handle_from(name),
        bio=bio,
        role=Role(role),
        password_hash=password_hash,
        created_at=at or now(),
    )
    db.session.add(account)
    db.session.flush()
    return account


def introduce(account, *, name, handle, bio):
    """Changes how `account` is called and described, in strings as typed.

    Raises WrongName, WrongHandle, HandleTaken or BioTooLong, and changes nothing then.
    """
    name, bio = checked_name(name), checked_bio(bio)
    lock_for("accounts")
    account.handle = free_handle(handle, but_for=account)
    account.name, account.bio = name, bio
    db.session.flush()


def checked_name(typed):
    """The name as it is kept. Raises WrongName."""
    name = tidy_line(typed)
    if not 0 < len(name) <= LONGEST_NAME:
        raise WrongName
    return name


def checked_bio(typed):
    """The bio as it is kept. Raises BioTooLong."""
    bio = tidy_body(typed)
    if len(bio) > LONGEST_BIO:
        raise BioTooLong
    return bio


def free_handle(wanted, *, but_for=None):
    """The handle that `wanted` means, if nobody but the account `but_for` has it. Raises WrongHandle or HandleTaken."""
    if not any(map(str.isalnum, wanted)):
        raise WrongHandle
    handle = slugify(wanted, longest=LONGEST_HANDLE)
    holder = db.session.scalar(select(Account.id).where(Account.handle == handle))
    if holder is not None and (but_for is None or holder != but_for.id):
        raise HandleTaken
    return handle


def _handle_from(name):
    base = slugify(name if any(map(str.isalnum, name)) else "person", longest=LONGEST_HANDLE)
    like_it = select(Account.handle).where(Account.handle.startswith(base, autoescape=True))
    taken = set(db.session.scalars(like_it))
    return next(h for h in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if h not in taken)
