"""A conversation closes for the whole site, for an article, or a number of days after that went public.

What was said stays; nothing new is taken. An article without comments shows none, and keeps those that it had. Where
members of staff alone comment, a conversation is open to them and closed to visitors.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.accounts.account import Account
from blog.accounts.permissions import may
from blog.clock import now
from blog.refusals import NotYours
from blog.storage import db
from blog.storage.database import lock_for
from blog.storage.types import Moment, one_word_of

LONGEST_SENTENCE = 200
CLOSED_EVERYWHERE = "Comments are closed on this blog."
CLOSED_HERE = "This conversation is closed."
WITHOUT_COMMENTS = "This article takes no comments."
STAFF_ONLY = "Comments here are written by members of staff only."


class ConversationClosed(NotYours):
    sentence = CLOSED_EVERYWHERE


class Kind(StrEnum):
    CLOSED = "closed"
    WITHOUT = "without"


class Closure(db.Model):
    """Its existence closes an article's conversation; where there is none, it is as open as the site."""

    article_id: Mapped[int] = mapped_column(db.ForeignKey("article.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[Kind] = mapped_column(one_word_of(Kind))
    by_id: Mapped[int] = mapped_column(db.ForeignKey("account.id"))
    by: Mapped[Account] = relationship()
    at: Mapped[datetime] = mapped_column(Moment)
    # What visitors read in place of the form; empty: the house's own words.
    sentence: Mapped[str] = mapped_column(String(LONGEST_SENTENCE), default="")


@dataclass(frozen=True)
class Openness:
    """`because` is why no comment can be left, as a sentence for visitors, or None; `is_without`: none are shown either."""

    because: str | None
    is_without: bool = False


def close_conversation(article, *, by, kind=Kind.CLOSED, sentence="", at=None):
    """The Closure of an article's conversation, made or changed. `sentence` is tidied, and at most LONGEST_SENTENCE long."""
    lock_for(f"closure of {article.id}")
    closure = find_closure(article) or Closure(article_id=article.id)
    closure.kind, closure.sentence, closure.by, closure.at = kind, sentence, by, at or now()
    db.session.add(closure)
    db.session.flush()
    return closure


def reopen_conversation(article):
    """Nothing happens where it is open. Site settings may close it all the same."""
    lock_for(f"closure of {article.id}")
    closure = find_closure(article)
    if closure is not None:
        db.session.delete(closure)
        db.session.flush()


def find_closure(article):
    return db.session.get(Closure, article.id)


def may_close(account, article):
    """Whoever moderates its comments, and whoever wrote it."""
    return may(account, "moderate", article) or article.author_id == account.id


def without_comments():
    """The Select of the ids of articles that show no comments."""
    return select(Closure.article_id).where(Closure.kind == Kind.WITHOUT)


def those_without_comments(articles):
    """The ids of those of these Articles that show no comments."""
    wanted = [article.id for article in articles]
    return (
        set(db.session.scalars(without_comments().where(Closure.article_id.in_(wanted)))) if wanted else set()
    )


def shows_comments(article):
    closure = find_closure(article)
    return closure is None or closure.kind is not Kind.WITHOUT


def openness_of(article, site, *, by=None, at=None):
    """The Openness of the public `article` to the Account `by` (None: a visitor). `site` is the site's settings."""
    closure = find_closure(article)
    if closure is not None and closure.kind is Kind.WITHOUT:
        return Openness(closure.sentence or WITHOUT_COMMENTS, is_without=True)
    if not site.comments_open:
        return Openness(site.comments_closed_sentence or CLOSED_EVERYWHERE)
    if closure is not None:
        return Openness(closure.sentence or CLOSED_HERE)
    days = site.comments_close_after_days
    if days and (at or now()) >= article.publication.goes_live_at + timedelta(days=days):
        return Openness(
            f"This conversation is closed: comments were open for {days} day{'s' if days > 1 else ''}."
        )
    return Openness(STAFF_ONLY if site.comments_staff_only and by is None else None)


def closed_because(article, site, at=None, *, by=None):
    """Why the Account `by`, or a visitor, can leave no comment, as a sentence; None while it is open to them."""
    return openness_of(article, site, by=by, at=at).because


def insist_on_open(article, site, at=None, *, by=None):
    """Raises ConversationClosed, with the sentence that says why."""
    reason = closed_because(article, site, at, by=by)
    if reason:
        raise ConversationClosed(reason)
