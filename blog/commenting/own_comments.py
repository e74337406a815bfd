"""Visitors see their own comments in the conversation while these wait for a moderator; nobody else does."""

from sqlalchemy import and_, exists, or_, select

from blog.commenting.comment import Comment, Status
from blog.commenting.conversation import as_pending, entries_of, rows_on
from blog.commenting.cookies import own_ids
from blog.commenting.decision import Decision
from blog.commenting.order import Order
from blog.storage import db


def own_pending_on(article, *, order=Order.OLDEST):
    """Entries of the comments on `article` that this browser's visitor left and nobody has decided about yet. Their
    places are those in this Order.
    """
    ids = own_ids()
    if not ids:
        return []
    waiting = rows_on(article).where(Comment.public_id.in_(ids), nobody_decided())
    return [
        as_pending(entry) for entry in entries_of(article, db.session.execute(waiting).all(), order=order)
    ]


def nobody_decided():
    """The condition that a comment waits for a person.

    So does what a rule took for spam: to its writer that looks like any other comment, because no one has read it yet,
    and because a spammer shall not learn which words a rule knows.
    """
    judged = exists().where(
        Decision.comment_id == Comment.id, Decision.after == Status.SPAM, Decision.by_id.is_not(None)
    )
    return or_(Comment.status == Status.PENDING, and_(Comment.status == Status.SPAM, ~judged))


def find_fate(comment):
    """What became of it, as its writer may know: "waiting", "approved", "hidden" with what it answers, "withdrawn" or,
    whoever's reason, "rejected".
    """
    if comment.is_hidden_with_its_parent():
        return "hidden"
    if comment.status in (Status.APPROVED, Status.WITHDRAWN):
        return comment.status.value
    waits = db.session.scalar(select(Comment.id).where(Comment.id == comment.id, nobody_decided()))
    return "waiting" if waits else "rejected"


def find_reason(comment):
    """The Reason that whoever wrote it is given for why it is not published, or None."""
    newest = select(Decision.reason).where(Decision.comment_id == comment.id).order_by(Decision.id.desc())
    return db.session.scalars(newest.limit(1)).first()
