"""What is kept of the groups can be counted anew: every comment is in one, and its numbers are those of its members."""

from sqlalchemy import and_, func, or_, select

from blog.commenting.comment import Comment
from blog.moderating.groups.group import TOGETHER, GroupMember, GroupTally
from blog.storage import db

ROWS = 500  # fetched at a time


def wrong_groups():
    """Yields a sentence for each thing that is not as it must be."""
    strays = (
        select(Comment.public_id, GroupMember.group_id)
        .outerjoin(GroupMember, GroupMember.comment_id == Comment.id)
        .where(or_(GroupMember.group_id.is_(None), GroupMember.status != Comment.status))
        .order_by(Comment.id)
    )
    for public_id, group in _one_by_one(strays):
        yield f"Comment {public_id} {'is in no group' if group is None else 'has another status in its group'}."
    yield from _wrong_numbers()
    yield from _wrong_edges()


def _one_by_one(statement):
    """Its rows, which need not all be in memory at once."""
    return db.session.execute(statement.execution_options(yield_per=ROWS))


def _wrong_numbers():
    number, last = func.count(), func.max(GroupMember.comment_id)
    counted = (
        select(GroupMember.group_id, GroupMember.status, number.label("number"), last.label("last"))
        .add_columns(func.min(GroupMember.comment_id).label("first"))
        .where(GroupMember.status.in_(TOGETHER))
        .group_by(GroupMember.group_id, GroupMember.status)
        .subquery()
    )
    same = and_(GroupTally.group_id == counted.c.group_id, GroupTally.status == counted.c.status)
    differs = or_(
        GroupTally.group_id.is_(None),
        GroupTally.number != counted.c.number,
        GroupTally.first_id != counted.c.first,
        GroupTally.last_id != counted.c.last,
    )
    wrong = select(counted.c.group_id, counted.c.status, counted.c.number).outerjoin(GroupTally, same)
    for group, status, many in _one_by_one(wrong.where(differs).order_by(counted.c.group_id)):
        yield f"Group {group} keeps a wrong number, first or last of what is {status}: there are {many:,}."
    members = and_(GroupMember.group_id == GroupTally.group_id, GroupMember.status == GroupTally.status)
    empty = select(GroupTally.group_id, GroupTally.status).where(
        ~select(GroupMember.comment_id).where(members).correlate(GroupTally).exists()
    )
    for group, status in _one_by_one(empty):
        yield f"Group {group} says that something of it is {status}, and nothing is."


def _wrong_edges():
    first, last = Comment.__table__.alias("first"), Comment.__table__.alias("last")
    wrong = (
        select(GroupTally.group_id, GroupTally.status)
        .join(first, first.c.id == GroupTally.first_id)
        .join(last, last.c.id == GroupTally.last_id)
        .where(
            or_(
                first.c.left_at != GroupTally.first_at,
                last.c.left_at != GroupTally.last_at,
                first.c.article_id != -GroupTally.article_turn,
            )
        )
    )
    for group, status in _one_by_one(wrong):
        yield f"Group {group} stands in a wrong place among what is {status}."
