"""A house rule is the newest of its versions. None is ever edited: a change, a switch, a removal and an undo are new ones.

What a rule's pattern holds depends on its kind (rules/patterns.py); an address, its domain and a network are in it as
keyed digests with a sealed glimpse, never in clear.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from blog.accounts.account import Account
from blog.clock import now
from blog.moderating.finding import Outcome
from blog.publishing.article import Article
from blog.refusals import NotAcceptable, TooLate
from blog.storage import db
from blog.storage.database import lock_for
from blog.storage.types import Moment, new_public_id, one_word_of

MOST_RULES = 300
LONGEST_NOTE = 200


class Kind(StrEnum):
    WORDS = "words"
    LINKS = "links"
    DOMAINS = "domains"
    NAMES = "names"
    ADDRESSES = "addresses"
    ADDRESS_DOMAINS = "address_domains"
    NETWORKS = "networks"
    REGEX = "regex"
    EVERYTHING = "everything"


class Mode(StrEnum):
    ON = "on"
    OFF = "off"
    SHADOW = "shadow"  # only records what it would have done
    REMOVED = "removed"


class ChangedMeanwhile(TooLate):
    sentence = "Somebody else changed this rule since you saw it. Nothing was changed."


class TooManyRules(NotAcceptable):
    sentence = f"There are {MOST_RULES} rules already, which is the most. Remove some, or put several words into one rule."


class NothingToUndo(TooLate):
    sentence = "There is no earlier version of this rule to go back to."


@dataclass(frozen=True)
class Draft:
    """What a rule says, before it is one. `article_id` or `author_id` narrow it to what is said there."""

    kind: Kind
    pattern: dict = field(default_factory=dict)
    outcome: Outcome = Outcome.HOLD
    mode: Mode = Mode.ON
    article_id: int | None = None
    author_id: int | None = None
    note: str = ""


class HouseRule(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=new_public_id)


class HouseRuleVersion(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    rule_id: Mapped[int] = mapped_column(db.ForeignKey("house_rule.id"))
    rule: Mapped[HouseRule] = relationship()
    version: Mapped[int]  # from 1 on
    kind: Mapped[Kind] = mapped_column(one_word_of(Kind, "rule_kind"))
    pattern: Mapped[dict] = mapped_column(JSON)
    outcome: Mapped[Outcome] = mapped_column(one_word_of(Outcome, "rule_outcome"))
    mode: Mapped[Mode] = mapped_column(one_word_of(Mode, "rule_mode"))
    article_id: Mapped[int | None] = mapped_column(db.ForeignKey("article.id"))
    article: Mapped[Article | None] = relationship()
    author_id: Mapped[int | None] = mapped_column(db.ForeignKey("account.id"))
    author: Mapped[Account | None] = relationship(foreign_keys=[author_id])
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")
    by_id: Mapped[int] = mapped_column(db.ForeignKey("account.id"))
    by: Mapped[Account] = relationship(foreign_keys=[by_id])
    at: Mapped[datetime] = mapped_column(Moment)
    # The version that this one takes back, if it is an undo.
    undoes_version: Mapped[int | None]

    __table_args__ = (UniqueConstraint("rule_id", "version"),)

    def draft(self, **changes):
        """What it says, as a Draft; with `changes`."""
        said = {name: getattr(self, name) for name in Draft.__dataclass_fields__}
        return Draft(**(said | changes))


class DecisionByRule(db.Model):
    """Which rule, in which version, made a Decision that names no person."""

    decision_id: Mapped[int] = mapped_column(db.ForeignKey("decision.id"), primary_key=True)
    rule_id: Mapped[int] = mapped_column(db.ForeignKey("house_rule.id"), index=True)
    rule_version: Mapped[int]


def current_rules():
    """The Select of the newest version of every rule that was not removed, newest rule first."""
    return _newest().where(HouseRuleVersion.mode != Mode.REMOVED).order_by(HouseRuleVersion.rule_id.desc())


def versions_of(rule):
    """The Select of a HouseRule's versions with who made them, newest first."""
    return (
        select(HouseRuleVersion)
        .where(HouseRuleVersion.rule_id == rule.id)
        .options(*_surroundings())
        .order_by(HouseRuleVersion.version.desc())
    )


def current_version(rule):
    """Its HouseRuleVersion that counts, removed or not."""
    return db.session.scalars(versions_of(rule).limit(1)).one()


def write_rule(draft, *, by, at=None):
    """The first version of a new rule. Raises TooManyRules."""
    lock_for("how many rules there are")
    there = select(func.count()).select_from(current_rules().order_by(None).subquery())
    if db.session.scalar(there) >= MOST_RULES:
        raise TooManyRules
    rule = HouseRule()
    db.session.add(rule)
    db.session.flush()
    return _append(rule, 1, draft, by=by, at=at)


def change_rule(rule, draft, *, by, seen, at=None):
    """The next version of a rule whose version `seen` (a number) somebody has seen. Raises ChangedMeanwhile."""
    version = _seen_version(rule, seen)
    return version if version.draft() == draft else _append(rule, version.version + 1, draft, by=by, at=at)


def switch_rule(rule, mode, *, by, seen, at=None):
    return change_rule(rule, _seen_version(rule, seen).draft(mode=mode), by=by, seen=seen, at=at)


def remove_rule(rule, *, by, seen, at=None):
    """It keeps its versions, and an undo brings it back."""
    return switch_rule(rule, Mode.REMOVED, by=by, seen=seen, at=at)


def undo_change(rule, *, by, seen, at=None):
    """A version equal to the one before the version `seen`. Raises NothingToUndo or ChangedMeanwhile."""
    last = _seen_version(rule, seen)
    before = db.session.scalars(versions_of(rule).where(HouseRuleVersion.version == last.version - 1)).first()
    if before is None:  # what was written a moment ago goes
        if last.mode is Mode.REMOVED:
            raise NothingToUndo
        return _append(rule, 2, last.draft(mode=Mode.REMOVED), by=by, at=at, undoes=last.version)
    return _append(rule, last.version + 1, before.draft(), by=by, at=at, undoes=last.version)


def _seen_version(rule, seen):
    lock_for(f"rule {rule.id}")
    version = current_version(rule)
    if version.version != seen:
        raise ChangedMeanwhile
    return version


def _append(rule, number, draft, *, by, at, undoes=None):
    said = {name: getattr(draft, name) for name in Draft.__dataclass_fields__}
    version = HouseRuleVersion(
        rule=rule, version=number, by=by, at=at or now(), undoes_version=undoes, **said
    )
    db.session.add(version)
    db.session.flush()
    return version


def _newest():
    newest = select(func.max(HouseRuleVersion.id)).group_by(HouseRuleVersion.rule_id)
    return select(HouseRuleVersion).where(HouseRuleVersion.id.in_(newest)).options(*_surroundings())


def _surroundings():
    return (
        joinedload(HouseRuleVersion.rule),
        joinedload(HouseRuleVersion.by),
        joinedload(HouseRuleVersion.author),
        joinedload(HouseRuleVersion.article).load_only(Article.title, Article.slug, Article.author_id),
    )
