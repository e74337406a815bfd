"""A link in a letter leads to one comment, and lets one Account decide about it, once and for seven days.

It is good for the comment as often decided about as it was then, so any decision uses it up. It ends before its time when
its account gets a new password or another role, is suspended, or may no longer decide about the comment.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from blog.accounts.account import Account
from blog.clock import now
from blog.commenting.comment import Comment
from blog.mail.link import is_link_token, link_token, name_in
from blog.moderating.queue import comments_to_moderate, with_surroundings
from blog.refusals import NotThere
from blog.storage import db

LASTS = timedelta(days=7)
_NAME = re.compile(r"(\d{1,9})-([0-9a-f]{16})-(\d{1,9})-([0-9a-f]{1,10})", re.ASCII)


class LinkTo(StrEnum):
    DECIDE = "decide"
    UNDO = "undo"


class LinkOver(NotThere):
    sentence = (
        "This link has expired, is not whole, or is not good any more. The desk has all that waits for you."
    )


@dataclass(frozen=True)
class DecisionLink:
    account: Account
    comment: Comment
    seen: int  # how often the comment had been decided about
    to: LinkTo
    expires: datetime

    def is_used(self):
        return self.seen != self.comment.decision_count


def decision_token(account, comment, key, *, to=LinkTo.DECIDE, expires=None, at=None):
    """The token of a link for `account`. `key` is the receipts key; it expires as another did, or in seven days."""
    expires = expires or (at or now()) + LASTS
    name = f"{account.id}-{comment.public_id}-{comment.decision_count}-{int(expires.timestamp()):x}"
    return link_token(name, _purpose(to), key, nonce=_standing(account))


def decision_link(token, key, *, at=None):
    """The DecisionLink of a token (any string). Raises LinkOver."""
    name = name_in(token)
    parts = _NAME.fullmatch(name)
    account = db.session.scalar(_called(int(parts[1]))) if parts else None
    if account is None or not account.is_active:
        raise LinkOver
    to = next(
        (to for to in LinkTo if is_link_token(token, name, _purpose(to), key, nonce=_standing(account))), None
    )
    expires = datetime.fromtimestamp(int(parts[4], 16), UTC) if to else None
    if to is None or expires <= (at or now()):
        raise LinkOver
    comment = db.session.scalar(
        comments_to_moderate(account).where(Comment.public_id == parts[2]).options(*with_surroundings())
    )
    if comment is None:
        raise LinkOver
    return DecisionLink(account, comment, int(parts[3]), to, expires)


def _called(number):
    return select(Account).where(Account.id == number).options(joinedload(Account.suspension))


def _purpose(to):
    return f"{to} about a comment"


def _standing(account):
    """What a new password, a suspension or another role changes."""
    return f"{account.session_key} {account.role}".encode()
