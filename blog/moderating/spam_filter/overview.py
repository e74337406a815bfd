"""What the filter has learnt, how sure it is, and what is to be said about it at the desk and in its file."""

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from blog.clock import now
from blog.commenting.decision import Decision
from blog.moderating.spam_filter.current import current_filter
from blog.moderating.spam_filter.dump import NotAFilter
from blog.moderating.spam_filter.fold import waiting_lessons
from blog.moderating.spam_filter.intervals import most_allowed, wilson
from blog.moderating.spam_filter.lesson import Lesson
from blog.moderating.spam_filter.measured import FEWEST_FINE, FEWEST_SPAM, FilterStanding, find_standing
from blog.moderating.spam_filter.recheck import hidden_estimate, recheck_counts
from blog.moderating.spam_filter.snapshot import FilterSnapshot, state_of
from blog.moderating.spam_filter.spam_filter import SpamFilter
from blog.moderating.spam_filter.weighing import find_weighed_words
from blog.storage import db

MONTH = timedelta(days=30)
FORMAT = 1


@dataclass(frozen=True)
class Share:
    """`some` of `all_`, and the 95 % interval of the share, from 0 to 1."""

    some: int
    all_: int
    low: float
    high: float

    @property
    def share(self):
        return self.some / self.all_ if self.all_ else 0.0


@dataclass(frozen=True)
class Overview:
    spam: int
    fine: int
    last_at: datetime | None
    waiting: int
    is_damaged: bool
    standing: FilterStanding | None
    hidden: Share
    recognised: Share
    caught: Share
    let_through: Share
    # How many decisions of each kind it takes until the filter may be sure of anything, if it makes no mistake.
    fine_needed: int
    spam_needed: int
    # (about, low, high), and (re-checked, of these real, put away, of these found) of the last 30 days.
    estimate: tuple[int, int, int]
    recheck: tuple[int, int, int, int]
    towards_spam: list
    towards_fine: list


def overview(*, hides_at_most, at=None):
    """The Overview as it stands at a moment."""
    since, standing = (at or now()) - MONTH, find_standing()
    counts, last_at = _learnt(standing)
    weighed = find_weighed_words()
    words = weighed.words if weighed else []
    needed = _needed(hides_at_most)
    fine, spam = (standing.fine, standing.spam) if standing else (0, 0)
    return Overview(
        spam=counts.get(True, 0),
        fine=counts.get(False, 0),
        last_at=last_at,
        waiting=waiting_lessons(),
        is_damaged=current_filter().is_damaged,
        standing=standing,
        hidden=_share(standing.fine_hidden if standing else 0, fine),
        recognised=_share(standing.fine_recognised if standing else 0, fine),
        caught=_share(standing.spam_caught if standing else 0, spam),
        let_through=_share(standing.spam_let_through if standing else 0, spam),
        fine_needed=max(FEWEST_FINE, needed),
        spam_needed=max(FEWEST_SPAM, needed),
        estimate=hidden_estimate(since),
        recheck=recheck_counts(since),
        towards_spam=[row for row in words if row[1] > 0],
        towards_fine=[row for row in words if row[1] < 0],
    )


def exported():
    """All that the filter knows, for a file: a dictionary of plain values. `state` is what SpamFilter.loaded reads, in
    base 64; None where there is none.

    Nothing of a visitor is in it. Words and names are not kept by the filter: they become rows of numbers, which many
    words share. Hosts are kept by name; those that were not linked to from two spam comments at least are left out, as
    they may be somebody's own site.
    """
    standing = find_standing()
    state = _shared_state(standing.version) if standing else None
    measured = (
        {
            name: getattr(standing, name)
            for name in (
                *("spam_above", "fine_below", "fine", "spam", "fine_hidden", "fine_recognised"),
                *("spam_caught", "spam_let_through", "brier", "hides_at_most"),
            )
        }
        if standing
        else {}
    )
    return {
        "what": "spam filter",
        "format": FORMAT,
        "version": standing.version if standing else 0,
        "lessons": current_filter().spam_filter.decisions,
        "measured": measured,
        "state": base64.b64encode(state).decode() if state else None,
    }


def _shared_state(version):
    try:
        spam_filter = SpamFilter.loaded(state_of(version) or b"")
    except NotAFilter:
        return None
    hosts = spam_filter.hosts.times
    spam_filter.hosts.times = {host: times for host, times in hosts.items() if times[0] >= 2}
    return spam_filter.dumped()


def _learnt(standing):
    """({is spam: how many}, the moment of the last decision) in the state that is served."""
    last = db.session.scalar(
        select(FilterSnapshot.last_decision_id).where(
            FilterSnapshot.version == (standing.version if standing else 0)
        )
    )
    counted = (
        select(Lesson.is_spam, func.count()).where(Lesson.decision_id <= (last or 0)).group_by(Lesson.is_spam)
    )
    last_at = db.session.scalar(select(Decision.at).where(Decision.id == last)) if last else None
    return dict(map(tuple, db.session.execute(counted))), last_at


def _share(some, all_):
    return Share(some, all_, *wilson(some, all_))


def _needed(hides_at_most):
    """How many it takes without any mistake."""
    number = 1
    while most_allowed(number, hides_at_most / 1000) is None:
        number += 1
    return number
