"""A few of those that the filter would put away, drawn at random, wait for a person like any other comment.

Nothing shows that they were drawn until somebody has decided: what the filter says is kept back then for them, and for
one in eight of all others. How many real comments are hidden is reckoned from them.
"""

from datetime import datetime, timedelta
from secrets import SystemRandom

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from blog.commenting.comment import Comment, Status
from blog.moderating.spam_filter.current import current_filter
from blog.moderating.spam_filter.intervals import real_among
from blog.storage import db
from blog.storage.database import lock_for
from blog.storage.site_setting import site_settings
from blog.storage.types import Moment

SHARE = 0.02
AT_MOST = 5
_DAY = timedelta(days=1)
_DECIDED = (Status.APPROVED, Status.REJECTED, Status.SPAM)
# By a digit of what nobody sees: of sixteen, these two.
_KEPT_BACK = ("0", "8")
_random = SystemRandom()


class PutAway(db.Model):
    """The filter took a comment for likely spam as it came, and it was put away."""

    comment_id: Mapped[int] = mapped_column(db.ForeignKey("comment.id"), primary_key=True)
    draw: Mapped[float]
    likelihood: Mapped[float]
    version: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment, index=True)


class Recheck(db.Model):
    """So it did here, and the draw sends the comment to a person all the same."""

    comment_id: Mapped[int] = mapped_column(db.ForeignKey("comment.id"), primary_key=True)
    draw: Mapped[float]
    likelihood: Mapped[float]
    version: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment, index=True)


def draw_for(comment, likelihood, version, *, draw=None):
    """Whether a comment that is likely spam is put away; else a Recheck was drawn. `draw` is from 0 to 1."""
    draw = _random.random() if draw is None else draw
    is_drawn = draw < SHARE and _may_draw(comment.left_at)
    kind = Recheck if is_drawn else PutAway
    facts = {"draw": draw, "likelihood": likelihood, "version": version, "at": comment.left_at}
    db.session.add(kind(comment_id=comment.id, **facts))
    db.session.flush()
    return not is_drawn


def _may_draw(at):
    lock_for("re-checks")
    today = select(func.count(Recheck.comment_id)).where(Recheck.at > at - _DAY, Recheck.at <= at)
    return db.session.scalar(today) < AT_MOST


def unmarked(comments):
    """The ids of those Comments of which nothing is to be shown that the filter said: those that are being re-checked,
    and one in eight of all others, that they may not be known by it. Whoever decides sees it afterwards.
    """
    undecided = [comment for comment in comments if comment.decision_count == 0]
    if not undecided:
        return set()
    drawn = select(Recheck.comment_id).where(Recheck.comment_id.in_([comment.id for comment in undecided]))
    kept_back = (
        {each.id for each in undecided if each.receipt_hash[0] in _KEPT_BACK} if _is_blind() else set()
    )
    return kept_back | set(db.session.scalars(drawn))


def is_unmarked():
    """The same as a condition on Comment."""
    drawn = select(Recheck.comment_id).where(Recheck.comment_id == Comment.id).correlate(Comment).exists()
    if _is_blind():
        drawn = or_(drawn, *(Comment.receipt_hash.startswith(digit) for digit in _KEPT_BACK))
    return and_(Comment.decision_count == 0, drawn)


def _is_blind():
    """Whether anything is put away at all."""
    return site_settings().filter_puts_away and current_filter().piles.spam_above is not None


def hidden_estimate(since, *, until=None):
    """(about, low, high): how many real comments the filter hid since the moment `since`, with a 95 % interval.

    Each comment that was to be put away had the same chance of being drawn, so those that were drawn and decided about
    are a random sample of them: how many of the rest are real follows from how many of the sample were approved, by
    turning round the hypergeometric distribution (Buonaccorsi, "A note on confidence intervals for proportions in
    finite populations", The American Statistician 41, 1987). At least those are that people found and approved
    themselves. Past the fifth of a day none is drawn; these are taken to be like the others. A day that has so many is
    one of a flood, which holds fewer real ones: the estimate is then too high rather than too low.
    """
    away = _counts(PutAway, since, until)
    drawn = _counts(Recheck, since, until)
    put_away, found = sum(away.values()), away.get(Status.APPROVED, 0)
    sample, real = sum(drawn.get(status, 0) for status in _DECIDED), drawn.get(Status.APPROVED, 0)
    if not put_away:
        return 0, 0, 0
    low, high = real_among(put_away + sample, sample, real)
    about = round(put_away * real / sample) if sample else found
    low, high = max(found, low - real), max(found, high - real)
    return min(max(about, low), high), low, high


def recheck_counts(since, *, until=None):
    """(re-checked and decided about, of these approved, put away, of these approved by somebody) since a moment."""
    away, drawn = _counts(PutAway, since, until), _counts(Recheck, since, until)
    decided = sum(drawn.get(status, 0) for status in _DECIDED)
    return decided, drawn.get(Status.APPROVED, 0), sum(away.values()), away.get(Status.APPROVED, 0)


def _counts(table, since, until):
    counted = (
        select(Comment.status, func.count())
        .join(table, table.comment_id == Comment.id)
        .where(table.at >= since)
        .group_by(Comment.status)
    )
    if until is not None:
        counted = counted.where(table.at < until)
    return dict(map(tuple, db.session.execute(counted)))
