"""Which comments one decision is about: just those that somebody was shown, as they were then.

What came since, was decided since or was mended since is left alone. Of a group its turn tells that exactly; of all that
match a filter the newest comment, decision, revision and move that there were. Which pile something is in, and whether it
stands alone, changes by itself: what matched then is told by a mark, and kept one by one for as long as it takes.
"""

from bisect import bisect_right
from dataclasses import dataclass, replace
from hashlib import sha256

from sqlalchemy import and_, exists, false, func, or_, select
from sqlalchemy.orm import aliased

from blog.commenting.comment import Comment, Status
from blog.commenting.decision import Decision
from blog.commenting.moving import Move
from blog.commenting.revision import Revision, edition_of
from blog.moderating.cards import matching
from blog.moderating.groups.group import GroupMember
from blog.moderating.narrowing import Narrowing
from blog.storage import db

Moved = aliased(Comment)


@dataclass(frozen=True)
class Selection:
    """Groups and listed comments, or, with `as_of`, all that match the narrowing."""

    narrowing: Narrowing = Narrowing()
    groups: tuple = ()  # (group id, its turn)
    listed: tuple = ()  # (comment id, how many decisions, edition)
    as_of: tuple | None = None  # ids of the newest Comment, Decision, Revision and Move
    among: tuple | None = (
        None  # ids in their order, of what matched when the act began; None: whatever matches
    )

    @classmethod
    def read(cls, kept):
        """From what `kept` gave."""
        return cls(
            Narrowing.read(kept["narrowing"]),
            tuple(map(tuple, kept["groups"])),
            tuple(map(tuple, kept["listed"])),
            tuple(kept["as_of"]) if kept["as_of"] else None,
            tuple(kept["among"]) if kept["among"] is not None else None,
        )

    def kept(self):
        """As plain values."""
        return {
            "narrowing": self.narrowing.kept(),
            "groups": [list(each) for each in self.groups],
            "listed": [list(each) for each in self.listed],
            "as_of": list(self.as_of) if self.as_of else None,
            "among": list(self.among) if self.among is not None else None,
        }

    @property
    def drifts(self):
        """Whether what matches changes without anybody doing something about it."""
        return bool(self.as_of and (self.narrowing.pile or self.narrowing.shape))

    def held(self, account, *, keys):
        """The same, and what matches now is what it is about."""
        ids = db.session.scalars(self.comments(account, keys=keys).with_only_columns(Comment.id))
        return replace(self, among=tuple(sorted(ids)))

    def mark(self):
        """What tells the comments that are held from others: 64 hexadecimal digits."""
        return sha256(",".join(map(str, self.among)).encode()).hexdigest()

    def step_behind(self, comment_id, most):
        """The same, and of what is held the next ones only, which fit into one question."""
        if self.among is None:
            return self
        first = bisect_right(self.among, comment_id)
        return replace(self, among=self.among[first : first + most])

    def comments(self, account, *, keys):
        """The Select of those Comments of it that are as they were, and that `account` may decide about."""
        found = matching(account, self.narrowing, keys=keys)
        if self.as_of:
            found = _unchanged_since(found, *self.as_of)
            if self.among is not None:
                return found.where(Comment.id.in_(self.among))
            return self.narrowing.of_groups(found)
        conditions = [
            and_(
                GroupMember.group_id == group,
                GroupMember.turn <= turn,
                GroupMember.status == self.narrowing.status,
            )
            for group, turn in self.groups
        ]
        seen = select(GroupMember.comment_id).where(or_(false(), *conditions))
        listed = [id for id, _count, _edition in self.listed]
        return found.where(or_(Comment.id.in_(seen), Comment.id.in_(listed)))

    def is_unchanged(self, comment):
        """Whether a Comment of it is as it was listed; true for what was not listed one by one."""
        known = {id: seen for id, *seen in self.listed}.get(comment.id)
        return known is None or known == [comment.decision_count, edition_of(comment)]


def listed(comments, **narrowing):
    """The Selection of these Comments as they are now, which have one Status all."""
    seen = tuple((each.id, each.decision_count, edition_of(each)) for each in comments)
    status = comments[0].status if comments else Status.PENDING
    return Selection(Narrowing(status=status, **narrowing), listed=seen)


def as_of_now():
    """What tells what there is now from what comes later: four ids."""
    newest = [
        select(func.coalesce(func.max(each.id), 0)).scalar_subquery()
        for each in (Comment, Decision, Revision, Move)
    ]
    return tuple(db.session.execute(select(*newest)).one())


def _unchanged_since(statement, comment_id, decision_id, revision_id, move_id):
    decided = exists().where(Decision.comment_id == Comment.id, Decision.id > decision_id)
    revised = exists().where(Revision.comment_id == Comment.id, Revision.id > revision_id)
    # With a comment come all that answer it, which are younger: whatever may have come along is left alone.
    moved = exists().where(
        Move.id > move_id,
        Move.comment_id <= Comment.id,
        Moved.id == Move.comment_id,
        Moved.root_id == Comment.root_id,
    )
    return statement.where(Comment.id <= comment_id, ~decided, ~revised, ~moved)
