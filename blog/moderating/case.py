"""What a moderator needs to know to decide about a comment: what was decided before, and what is known of its address.

An address was only typed: it shows what was posted under it, and proves nothing about who posted now.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from blog.commenting.comment import Comment, Status
from blog.commenting.contact import Contact, glimpse_of
from blog.commenting.decision import Decision
from blog.commenting.doubt import doubts_about
from blog.moderating.finding import Finding, findings_about
from blog.moderating.queue import comments_to_moderate
from blog.moderating.spam_filter.recheck import unmarked
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
    glimpse: str | None  # of the address: j…@example.org
    last: Decision | None
    known: Known
    doubts: tuple = ()  # Kinds of doubt that are not settled
    finding: Finding | None = None  # None: it came before findings were kept
    unmarked: bool = False  # what the filter said of it is not told yet
    has_network: bool = False  # where it came from can still be compared


def cases(rows, account, *, keys):
    """Rows of (Comment, Contact or None) as a list of Cases, in a fixed number of queries. `keys`: the Keys."""
    rows = list(rows)
    comments = [comment for comment, _contact in rows]
    left_unmarked = unmarked(comments)
    last, doubts, found = last_decisions(comments), doubts_about(comments), findings_about(comments)
    seen = _seen_under({contact.digest for _comment, contact in rows if contact}, account)
    return [
        Case(
            comment,
            glimpse_of(contact, keys) if contact else None,
            last.get(comment.id),
            _known_besides(comment, seen.get(contact.digest, {}) if contact else {}),
            tuple(doubts.get(comment.id, ())),
            found.get(comment.id),
            comment.id in left_unmarked,
            bool(contact and contact.network_digest),
        )
        for comment, contact in rows
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


def _seen_under(digests, account):
    """{digest of an address: {Status: (how many, moment of the first)}}"""
    if not digests:
        return {}
    theirs = comments_to_moderate(account).with_only_columns(
        Contact.digest, Comment.status, func.count(Comment.id), func.min(Comment.left_at)
    )
    counted = (
        theirs.join(Contact, Contact.comment_id == Comment.id)
        .where(Contact.digest.in_(digests))
        .group_by(Contact.digest, Comment.status)
    )
    seen = {}
    for digest, status, number, first in db.session.execute(counted):
        seen.setdefault(digest, {})[status] = (number, first)
    return seen


def _known_besides(comment, seen):
    counts = {status: number - (status is comment.status) for status, (number, _first) in seen.items()}
    approved, (_number, first) = counts.get(Status.APPROVED, 0), seen.get(Status.APPROVED, (0, None))
    return Known(
        approved=approved,
        first=first if approved and first < comment.left_at else None,
        refused=counts.get(Status.REJECTED, 0) + counts.get(Status.SPAM, 0),
    )
