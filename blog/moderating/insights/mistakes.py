"""How often a machine decided otherwise than people did afterwards.

Only what somebody looked at again is known to have been wrong; so this tells at least how often. What the filter hid
in error is estimated from the comments that it put away and that were shown to people unmarked all the same.
"""

from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased

from blog.commenting.comment import Status
from blog.commenting.decision import Decision
from blog.moderating.finding import FindingReason, Ground
from blog.moderating.insights.reckoning import within
from blog.moderating.insights.share import Share
from blog.storage import db

# What a machine's decision rests on, and what it then does.
GROUNDS = {
    Ground.RULE: "House rules",
    Ground.BAN: "Bans",
    Ground.FILTER: "The filter",
    Ground.HONEYPOT: "The hidden field",
    Ground.KNOWN: "Known visitors",
}
OTHERS = "Others"
DID = {Status.APPROVED: "published", Status.SPAM: "put away as spam"}


@dataclass(frozen=True)
class Record:
    """Of what a machine decided on one kind of ground: how many people decided otherwise about, and looked at."""

    ground: Ground | None
    after: Status
    wrong: Share
    seen: int

    @property
    def label(self):
        return f"{GROUNDS.get(self.ground, OTHERS)}: {DID[self.after]}"

    @property
    def short(self):
        """Under a bar; what is not said put away as spam."""
        name = GROUNDS.get(self.ground, OTHERS)
        return name if self.after is Status.SPAM or self.ground is Ground.KNOWN else f"{name}: published"


def records_of_machines(period):
    """[Record] of what was decided in the Period, in the order of GROUNDS."""
    first, judged = aliased(FindingReason), aliased(Decision)
    known = case((first.ground.in_([each.value for each in GROUNDS]), first.ground)).label("ground")
    each = (
        select(known, Decision.after, judged.after.label("judged"))
        .outerjoin(first, (first.comment_id == Decision.comment_id) & (first.number == 1))
        .outerjoin(judged, judged.id == _last_by_people())
        .where(by_machine(), within(Decision.at, period))
        .subquery()
    )
    wrong = func.sum(case((each.c.judged != each.c.after, 1), else_=0))
    rows = db.session.execute(
        select(each.c.ground, each.c.after, func.count(), func.count(each.c.judged), wrong).group_by(
            each.c.ground, each.c.after
        )
    )
    found = [
        Record(ground, after, Share(int(wrong), number), seen) for ground, after, number, seen, wrong in rows
    ]
    order = [*GROUNDS, None]
    return sorted(found, key=lambda record: (order.index(record.ground), record.after))


def by_machine():
    """The condition that nobody made a Decision: a rule of the blog did. (Appeals and withdrawals are their writers'.)"""
    return (
        Decision.by_id.is_(None)
        & Decision.undoes_id.is_(None)
        & Decision.after.in_([Status.APPROVED, Status.SPAM])
    )


def _last_by_people():
    """What a person decided last about the same comment, after it."""
    later = aliased(Decision)
    return (
        select(func.max(later.id))
        .where(later.comment_id == Decision.comment_id, later.id > Decision.id, later.by_id.is_not(None))
        .scalar_subquery()
    )
