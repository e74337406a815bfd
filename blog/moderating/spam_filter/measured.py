"""Where "likely spam" and "likely fine" begin is chosen from errors that were measured, and kept with what was measured.

Measured on lessons, each of which was predicted before it was learnt. The latest of each kind count, so that a flood of
one kind does not push the other out. Too few of them, and everything is "unsure".
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, mapped_column

from blog.moderating.spam_filter.intervals import most_allowed
from blog.moderating.spam_filter.lesson import Lesson
from blog.storage import db
from blog.storage.types import Moment

LATEST = 2_000  # lessons of each kind
KEPT = 5_000  # standings
FEWEST_FINE, FEWEST_SPAM = 50, 20
# However well it has gone: "likely" is at least nine to one.
LEAST_LIKELY_SPAM, MOST_LIKELY_FINE = 0.9, 0.1


class Pile(StrEnum):
    LIKELY_FINE = "likely_fine"
    UNSURE = "unsure"
    LIKELY_SPAM = "likely_spam"


@dataclass(frozen=True)
class Piles:
    """Likely spam is above `spam_above`, likely fine below `fine_below`; None where nothing is."""

    spam_above: float | None = None
    fine_below: float | None = None

    def pile_of(self, likelihood: float | None) -> Pile:
        if likelihood is None:
            return Pile.UNSURE
        if self.spam_above is not None and likelihood > self.spam_above:
            return Pile.LIKELY_SPAM
        if self.fine_below is not None and likelihood < self.fine_below:
            return Pile.LIKELY_FINE
        return Pile.UNSURE


class FilterStanding(db.Model):
    """What was measured as of a FilterSnapshot, and the piles that follow from it. Never edited; the newest counts."""

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(index=True)
    spam_above: Mapped[float | None]
    fine_below: Mapped[float | None]
    # How many lessons of each kind it was measured on, and how many of them were in the other kind's pile, or their own.
    fine: Mapped[int]
    spam: Mapped[int]
    fine_hidden: Mapped[int]
    spam_caught: Mapped[int]
    spam_let_through: Mapped[int]
    fine_recognised: Mapped[int]
    # The mean squared error of the likelihood; None where nothing was measured.
    brier: Mapped[float | None]
    # Of a thousand real comments: what the site allowed then.
    hides_at_most: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)

    @property
    def piles(self):
        return Piles(self.spam_above, self.fine_below)


def latest_likelihoods(is_spam, *, up_to):
    """What was predicted of the latest lessons of a kind, up to a decision's id, before each was learnt."""
    latest = (
        select(Lesson.likelihood)
        .where(Lesson.is_spam.is_(is_spam), Lesson.likelihood.is_not(None), Lesson.decision_id <= up_to)
        .order_by(Lesson.decision_id.desc())
    )
    return db.session.scalars(latest.limit(LATEST)).all()


def piles_from(fine, spam, hides_at_most):
    """The Piles by likelihoods that were predicted of `fine` comments and of `spam`. Of a thousand real comments at
    most `hides_at_most` are called likely spam, with a certainty of 95 %; and of a thousand spam likely fine.
    """
    if len(fine) < FEWEST_FINE or len(spam) < FEWEST_SPAM:
        return Piles()
    limit = hides_at_most / 1000
    k = most_allowed(len(fine), limit)
    above = None if k is None else max(LEAST_LIKELY_SPAM, sorted(fine, reverse=True)[k])
    k = most_allowed(len(spam), limit)
    below = None if k is None else min(MOST_LIKELY_FINE, sorted(spam)[k])
    return Piles(above, below)


def measure(snapshot, *, hides_at_most, at):
    """The FilterStanding of a FilterSnapshot."""
    fine = latest_likelihoods(False, up_to=snapshot.last_decision_id)
    spam = latest_likelihoods(True, up_to=snapshot.last_decision_id)
    piles = piles_from(fine, spam, hides_at_most)
    fine_in, spam_in = [piles.pile_of(p) for p in fine], [piles.pile_of(p) for p in spam]
    squares = [p * p for p in fine] + [(1 - p) ** 2 for p in spam]
    standing = FilterStanding(
        version=snapshot.version,
        spam_above=piles.spam_above,
        fine_below=piles.fine_below,
        fine=len(fine),
        spam=len(spam),
        fine_hidden=fine_in.count(Pile.LIKELY_SPAM),
        fine_recognised=fine_in.count(Pile.LIKELY_FINE),
        spam_caught=spam_in.count(Pile.LIKELY_SPAM),
        spam_let_through=spam_in.count(Pile.LIKELY_FINE),
        brier=sum(squares) / len(squares) if squares else None,
        hides_at_most=hides_at_most,
        at=at,
    )
    db.session.add(standing)
    db.session.flush()
    old = delete(FilterStanding).where(FilterStanding.id <= standing.id - KEPT)
    db.session.execute(old.execution_options(synchronize_session=False))
    return standing


def find_standing():
    """The newest FilterStanding, or None."""
    return db.session.scalars(select(FilterStanding).order_by(FilterStanding.id.desc()).limit(1)).first()
