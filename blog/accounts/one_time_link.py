"""A link that works once and for a while: to join with a role, or to choose a new password.

Only the hash of its token is kept; the link itself is shown once, to whoever made it.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import String, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.accounts.account import Account, Role
from blog.clock import now
from blog.refusals import NotThere
from blog.storage import db
from blog.storage.types import Moment, one_word_of


class Purpose(StrEnum):
    INVITATION = "invitation"
    PASSWORD = "password"  # noqa: S105  (a purpose, not a password)


class LinkUsed(NotThere):
    sentence = "This link was used already or has expired."


LASTS = {Purpose.INVITATION: timedelta(days=14), Purpose.PASSWORD: timedelta(days=1)}


class OneTimeLink(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[Purpose] = mapped_column(one_word_of(Purpose))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    # An invitation names the role; a password link names the account.
    role: Mapped[Role | None] = mapped_column(one_word_of(Role))
    account_id: Mapped[int | None] = mapped_column(db.ForeignKey("account.id"), index=True)
    account: Mapped[Account | None] = relationship(foreign_keys=[account_id])
    # For whom, in the words of whoever made it.
    note: Mapped[str] = mapped_column(String(100), default="")
    by_id: Mapped[int | None] = mapped_column(db.ForeignKey("account.id"))
    by: Mapped[Account | None] = relationship(foreign_keys=[by_id])
    made_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)

    def is_open(self, at=None):
        return self.used_at is None and self.expires_at > (at or now())

    @property
    def reference(self):
        """What names this link where its token may not be known; tells nothing of the token."""
        return self.token_hash[:16]


def make_link(purpose, *, by=None, role=None, account=None, note="", at=None):
    """Returns (OneTimeLink, token): the token is a string that is known now and never again."""
    token, made_at = secrets.token_urlsafe(16), at or now()
    link = OneTimeLink(
        purpose=purpose,
        token_hash=_hash(token),
        role=role,
        account=account,
        note=note,
        by=by,
        made_at=made_at,
        expires_at=made_at + LASTS[purpose],
    )
    db.session.add(link)
    db.session.flush()
    return link, token


def find_open_link(purpose, token, *, at=None):
    """The link of this token if it still works, or None."""
    statement = select(OneTimeLink).where(
        OneTimeLink.token_hash == _hash(token), OneTimeLink.purpose == purpose
    )
    link = db.session.scalar(statement)
    return link if link is not None and link.is_open(at) else None


def open_links(purpose, *, at=None):
    moment = at or now()
    return (
        select(OneTimeLink)
        .where(OneTimeLink.purpose == purpose, OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > moment)
        .order_by(OneTimeLink.made_at.desc(), OneTimeLink.id.desc())
    )


def use_link(link, *, at=None):
    """It worked once. Raises LinkUsed where somebody was quicker."""
    moment = at or now()
    open_one = (OneTimeLink.id == link.id, OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > moment)
    if db.session.execute(update(OneTimeLink).where(*open_one).values(used_at=moment)).rowcount != 1:
        raise LinkUsed


def close_links(*which, at=None):
    """Ends the open links for which all of the conditions `which` hold: they work no more."""
    moment = at or now()
    open_ones = (OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > moment)
    db.session.execute(update(OneTimeLink).where(*open_ones, *which).values(expires_at=moment))


def _hash(token):
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
