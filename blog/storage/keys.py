"""The keys of an installation: files outside the database that only the owner of the process can read.

The database keeps a fingerprint of each, so that a start with other keys stops at once and says so, rather than
signing everybody out and losing every receipt.
"""

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import String, inspect, select
from sqlalchemy.orm import Mapped, mapped_column

from blog.storage import db

NAMES = ("sign_in", "receipts", "fingerprints", "digests", "glimpses")
BYTES = 32


class WrongKey(Exception):
    """The keys at hand are not those that this database was made with, or cannot be read."""


@dataclass(frozen=True)
class Keys:
    """Secret bytes, each for one purpose. `repr` shows none of them."""

    sign_in: bytes
    receipts: bytes
    fingerprints: bytes
    digests: bytes  # by which addresses are compared
    glimpses: bytes  # for what moderators see of an address at once

    def __repr__(self):
        return "<Keys>"


class KeyFingerprint(db.Model):
    """Which key this database was made with; tells nothing of the key itself."""

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))


def load_keys(folder, given=None):
    """The Keys: those `given` ({name: bytes}), the others from files in `folder` (a Path), made where they are missing.

    Raises WrongKey.
    """
    given = given or {}
    if missing := [name for name in NAMES if name not in given]:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Keys(**given, **{name: _read_or_make(folder / f"{name}.key") for name in missing})


def _read_or_make(path: Path):
    if not path.exists():
        write_key(path, secrets.token_bytes(BYTES))
    return read_key(path)


def read_key(path):
    """The bytes in a key file (a Path). Raises WrongKey."""
    try:
        key = bytes.fromhex(path.read_text().strip())
    except (ValueError, OSError) as problem:
        raise WrongKey(
            f"the key file {path} cannot be read ({problem}). Restore it from your backup."
        ) from None
    if len(key) != BYTES:
        raise WrongKey(f"the key file {path} does not hold {BYTES} bytes. Restore it from your backup.")
    return key


def write_key(path, key):
    """Linked into place when it is whole: of two processes that start at once, both read the same key."""
    unfinished = path.with_suffix(f".{secrets.token_hex(4)}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(key.hex() + "\n")
    try:
        os.link(unfinished, path)
    except FileExistsError:  # the other process was first; its key is the one that counts
        pass
    finally:
        unfinished.unlink()


def fingerprint(name, key):
    """64 hexadecimal digits by which a key is recognised."""
    return hashlib.sha256(b"fingerprint of " + name.encode() + b": " + key).hexdigest()


def record_fingerprints(keys):
    """Remembers which keys this database belongs to; keeps what is already remembered."""
    known = set(db.session.scalars(select(KeyFingerprint.name)))
    for name in NAMES:
        if name not in known:
            db.session.add(KeyFingerprint(name=name, fingerprint=fingerprint(name, getattr(keys, name))))
    db.session.flush()


def check_fingerprints(keys):
    """Raises WrongKey when the database was made with other keys. An unmade database has nothing to say."""
    if not inspect(db.engine).has_table(KeyFingerprint.__tablename__):
        return
    for known in db.session.scalars(select(KeyFingerprint)):
        if fingerprint(known.name, getattr(keys, known.name)) != known.fingerprint:
            raise WrongKey(
                f"the key “{known.name}” is not the one this database was made with. Put the right key files back "
                "(BLOG_KEYS, or keys in INSTANCE), or point BLOG_DATABASE_URL at the database they belong to."
            )
