"""The filter as it stands, for whoever asks it: a version that was learnt, and the piles that its errors allow.

A process keeps the version it loaded. One that cannot be read stops nobody: the fresh filter answers, and is sure of nothing.
"""

from dataclasses import dataclass

from sqlalchemy import select

from blog.moderating.spam_filter.dump import NotAFilter
from blog.moderating.spam_filter.lesson import told_of
from blog.moderating.spam_filter.measured import FilterStanding, Pile, Piles
from blog.moderating.spam_filter.recheck import draw_for
from blog.moderating.spam_filter.snapshot import FilterSnapshot, state_of
from blog.moderating.spam_filter.spam_filter import SpamFilter
from blog.storage import db
from blog.storage.site_setting import site_settings

__all__ = ["CurrentFilter", "Pile", "current_filter", "may_approve", "pile_of", "puts_away", "told_of"]

_NOTHING = (None, None)
_held = _NOTHING  # the one version that this process has loaded, behind its key


@dataclass(frozen=True)
class CurrentFilter:
    """`version` is 0 for the fresh filter. `is_damaged`: there is a version, and it could not be read."""

    version: int
    piles: Piles
    spam_filter: SpamFilter
    is_damaged: bool = False

    def score(self, told):
        """How likely it is spam, from 0 to 1."""
        return self.spam_filter.score(told)

    def reasons(self, told):
        """[Pull], the strongest first: words and their weight, above nought towards spam."""
        return self.spam_filter.reasons(told)


def current_filter():
    """The CurrentFilter; asked of the database once a transaction."""
    db.session.connection()
    transaction, known = db.session().info.get("spam filter", (None, None))
    if transaction is not db.session().get_transaction():
        known = _as_it_stands()
        db.session().info["spam filter"] = (db.session().get_transaction(), known)
    return known


def pile_of(likelihood):
    """The Pile of a likelihood (None: not known)."""
    return current_filter().piles.pile_of(likelihood)


def puts_away(comment, likelihood, *, draw=None):
    """Whether a new Comment goes to where spam is, by the filter alone. Ask it last, and once: it draws for the re-check."""
    current = current_filter()
    if not site_settings().filter_puts_away or current.piles.pile_of(likelihood) is not Pile.LIKELY_SPAM:
        return False
    return draw_for(comment, likelihood, current.version, draw=draw)


def may_approve(likelihood):
    """Whether a known visitor's comment may appear at once by what the filter says: never unless the site allows it."""
    return site_settings().filter_approves_known and pile_of(likelihood) is Pile.LIKELY_FINE


def _as_it_stands(*, again=True):
    newest = (
        select(FilterStanding, FilterSnapshot.mark)
        .outerjoin(FilterSnapshot, FilterSnapshot.version == FilterStanding.version)
        .order_by(FilterStanding.id.desc())
        .limit(1)
    )
    row = db.session.execute(newest).first()
    if row is None:
        return CurrentFilter(0, Piles(), loaded(0, ""))
    standing, mark = row
    if standing.version == 0:
        return CurrentFilter(0, standing.piles, loaded(0, ""))
    spam_filter = loaded(standing.version, mark)
    if spam_filter is None and again and state_of(standing.version) is None:
        return _as_it_stands(again=False)  # another took its place between the two questions
    if spam_filter is None:
        return CurrentFilter(0, Piles(), SpamFilter(), is_damaged=True)
    return CurrentFilter(standing.version, standing.piles, spam_filter)


def loaded(version, mark):
    """The SpamFilter of a version, read once a process; None where it cannot be."""
    global _held
    key, found = _held
    if key != (version, mark):
        found = SpamFilter() if version == 0 else _read(version)
        _held = ((version, mark), found)
    return found


def _read(version):
    try:
        return SpamFilter.loaded(state_of(version) or b"")
    except NotAFilter:
        return None
