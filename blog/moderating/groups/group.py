"""Every comment belongs to one group, most to a group of their own; how many of it wait, or are spam, is kept.

A group's row is the lock of all that is kept of it. `turn` counts what happened to its members: each of them has the
turn at which it was last changed, so that whoever saw the group at one turn can decide about just what they saw.
"""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, String, select
from sqlalchemy.orm import Mapped, mapped_column

from blog.commenting.comment import Status
from blog.storage import db
from blog.storage.types import Moment, new_public_id, one_word_of

# In which views the members of a group stand on one card.
TOGETHER = (Status.PENDING, Status.SPAM)


class CommentGroup(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=new_public_id)
    turn: Mapped[int] = mapped_column(default=0)


class GroupMember(db.Model):
    comment_id: Mapped[int] = mapped_column(db.ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True)
    group_id: Mapped[int] = mapped_column(db.ForeignKey("comment_group.id"))
    status: Mapped[Status] = mapped_column(one_word_of(Status))  # the comment's
    turn: Mapped[int] = mapped_column(default=0)

    __table_args__ = (Index("ix_group_member_place", "group_id", "status", "comment_id"),)


class GroupTally(db.Model):
    """Of the members with one status: how many, and what the group is put in order by. None of it: no row."""

    group_id: Mapped[int] = mapped_column(db.ForeignKey("comment_group.id"), primary_key=True)
    status: Mapped[Status] = mapped_column(one_word_of(Status), primary_key=True)
    number: Mapped[int]
    # The first and the last of them to come; what follows is the first one's, but for `last_at`.
    first_id: Mapped[int] = mapped_column(db.ForeignKey("comment.id"), index=True)
    last_id: Mapped[int] = mapped_column(db.ForeignKey("comment.id"), index=True)
    first_at: Mapped[datetime] = mapped_column(Moment)
    last_at: Mapped[datetime] = mapped_column(Moment)
    likelihood: Mapped[float]
    article_turn: Mapped[int]  # the article's id counted backwards, for reading the newest first

    __table_args__ = (
        Index("ix_group_tally_first", "status", "first_at", "first_id"),
        Index("ix_group_tally_last", "status", "last_at", "last_id"),
        Index("ix_group_tally_likelihood", "status", "likelihood", "first_id"),
        Index("ix_group_tally_article", "status", "article_turn", "first_id"),
        Index("ix_group_tally_number", "status", "number", "first_id"),
    )


class GroupExample(db.Model):
    """What new comments are compared with: a member that is like no other example of its group."""

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(db.ForeignKey("comment_group.id"), index=True)
    comment_id: Mapped[int] = mapped_column(db.ForeignKey("comment.id", ondelete="CASCADE"), unique=True)
    sample: Mapped[bytes] = mapped_column(LargeBinary)
    hosts: Mapped[str] = mapped_column(String(400))
    is_short: Mapped[bool]
    at: Mapped[datetime] = mapped_column(Moment, index=True)


class GroupMark(db.Model):
    """By what an example is found."""

    mark: Mapped[int] = mapped_column(db.BigInteger, primary_key=True)
    example_id: Mapped[int] = mapped_column(
        db.ForeignKey("group_example.id", ondelete="CASCADE"), primary_key=True, index=True
    )


def group_of(comment):
    """The CommentGroup of a Comment, or None where it has none yet."""
    theirs = select(CommentGroup).join(GroupMember, GroupMember.group_id == CommentGroup.id)
    return db.session.scalar(theirs.where(GroupMember.comment_id == comment.id))


def lock_groups(ids):
    """Until the transaction ends, others wait who would change what is kept of these groups; in one order, so that
    nobody waits in a ring.
    """
    rows = select(CommentGroup.id).where(CommentGroup.id.in_(ids)).order_by(CommentGroup.id)
    db.session.execute(rows.with_for_update())
