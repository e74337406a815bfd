"""The cards of the reading list, a page at a time: a group is one card, wherever and however many its members are.

Where what is kept of the groups suffices, a page reads as many rows as it shows. Of what one may decide about in part
only, or asks for by its words, the members are counted when it is asked for.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, literal, select, tuple_, union_all

from blog.accounts.permissions import may_any
from blog.commenting.comment import Comment, Status
from blog.moderating.appeals import for_another_than
from blog.moderating.finding import Finding
from blog.moderating.groups.group import TOGETHER, CommentGroup, GroupMember, GroupTally
from blog.moderating.queue import comments_to_moderate
from blog.storage import db

NAMES_COUNTED = 400  # of a group; whether there are more names beyond is not asked


class Order(StrEnum):
    AGE = "age"
    FINE = "fine"
    SPAM = "spam"
    ARTICLE = "article"
    SIZE = "size"


@dataclass(frozen=True)
class Card:
    """`shown` is the id of the comment that stands for all of them; `turn` is the group's."""

    group_id: int
    public_id: str
    turn: int
    number: int
    shown: int
    first_at: datetime
    last_at: datetime
    rank: float | int | datetime  # what it is put in order by


@dataclass(frozen=True)
class Behind:
    """Where a page begins: behind what had this rank, and the id of the comment shown."""

    rank: float | int | datetime
    shown: int


def cards(account, narrowing, order, *, keys, limit, behind=None, without=()):
    """At most `limit` Cards. `without` are ids of groups that are left out."""
    found = _tallied if narrowing.is_plain and may_any(account, "moderate") else _counted
    found = found if narrowing.status in TOGETHER else _singly
    rows = found(account, narrowing, keys).subquery()
    backwards = order in (Order.SPAM, Order.SIZE) or (
        order is Order.AGE and narrowing.status is not Status.PENDING
    )
    late = narrowing.status is not Status.PENDING and order is Order.AGE
    rank = {
        Order.AGE: rows.c.last_at if late else rows.c.first_at,
        Order.FINE: rows.c.likelihood,
        Order.SPAM: rows.c.likelihood,
        Order.ARTICLE: rows.c.article_turn,
        Order.SIZE: rows.c.number,
    }[order]
    shown = rows.c.last_id if late else rows.c.first_id
    asked = select(rows, rank.label("rank"), shown.label("shown"))
    if behind is not None:
        place, there = tuple_(rank, shown), tuple_(literal(behind.rank, rank.type), behind.shown)
        asked = asked.where(place < there if backwards else place > there)
    if without:
        asked = asked.where(rows.c.group_id.not_in(without))
    asked = asked.order_by(*((rank.desc(), shown.desc()) if backwards else (rank, shown)))
    columns = ("group_id", "public_id", "turn", "number", "shown", "first_at", "last_at", "rank")
    return [
        Card(**{name: getattr(row, name) for name in columns})
        for row in db.session.execute(asked.limit(limit))
    ]


def _tallied(account, narrowing, _keys):
    """From what is kept: all of each group."""
    kept = (
        GroupTally.number,
        GroupTally.first_id,
        GroupTally.last_id,
        GroupTally.first_at,
        GroupTally.last_at,
    )
    asked = (
        select(GroupTally.group_id, CommentGroup.public_id, CommentGroup.turn, *kept)
        .add_columns(GroupTally.likelihood, GroupTally.article_turn)
        .join(CommentGroup, CommentGroup.id == GroupTally.group_id)
        .where(*narrowing.of_tallies(), *narrowing.of_number(GroupTally.number))
    )
    if narrowing.status is Status.PENDING:  # whoever appeals stands alone
        asked = asked.join(Comment, Comment.id == GroupTally.first_id).where(~for_another_than(account))
    return asked


def matching(account, narrowing, *, keys):
    """The Select of the Comments that `account` may decide about and that are asked for."""
    found = narrowing.of_comments(comments_to_moderate(account), keys=keys, by=account)
    return found.where(~for_another_than(account)) if narrowing.status is Status.PENDING else found


def _counted(account, narrowing, keys):
    """Of each group the members that are asked for."""
    number = func.count(Comment.id)
    asked = (
        matching(account, narrowing, keys=keys)
        .join(GroupMember, GroupMember.comment_id == Comment.id)
        .with_only_columns(
            GroupMember.group_id,
            number.label("number"),
            func.min(Comment.id).label("first_id"),
            func.max(Comment.id).label("last_id"),
            func.min(Comment.left_at).label("first_at"),
            func.max(Comment.left_at).label("last_at"),
            func.max(-Comment.article_id).label("article_turn"),
        )
        .group_by(GroupMember.group_id)
        .having(*narrowing.of_number(number))
        .subquery()
    )
    kept = (GroupTally.group_id == asked.c.group_id) & (GroupTally.status == narrowing.status)
    return (
        select(asked, CommentGroup.public_id, CommentGroup.turn)
        .add_columns(func.coalesce(GroupTally.likelihood, 0.5).label("likelihood"))
        .join(CommentGroup, CommentGroup.id == asked.c.group_id)
        .outerjoin(GroupTally, kept)
        .where(*(narrowing.of_tallies() if narrowing.pile else ()))
    )


def _singly(account, narrowing, keys):
    """What was let in or turned down stands alone."""
    return (
        matching(account, narrowing, keys=keys)
        .join(GroupMember, GroupMember.comment_id == Comment.id)
        .join(CommentGroup, CommentGroup.id == GroupMember.group_id)
        .outerjoin(Finding, Finding.comment_id == Comment.id)
        .with_only_columns(
            *(GroupMember.group_id, CommentGroup.public_id, CommentGroup.turn, literal(1).label("number")),
            *(Comment.id.label("first_id"), Comment.id.label("last_id")),
            *(Comment.left_at.label("first_at"), Comment.left_at.label("last_at")),
            func.coalesce(Finding.likelihood, 0.5).label("likelihood"),
            (-Comment.article_id).label("article_turn"),
        )
    )


def names_in(cards, status, account):
    """{group id: under how many names those of its members with this Status came that `account` may decide about}, as far
    as NAMES_COUNTED tell.
    """
    groups = [card.group_id for card in cards if card.number > 1]
    if not groups:
        return {}
    some = [
        comments_to_moderate(account)
        .join(GroupMember, GroupMember.comment_id == Comment.id)
        .with_only_columns(GroupMember.group_id, Comment.name)
        .where(GroupMember.group_id == group, GroupMember.status == status)
        .order_by(GroupMember.comment_id.desc())
        .limit(NAMES_COUNTED)
        .subquery()
        for group in groups
    ]
    named = union_all(*(select(each) for each in some)).subquery()
    counted = select(named.c.group_id, func.count(named.c.name.distinct())).group_by(named.c.group_id)
    return dict(map(tuple, db.session.execute(counted)))
