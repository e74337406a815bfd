"""Whoever reads what comes to an address may say: no letters at all. Kept by the digest, for as long as they wish."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from blog.clock import now
from blog.storage import db
from blog.storage.database import lock_for
from blog.storage.types import Moment


class MailRefused(db.Model):
    """While this row stands, no letter about comments goes to the address with this digest (Contact.digest)."""

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)


def is_mail_refused(digest):
    return db.session.get(MailRefused, digest) is not None


def refuse_mail(digest, *, at=None):
    """No letters from now on. Nothing happens where it was said before."""
    lock_for(f"mail refused {digest}")
    if not is_mail_refused(digest):
        db.session.add(MailRefused(digest=digest, at=at or now()))
        db.session.flush()


def allow_mail(digest):
    """Letters may come again."""
    found = db.session.get(MailRefused, digest)
    if found is not None:
        db.session.delete(found)
        db.session.flush()


def recipient_called(digest):
    """How the address with this digest is called in the table of letters."""
    return f"address:{digest}"
