"""The filter as it stands, for whoever asks it: a version that was learnt, and the piles that its errors allow.

A process keeps the version it loaded. One that cannot be read stops nobody: the fresh filter answers, and is sure of nothing.
"""

from dataclasses import dataclass

from sqlalchemy import select

from blog.moderating.spam_filter.dump import NotAFilter
from blog.moderating.spam_filter.measured import FilterStanding, Piles
from blog.moderating.spam_filter.snapshot import FilterSnapshot, state_of
from blog.moderating.spam_filter.spam_filter import SpamFilter
from blog.storage import db

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
