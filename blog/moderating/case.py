"""What a moderator needs to know to decide about a comment: what was decided before, and what is known of its address.

An address was only typed: it shows what was posted under it, and proves nothing about who posted now.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from blog.commenting.comment import Comment, Status
from blog.commenting.contact import Contact
from blog.commenting.decision import Decision
from blog.moderating.queue import comments_to_moderate
from blog.storage import db


@dataclass(frozen=True)
class Known:
    """Other comments under the same address, of those that the same person may decide about."""

    approved: int = 0
    first: datetime | None = None  # when the first approved one was left, if it was before this
    refused: int = 0  # rejected or spam


@dataclass(frozen=True)
class Case:
    comment: Comment
    email: str | None
    last: Decision | None
    known: Known


def cases(rows, account):
    """Rows of (Comment, email) as a list of Cases, in a fixed number of queries."""
    rows = list(rows)
    last = last_decisions([comment for comment, _email in rows])
    seen = _seen_under({email for _comment, email in rows if email}, account)
    return [
        Case(comment, email, last.get(comment.id), _known_besides(comment, seen.get(email, {})))
        for comment, email in rows
    ]


def last_decisions(comments):
    """{comment id: its last Decision, with who made it}."""
    ids = [comment.id for comment in comments]
    if not ids:
        return {}
    newest = select(func.max(Decision.id)).where(Decision.comment_id.in_(ids)).group_by(Decision.comment_id)
    found = db.session.scalars(
        select(Decision).where(Decision.id.in_(newest)).options(joinedload(Decision.by))
    )
    return {decision.comment_id: decision for decision in found}


def _seen_under(emails, account):
    """{email: {Status: (how many, moment of the first)}}"""
    if not emails:
        return {}
    theirs = comments_to_moderate(account).with_only_columns(
        Contact.email, Comment.status, func.count(Comment.id), func.min(Comment.left_at)
    )
    counted = (
        theirs.join(Contact, Contact.comment_id == Comment.id)
        .where(Contact.email.in_(emails))
        .group_by(Contact.email, Comment.status)
    )
    seen = {}
    for email, status, number, first in db.session.execute(counted):
        seen.setdefault(email, {})[status] = (number, first)
    return seen


def _known_besides(comment, seen):
    counts = {status: number - (status is comment.status) for status, (number, _first) in seen.items()}
    approved, (_number, first) = counts.get(Status.APPROVED, 0), seen.get(Status.APPROVED, (0, None))
    return Known(
        approved=approved,
        first=first if approved and first < comment.left_at else None,
        refused=counts.get(Status.REJECTED, 0) + counts.get(Status.SPAM, 0),
    )
