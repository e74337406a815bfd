"""Mended words of published comments wait for a person too: the oldest first, for whoever may decide about the comment."""

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import joinedload

from blog.commenting.comment import Comment, Status
from blog.commenting.proposal import Proposal
from blog.moderating.queue import comments_to_moderate, waiting_count, with_surroundings
from blog.storage import db
from blog.text.diff import MOST_STEPS, difference


def proposals_to_moderate(account, *, after=None):
    """The Select of Proposals with their comments, beginning behind the Proposal `after`."""
    found = (
        _waiting(select(Proposal), account)
        .options(joinedload(Proposal.comment).options(*with_surroundings()))
        .order_by(Proposal.at, Proposal.comment_id)
    )
    return found.where((after.at, after.comment_id) < _PLACE) if after else found


def mended_count(account):
    """The Select of one whole number: how many proposals this Account may decide about."""
    return _waiting(select(func.count(Proposal.comment_id)), account)


def what_waits(account):
    """(how many comments, how many proposals) this Account may decide about; asked of the database once a transaction."""
    db.session.connection()
    key, transaction = ("what waits", account.id), db.session().get_transaction()
    kept, numbers = db.session().info.get(key, (None, None))
    if kept is not transaction:
        asked = select(waiting_count(account).scalar_subquery(), mended_count(account).scalar_subquery())
        numbers = tuple(db.session.execute(asked).one())
        db.session().info[key] = (transaction, numbers)
    return numbers


def changes_between(revisions, comment):
    """[(Revision, Parts of what changed after it)] of a comment's Revisions, oldest first."""
    steps = MOST_STEPS // max(1, len(revisions))
    following = [*(each.body for each in revisions[1:]), comment.body]
    return [
        (revision, difference(revision.body, words, most_steps=steps))
        for revision, words in zip(revisions, following, strict=False)
    ]


_PLACE = tuple_(Proposal.at, Proposal.comment_id)


def _waiting(statement, account):
    theirs = comments_to_moderate(account).where(Comment.status == Status.APPROVED)
    return statement.where(Proposal.comment_id.in_(theirs.with_only_columns(Comment.id)))
