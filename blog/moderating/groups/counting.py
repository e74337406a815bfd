"""What is kept of a group follows whatever happens to its members, in the same transaction.

It is counted on from what was kept, and only the edges (who came first, who last) are looked up, each in an index.
"""

from collections import Counter

from sqlalchemy import case, delete, func, insert, select, update

from blog.commenting.comment import Comment
from blog.moderating.finding import Finding
from blog.moderating.groups.group import TOGETHER, CommentGroup, GroupMember, GroupTally, lock_groups
from blog.moderating.spam_filter.recheck import is_unmarked
from blog.storage import db

UNSURE = 0.5  # of what has no likelihood, or one that is not to be told


def follow(decisions):
    """After Decisions, each about another comment and all with one outcome."""
    if not decisions:
        return
    ids, after = [each.comment_id for each in decisions], decisions[0].after
    where = select(GroupMember.comment_id, GroupMember.group_id, GroupMember.status)
    found = db.session.execute(where.where(GroupMember.comment_id.in_(ids))).all()
    if not found:  # it has just come, and is put into a group when it was looked at
        return
    groups = {row.group_id for row in found}
    lock_groups(groups)
    steps = Counter()
    for row in found:
        steps[row.group_id, row.status] -= 1
        steps[row.group_id, after] += 1
    _next_turn(groups)
    touch([row.comment_id for row in found], status=after)
    count_on(steps)


def touch(comment_ids, **values):
    """Members that changed have the turn of their group from now on; `values` are written beside."""
    turn = select(CommentGroup.turn).where(CommentGroup.id == GroupMember.group_id).scalar_subquery()
    db.session.execute(
        update(GroupMember)
        .where(GroupMember.comment_id.in_(comment_ids))
        .values(turn=turn, **values)
        .execution_options(synchronize_session=False)
    )


def count_on(steps):
    """`steps` is {(group id, Status): how many more of them there are than were counted}; the groups are locked."""
    steps = {key: step for key, step in steps.items() if key[1] in TOGETHER}
    groups = {group for group, _status in steps}
    if not groups:
        return
    kept = select(GroupTally.group_id, GroupTally.status, GroupTally.number)
    numbers = Counter(
        {(g, s): n for g, s, n in db.session.execute(kept.where(GroupTally.group_id.in_(groups)))}
    )
    for key, step in steps.items():
        numbers[key] += step
    rows = _tallies({key: number for key, number in numbers.items() if number > 0})
    db.session.execute(
        delete(GroupTally).where(GroupTally.group_id.in_(groups)).execution_options(synchronize_session=False)
    )
    if rows:
        db.session.execute(insert(GroupTally), rows)


def count_first(group_id, comment_id, status):
    """Of a group that was begun a moment ago, and has this one member."""
    if status in TOGETHER:
        key = group_id, status
        db.session.execute(insert(GroupTally), _rows({key: 1}, {key: (comment_id, comment_id)}))


def _tallies(numbers):
    """Rows of GroupTally for {(group id, Status): number}."""
    edges = {}
    for status in {status for _group, status in numbers}:
        groups = [group for group, each in numbers if each is status]
        asked = select(CommentGroup.id, _edge(func.min, status), _edge(func.max, status))
        for group, first, last in db.session.execute(asked.where(CommentGroup.id.in_(groups))):
            edges[group, status] = (first, last)
    return _rows(numbers, edges)


def _rows(numbers, edges):
    """The same, where `edges` tells the first and the last comment of each."""
    known = _what_orders({id for edge in edges.values() for id in edge})
    return [
        {"group_id": group, "status": status, "number": numbers[group, status]}
        | {
            "first_id": first,
            "first_at": known[first].left_at,
            "last_id": last,
            "last_at": known[last].left_at,
        }
        | {"likelihood": _told(known[first].likelihood), "article_turn": -known[first].article_id}
        for (group, status), (first, last) in edges.items()
    ]


def _edge(edge, status):
    of_it = (GroupMember.group_id == CommentGroup.id) & (GroupMember.status == status)
    return select(edge(GroupMember.comment_id)).where(of_it).correlate(CommentGroup).scalar_subquery()


def _what_orders(ids):
    likelihood = case((is_unmarked(), None), else_=Finding.likelihood).label("likelihood")
    columns = (Comment.id, Comment.left_at, Comment.article_id, likelihood)
    asked = select(*columns).outerjoin(Finding, Finding.comment_id == Comment.id).where(Comment.id.in_(ids))
    return {row.id: row for row in db.session.execute(asked)}


def _told(likelihood):
    return UNSURE if likelihood is None else likelihood


def follow_likelihoods(comment_ids):
    """After the filter reckoned anew what it thinks of these comments."""
    told = select(func.coalesce(Finding.likelihood, UNSURE)).where(Finding.comment_id == GroupTally.first_id)
    db.session.execute(
        update(GroupTally)
        .where(GroupTally.first_id.in_(comment_ids))
        .values(likelihood=func.coalesce(told.scalar_subquery(), UNSURE))
        .execution_options(synchronize_session=False)
    )


def follow_move(comment_ids):
    """After these comments were moved to another article."""
    article = select(-Comment.article_id).where(Comment.id == GroupTally.first_id)
    db.session.execute(
        update(GroupTally)
        .where(GroupTally.first_id.in_(comment_ids))
        .values(article_turn=article.scalar_subquery())
        .execution_options(synchronize_session=False)
    )


def _next_turn(groups):
    db.session.execute(
        update(CommentGroup)
        .where(CommentGroup.id.in_(groups))
        .values(turn=CommentGroup.turn + 1)
        .execution_options(synchronize_session=False)
    )


def next_turn_of(group_id):
    """A turn later, with the group locked: for what changes members."""
    lock_groups([group_id])
    _next_turn([group_id])
