"""What the first look found about a comment as it came: an outcome, and the reasons for it, each a stored fact.

A finding is never changed by a later decision; only the likelihood is reckoned anew while the filter learns.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, Index, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from blog.clock import now
from blog.storage import db
from blog.storage.types import Moment, one_word_of


class Outcome(StrEnum):
    HOLD = "hold"
    SPAM = "spam"
    APPROVE = "approve"


class Ground(StrEnum):
    """What a reason rests on."""

    RULE = "rule"
    BAN = "ban"
    FILTER = "filter"
    LINKS = "links"
    REPETITION = "repetition"
    SPEED = "speed"
    HONEYPOT = "honeypot"
    IMPERSONATION = "impersonation"
    FIRST_TIME = "first_time"
    HEATED = "heated"
    LANGUAGE = "language"
    KNOWN = "known"
    OWN_WORDS = "own_words"
    NOT_LOOKED_AT = "not_looked_at"


class Finding(db.Model):
    comment_id: Mapped[int] = mapped_column(db.ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True)
    outcome: Mapped[Outcome] = mapped_column(one_word_of(Outcome))
    at: Mapped[datetime] = mapped_column(Moment)
    # How likely the filter takes it for spam, from 0 to 1, and which version of the filter said so.
    likelihood: Mapped[float | None]
    filter_version: Mapped[int | None]
    reasons: Mapped[list["FindingReason"]] = relationship(
        order_by="FindingReason.number", cascade="all, delete-orphan", passive_deletes=True
    )

    __table_args__ = (Index("ix_finding_likelihood", "likelihood", "comment_id"),)


class FindingReason(db.Model):
    """`facts` are plain values that words are made of: numbers, rules, hosts. Nothing of an address, nothing secret."""

    comment_id: Mapped[int] = mapped_column(
        db.ForeignKey("finding.comment_id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    ground: Mapped[Ground] = mapped_column(one_word_of(Ground))
    facts: Mapped[dict] = mapped_column(JSON, default=dict)
    # The house rule that says so, in which version; `shadow` where it only records what it would have done.
    rule_id: Mapped[int | None]
    rule_version: Mapped[int | None]
    shadow: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (Index("ix_finding_reason_rule", "rule_id", "rule_version"),)


def record_finding(comment, outcome, reasons=(), *, likelihood=None, filter_version=None, at=None):
    """The Finding of a new Comment. `reasons` are FindingReasons, the weightiest first; they are numbered here."""
    finding = Finding(
        comment_id=comment.id,
        outcome=outcome,
        at=at or now(),
        likelihood=likelihood,
        filter_version=filter_version,
    )
    for number, reason in enumerate(reasons, start=1):
        reason.number = number
        finding.reasons.append(reason)
    db.session.add(finding)
    db.session.flush()
    return finding


def findings_about(comments):
    """{comment id: its Finding}, of Comments; those without one came before findings were kept."""
    ids = [comment.id for comment in comments]
    if not ids:
        return {}
    found = select(Finding).where(Finding.comment_id.in_(ids)).options(joinedload(Finding.reasons))
    return {finding.comment_id: finding for finding in db.session.scalars(found).unique()}
