"""A comment that somebody has open is marked for the others, so that two people do not read the same one.

A browser says so again and again while its page is looked at; what was not said for a minute is over.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, mapped_column

from blog.accounts.account import Account
from blog.clock import now
from blog.storage import db
from blog.storage.database import lock_for
from blog.storage.types import Moment

ENDS_AFTER = timedelta(seconds=60)


class Presence(db.Model):
    """Nothing to keep: a row goes when its page is left, or with the next one's beat."""

    account_id: Mapped[int] = mapped_column(db.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    comment_id: Mapped[int] = mapped_column(
        db.ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    at: Mapped[datetime] = mapped_column(Moment)


def have_open(comment, account, *, at=None):
    """Says that an Account has a Comment open. What is over goes."""
    at = at or now()
    lock_for(f"presence of {account.id}")
    db.session.execute(delete(Presence).where(Presence.at <= at - ENDS_AFTER))
    known = db.session.get(Presence, (account.id, comment.id), populate_existing=True)
    if known is None:
        db.session.add(Presence(account_id=account.id, comment_id=comment.id, at=at))
    else:
        known.at = at
    db.session.flush()


def leave_open(comment, account):
    """Its page was left. Nothing happens where it was not open."""
    here = delete(Presence).where(Presence.account_id == account.id, Presence.comment_id == comment.id)
    db.session.execute(here)


def opened_by_others(comments, account, *, at=None):
    """{comment id: [names]} of those of these Comments that somebody besides the Account has open, in one query."""
    ids, found = [comment.id for comment in comments], {}
    if not ids:
        return found
    theirs = (
        select(Presence.comment_id, Account.name)
        .join(Account, Account.id == Presence.account_id)
        .where(Presence.comment_id.in_(ids), Presence.account_id != account.id)
        .where(Presence.at > (at or now()) - ENDS_AFTER)
        .order_by(Presence.comment_id, Account.name)
    )
    for comment_id, name in db.session.execute(theirs):
        found.setdefault(comment_id, []).append(name)
    return found
