"""A new comment joins the group of what it is like, or begins one; looked up in an index, whatever the number of comments.

What came in the last two weeks is compared, and of that only what shares a mark: at most MOST_FOUND for each.
"""

from collections import Counter
from datetime import timedelta

from sqlalchemy import delete, func, insert, select, union_all, update

from blog.clock import now
from blog.commenting.contact import Contact
from blog.moderating.groups.counting import count_first, count_on, next_turn_of, touch
from blog.moderating.groups.group import (
    CommentGroup,
    GroupExample,
    GroupMark,
    GroupMember,
    lock_groups,
)
from blog.moderating.groups.likeness import likeness_of, unpacked
from blog.storage import db

COMPARED_FOR = timedelta(days=14)
MOST_FOUND = 20  # examples with one mark, or comments from one network
MOST_EXAMPLES = 12  # of one group
NOTHING_NEW = 0.7  # an example that is so like another tells nothing more
BURST = timedelta(days=1)  # what comes from one network within it may be one sender's


def join_group(comment):
    """Puts a new Comment into a group; returns the CommentGroup. What staff write stands alone."""
    likeness = likeness_of(comment.body, comment.website) if comment.body and not comment.account_id else None
    best, group = _like_it(comment, likeness) if likeness else (0.0, None)
    if group is None:
        group = begin_group(comment)
    else:
        next_turn_of(group.id)
        db.session.refresh(group, ["turn"])
        _put_into(group, comment)
        count_on({(group.id, comment.status): 1})
    if likeness and best < NOTHING_NEW and (best == 0 or _has_room_for_examples(group)):
        keep_example(comment, group, likeness)
    return group


def begin_group(comment):
    """A group of its own for a Comment that is in none."""
    group = CommentGroup(turn=1)
    db.session.add(group)
    db.session.flush()
    _put_into(group, comment)
    count_first(group.id, comment.id, comment.status)
    return group


def move_to_own_group(comment):
    """A Comment that is decided about separately from now on. Its CommentGroup, with nobody else in it."""
    member = db.session.get(GroupMember, comment.id, populate_existing=True)
    if member is None:
        return begin_group(comment)
    next_turn_of(member.group_id)
    left, status = member.group_id, member.status
    forget_example(comment)
    group = CommentGroup(turn=1)
    db.session.add(group)
    db.session.flush()
    member.group_id, member.turn = group.id, 1
    db.session.flush()
    count_on({(left, status): -1, (group.id, status): 1})
    return group


def hear_of_revision(comment):
    """What it says now nobody compared with its group: changed words stand alone, erased ones are compared with no more."""
    member = db.session.get(GroupMember, comment.id, populate_existing=True)
    if member is None:
        return
    forget_example(comment)
    if comment.body and not _is_alone(member):
        move_to_own_group(comment)
    else:
        next_turn_of(member.group_id)
        touch([comment.id])


def forget_example(comment):
    """Its words are compared with no more."""
    forget_examples(GroupExample.comment_id == comment.id)


def forget_examples(condition):
    theirs = select(GroupExample.id).where(condition)
    for table, column in ((GroupMark, GroupMark.example_id), (GroupExample, GroupExample.id)):
        gone = delete(table).where(column.in_(theirs)).execution_options(synchronize_session=False)
        db.session.execute(gone)


def forget_old_examples(_private_keys=None, *, at=None):
    """The worker's, each day."""
    forget_examples(GroupExample.at < (at or now()) - COMPARED_FOR)


def _has_room_for_examples(group):
    kept = select(GroupExample.id).where(GroupExample.group_id == group.id).limit(MOST_EXAMPLES)
    return len(db.session.scalars(kept).all()) < MOST_EXAMPLES


def keep_example(comment, group, likeness):
    """New comments are compared with this one too."""
    example = GroupExample(
        group_id=group.id,
        comment_id=comment.id,
        sample=likeness.packed(),
        hosts=" ".join(sorted(likeness.hosts)),
        is_short=likeness.is_short,
        at=comment.left_at,
    )
    db.session.add(example)
    db.session.flush()
    db.session.execute(
        insert(GroupMark), [{"mark": mark, "example_id": example.id} for mark in set(likeness.marks)]
    )


def _put_into(group, comment):
    db.session.add(
        GroupMember(comment_id=comment.id, group_id=group.id, status=comment.status, turn=group.turn)
    )
    db.session.flush()


def _like_it(comment, likeness):
    """(how alike, from 0 to 1; the CommentGroup), or (0, None)."""
    near = _groups_nearby(comment)
    found = {}
    for row in _examples(likeness.marks, near):
        same_network = row.group_id in near and abs(comment.left_at - row.at) <= BURST
        alike = likeness.is_like(unpacked(row.sample, row.hosts, row.is_short), same_network=same_network)
        if alike:
            found[row.group_id] = max(alike, found.get(row.group_id, 0.0))
    if not found:
        return 0.0, None
    # Of groups that are alike to it as much, the older: they would be one, had this comment come first.
    best = max(found, key=lambda group: (found[group], -group))
    _bring_together(best, [group for group in found if group != best])
    return found[best], db.session.get(CommentGroup, best)


def _bring_together(best, others):
    """What stood alone, and is like the new one too, comes along."""
    sizes = select(GroupMember.group_id, func.count()).where(GroupMember.group_id.in_(others))
    counted = db.session.execute(sizes.group_by(GroupMember.group_id).limit(MOST_FOUND)) if others else ()
    lone = [group for group, number in counted if number == 1]
    if not lone:
        return
    lock_groups([best, *lone])
    next_turn_of(best)
    moved = db.session.scalars(select(GroupMember).where(GroupMember.group_id.in_(lone))).all()
    steps = Counter()
    for member in moved:
        steps[member.group_id, member.status] -= 1
        steps[best, member.status] += 1
        member.group_id = best
    db.session.flush()
    touch([member.comment_id for member in moved])
    same = {"synchronize_session": False}
    theirs = update(GroupExample).where(GroupExample.group_id.in_(lone)).values(group_id=best)
    db.session.execute(theirs.execution_options(**same))
    count_on(steps)


def _is_alone(member):
    others = select(GroupMember.comment_id).where(
        GroupMember.group_id == member.group_id, GroupMember.comment_id != member.comment_id
    )
    return db.session.scalar(others.limit(1)) is None


def _groups_nearby(comment):
    """The ids of the groups of what came last from its network."""
    contact = db.session.get(Contact, comment.id)
    if contact is None or contact.range_digest is None:
        return set()
    same = select(Contact.comment_id).where(Contact.range_digest == contact.range_digest)
    lately = same.order_by(Contact.comment_id.desc()).limit(MOST_FOUND).subquery()
    return set(
        db.session.scalars(select(GroupMember.group_id).where(GroupMember.comment_id.in_(select(lately))))
    )


def _examples(marks, near):
    """Rows of GroupExample that share a mark, or stand in these groups."""
    ways = [
        select(GroupMark.example_id).where(GroupMark.mark == mark).order_by(GroupMark.example_id.desc())
        for mark in set(marks)
    ]
    if near:
        ways.append(
            select(GroupExample.id).where(GroupExample.group_id.in_(near)).order_by(GroupExample.id.desc())
        )
    limited = [select(way.limit(MOST_FOUND).subquery()) for way in ways]
    return db.session.execute(
        select(
            GroupExample.group_id,
            GroupExample.sample,
            GroupExample.hosts,
            GroupExample.is_short,
            GroupExample.at,
        ).where(GroupExample.id.in_(union_all(*limited)))
    ).all()
