"""The key of addresses is changed: new addresses are sealed with the new one at once, those that are there little by little.

The old private key goes only when nothing has been sealed with it for a while: somebody may have read the old key just
before, and still be writing. Whatever stops in the middle is gone on with by the worker.
"""

from datetime import timedelta

from sqlalchemy import exists, func, select, update

from blog.clock import now
from blog.commenting.address_key import AddressKey, make_address_key
from blog.commenting.contact import Contact, email_of
from blog.storage import db
from blog.storage.database import lock_for, reading_only
from blog.storage.private_keys import make_private_key
from blog.storage.sealing import seal

GRACE = timedelta(hours=1)
AT_ONCE = 200


class NothingNew(Exception):
    """The environment gives the key, and its first one is in use already."""


def begin_rotation(run, keys, *, at=None):
    """The new AddressKey. Where the environment gives the keys (BLOG_KEY_ADDRESSES), its first one. Raises NothingNew."""
    lock_for("the key of addresses")
    if run.key_addresses and _is_known(run):
        raise NothingNew
    return make_address_key(run, keys, at=at)


def _is_known(run):
    known = select(AddressKey.id).where(AddressKey.public_key == make_private_key(run))
    return db.session.scalar(known) is not None


def how_many_are_left():
    """How many addresses are sealed with an older key than the newest."""
    return db.session.scalar(select(func.count()).select_from(_with_older_key().subquery()))


def seal_some_anew(private_keys, *, number=AT_ONCE):
    """Seals up to `number` addresses with the newest key. Returns how many; 0 when all are. Needs the PrivateKeys."""
    newest = db.session.scalar(_newest())
    older = db.session.scalars(_with_older_key().order_by(Contact.comment_id).limit(number)).all()
    for contact in older:
        email = email_of(contact, private_keys)
        # Named by what was read: an erasure meanwhile stays one.
        same = (Contact.comment_id == contact.comment_id, Contact.key_id == contact.key_id)
        db.session.execute(
            update(Contact).where(*same).values(sealed=seal(email, newest.public_key), key_id=newest.id)
        )
    db.session.flush()
    return len(older)


def retire_old_keys(private_keys, *, at=None):
    """Older keys with which nothing is sealed are retired; a while later their files are deleted."""
    at = at or now()
    in_use = exists().where(Contact.key_id == AddressKey.id)
    older = select(AddressKey).where(
        AddressKey.id < select(func.max(AddressKey.id)).scalar_subquery(), ~in_use
    )
    for key in db.session.scalars(older):
        if key.retired_at is None:
            key.retired_at = at
        elif key.retired_at < at - GRACE:
            private_keys.forget(key.public_key)
    db.session.flush()


def go_on_with_rotation(private_keys, *, at=None):
    """What the worker does of it, some at a time. Commits. Most of the time there is nothing, and nothing is locked."""
    with reading_only():
        number = db.session.scalar(select(func.count(AddressKey.id)))
        db.session.rollback()
    if number < 2:
        return
    while seal_some_anew(private_keys):
        db.session.commit()
    retire_old_keys(private_keys, at=at)
    db.session.commit()


def _newest():
    return select(AddressKey).order_by(AddressKey.id.desc()).limit(1)


def _with_older_key():
    return select(Contact).where(Contact.key_id < select(func.max(AddressKey.id)).scalar_subquery())
