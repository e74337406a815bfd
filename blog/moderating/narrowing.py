"""Which comments of one status somebody asks for: the filters of the reading list, all of which stand in its address."""

from dataclasses import asdict, dataclass
from enum import StrEnum

from sqlalchemy import and_, exists, select

from blog.commenting.comment import Comment, Status
from blog.moderating.ban import comments_under, find_ban
from blog.moderating.finding import Finding, FindingReason, Ground, Outcome
from blog.moderating.groups.group import GroupMember, GroupTally
from blog.moderating.queue import mentioning
from blog.moderating.spam_filter.recheck import is_unmarked
from blog.moderating.spam_filter.standing import current_filter
from blog.publishing.article import Article

NEVER_ABOVE, NEVER_BELOW = 2, -1  # no likelihood is


class Pile(StrEnum):
    FINE = "fine"
    UNSURE = "unsure"
    SPAM = "spam"

    def holds(self, likelihood):
        """The condition that a column of likelihoods is in this pile, as the filter's errors allow it now."""
        piles = current_filter().piles
        is_spam = likelihood > (NEVER_ABOVE if piles.spam_above is None else piles.spam_above)
        is_fine = likelihood < (NEVER_BELOW if piles.fine_below is None else piles.fine_below)
        return {"spam": is_spam, "fine": is_fine & ~is_spam, "unsure": ~is_spam & ~is_fine}[self]


class Shape(StrEnum):
    GROUPS = "groups"
    ALONE = "alone"


@dataclass(frozen=True)
class Narrowing:
    """All of what is asked for holds at once; None and "" ask for nothing."""

    status: Status = Status.PENDING
    words: str = ""
    article: str = ""  # its slug
    pile: Pile | None = None
    ground: Ground | None = None  # of a reason of its finding
    shape: Shape | None = None
    put_away: bool = False  # by the filter, and nobody has decided since
    ban: str = ""  # public id of a Ban, of whose address or network they are

    @classmethod
    def read(cls, kept):
        """From what `kept` gave."""
        kinds = {"status": Status, "pile": Pile, "ground": Ground, "shape": Shape}
        return cls(
            **{name: kinds[name](each) if each and name in kinds else each for name, each in kept.items()}
        )

    def kept(self):
        """As plain values."""
        return {
            name: each or None if name in ("pile", "ground", "shape") else each
            for name, each in asdict(self).items()
        }

    @property
    def is_plain(self):
        """Whether what is kept of the groups suffices to answer."""
        return not (self.words or self.article or self.ground or self.put_away or self.ban)

    @property
    def is_nothing(self):
        return self.is_plain and not (self.pile or self.shape)

    def of_tallies(self):
        """Conditions on GroupTally."""
        conditions = [GroupTally.status == self.status]
        if self.pile:
            conditions.append(self.pile.holds(GroupTally.likelihood))
        return conditions

    def of_number(self, number):
        """Conditions on how many stand on one card; `number` is a column."""
        if self.shape is None:
            return []
        return [number > 1 if self.shape is Shape.GROUPS else number == 1]

    def of_comments(self, statement, *, keys, by):
        """`statement`, a Select of Comments, narrowed to this; but for what is asked of groups."""
        statement = statement.where(Comment.status == self.status)
        if self.words:
            statement = mentioning(statement, self.words, keys=keys, by=by)
        if self.article:
            article = select(Article.id).where(Article.slug == self.article)
            statement = statement.where(Comment.article_id == article.scalar_subquery())
        if self.ground:
            statement = statement.where(_rests_on(self.ground))
        if self.ban:
            statement = statement.where(comments_under(find_ban(self.ban)))
        if self.put_away:
            found = select(Finding.comment_id).where(Finding.outcome == Outcome.SPAM)
            statement = statement.where(
                Comment.decision_count == 1, Comment.id.in_(found), _rests_on(Ground.FILTER)
            )
        return statement

    def of_groups(self, statement):
        """`statement` of Comments, narrowed to those in groups that are as asked for."""
        if self.pile is None and self.shape is None:
            return statement
        theirs = and_(
            GroupMember.comment_id == Comment.id,
            GroupTally.group_id == GroupMember.group_id,
            *self.of_tallies(),
            *self.of_number(GroupTally.number),
        )
        return statement.where(exists().where(theirs))


def _rests_on(ground):
    reason = exists().where(
        FindingReason.comment_id == Comment.id,
        FindingReason.ground == ground,
        FindingReason.shadow.is_(False),
    )
    return reason & ~is_unmarked() if ground is Ground.FILTER else reason
