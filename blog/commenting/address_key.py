"""The key that addresses are sealed with: its public half, which the database keeps. The private half is the worker's.

The newest one counts. An older one stands until nothing is sealed with it any more (commenting/rotation.py).
"""

import hmac
from datetime import datetime

from sqlalchemy import LargeBinary, String, select
from sqlalchemy.orm import Mapped, mapped_column

from blog.clock import now
from blog.storage import db
from blog.storage.database import lock_for
from blog.storage.keys import WrongKey
from blog.storage.private_keys import make_private_key
from blog.storage.sealing import keyed_digest
from blog.storage.types import Moment


class AddressKey(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    # A digest of it under a key outside the database: who can write rows cannot make us seal for a key of theirs.
    tag: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(Moment)
    retired_at: Mapped[datetime | None] = mapped_column(Moment)


def current_address_key(keys):
    """The AddressKey to seal with. `keys` are the installation's Keys. Raises WrongKey where it is not ours."""
    newest = db.session.scalar(select(AddressKey).order_by(AddressKey.id.desc()).limit(1))
    if newest is None:
        raise WrongKey("no key to seal addresses with has been made: start the blog with `make serve` once.")
    if not hmac.compare_digest(newest.tag, tag_of(newest.public_key, keys)):
        raise WrongKey("the key to seal addresses with is not one that this installation made.")
    return newest


def make_address_key(run, keys, *, at=None):
    """A new AddressKey, with which everything is sealed from now on. `run` are RunSettings."""
    public = make_private_key(run)
    key = AddressKey(public_key=public, tag=tag_of(public, keys), made_at=at or now())
    db.session.add(key)
    db.session.flush()
    return key


def make_first_address_key(run, keys):
    """Makes one where there is none. Of two machines that start at once, one does."""
    lock_for("the key of addresses")
    if db.session.scalar(select(AddressKey.id).limit(1)) is None:
        make_address_key(run, keys)


def tag_of(public, keys):
    """64 hexadecimal digits."""
    return keyed_digest(f"address key {public.hex()}", keys.digests)
