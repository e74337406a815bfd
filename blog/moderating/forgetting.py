"""Where a person is erased, what was found in their words goes with them; that it was found, and by what, stays."""

from sqlalchemy import select

from blog.commenting.erasure import find_erasure
from blog.moderating.finding import FindingReason
from blog.storage import db

QUOTES = ("found", "hosts", "towards", "away")  # facts that hold words of whoever wrote the comment


def forget_what_was_quoted(comment):
    """Hears of each Comment that was revised or erased; does nothing about one that was not erased."""
    if find_erasure(comment) is None:
        return
    reasons = db.session.scalars(select(FindingReason).where(FindingReason.comment_id == comment.id))
    for reason in reasons:
        reason.facts = {name: value for name, value in reason.facts.items() if name not in QUOTES}
    db.session.flush()
