"""Which comments one decision is about: just those that somebody was shown, as they were then.

What came since, was decided since or was mended since is left alone. Of a group its turn tells that exactly; of all that
match a filter the newest comment, decision and revision that there were.
"""

from dataclasses import dataclass

from sqlalchemy import and_, exists, false, func, or_, select

from blog.commenting.comment import Comment, Status
from blog.commenting.decision import Decision
from blog.commenting.revision import Revision, edition_of
from blog.moderating.cards import matching
from blog.moderating.groups.group import GroupMember
from blog.moderating.narrowing import Narrowing
from blog.storage import db


@dataclass(frozen=True)
class Selection:
    """Groups and listed comments, or, with `as_of`, all that match the narrowing."""

    narrowing: Narrowing = Narrowing()
    groups: tuple = ()  # (group id, its turn)
    listed: tuple = ()  # (comment id, how many decisions, edition)
    as_of: tuple | None = None  # ids of the newest Comment, Decision and Revision

    @classmethod
    def read(cls, kept):
        """From what `kept` gave."""
        return cls(
            Narrowing.read(kept["narrowing"]),
            tuple(map(tuple, kept["groups"])),
            tuple(map(tuple, kept["listed"])),
            tuple(kept["as_of"]) if kept["as_of"] else None,
        )

    def kept(self):
        """As plain values."""
        return {
            "narrowing": self.narrowing.kept(),
            "groups": [list(each) for each in self.groups],
            "listed": [list(each) for each in self.listed],
            "as_of": list(self.as_of) if self.as_of else None,
        }

    def comments(self, account, *, keys):
        """The Select of those Comments of it that are as they were, and that `account` may decide about."""
        found = matching(account, self.narrowing, keys=keys)
        if self.as_of:
            return self.narrowing.of_groups(_unchanged_since(found, *self.as_of))
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
    """What tells what there is now from what comes later: three ids."""
    newest = [
        select(func.coalesce(func.max(each.id), 0)).scalar_subquery()
        for each in (Comment, Decision, Revision)
    ]
    return tuple(db.session.execute(select(*newest)).one())


def _unchanged_since(statement, comment_id, decision_id, revision_id):
    decided = exists().where(Decision.comment_id == Comment.id, Decision.id > decision_id)
    revised = exists().where(Revision.comment_id == Comment.id, Revision.id > revision_id)
    return statement.where(Comment.id <= comment_id, ~decided, ~revised)
