"""The logbook as people read it: newest first, narrowed by who, what and when, and each entry in a sentence.

It shows no address of a commenter's: entries hold none, and nor do the rows that they refer to.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, load_only

from blog.accounts.account import Account
from blog.clock import now
from blog.commenting.comment import Comment
from blog.moderating.logbook.acts import FAMILIES, Facts, Said, acts_of, said_of
from blog.moderating.logbook.entry import Entry
from blog.moderating.logbook.telling import facts_kept
from blog.publishing.article import Article
from blog.settings import SITE_SETTINGS
from blog.storage import db

PER_PAGE = 50
NO_ACCOUNT = "nobody"  # in place of a handle: rules, writers, the command line
PERIODS = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=30)}


@dataclass(frozen=True)
class Line:
    entry: Entry
    who: str
    is_person: bool
    said: Said
    about: object  # the Comment, Article or Account that it is about, a setting's label, or None


@dataclass(frozen=True)
class Narrowed:
    """By the handle of who did it or NO_ACCOUNT, a family of acts, one of PERIODS; empty is all."""

    who: str = ""
    what: str = ""
    when: str = ""

    def is_possible(self):
        return self.what in {"", *FAMILIES} and self.when in {"", *PERIODS}


def entries(narrowed=None, *, before=None, at=None):
    """The Select of Entries, newest first, from before the number `before` (None: from the end)."""
    narrowed, found = narrowed or Narrowed(), select(Entry).order_by(Entry.number.desc())
    if before is not None:
        found = found.where(Entry.number < before)
    if narrowed.who == NO_ACCOUNT:
        found = found.where(Entry.by_id.is_(None))
    elif narrowed.who:
        wanted = select(Account.id).where(Account.handle == narrowed.who).scalar_subquery()
        found = found.where(Entry.by_id == wanted)
    if narrowed.what:
        found = found.where(Entry.act.in_(acts_of(narrowed.what)))
    if narrowed.when:
        since = (at or now()) - PERIODS[narrowed.when]
        first = select(func.min(Entry.number)).where(Entry.at >= since).scalar_subquery()
        found = found.where(Entry.at >= since, Entry.number >= first)
    return found


def lines(found):
    """Entries as Lines, in as many queries however many there are."""
    found = list(found)
    facts = facts_kept(
        (each.record, each.record_id) for each in found if each.details is None and each.record
    )
    told = [_facts_of(each, facts) for each in found]
    people = _people(found)
    articles = _articles(found, told)
    known = {"comment": _comments(found), "article": articles, "account": people}
    titles = {number: article.title for number, article in articles.items()}
    return [
        _line(each, Facts(after, before, titles), people, known)
        for each, (after, before) in zip(found, told, strict=True)
    ]


def _facts_of(entry, kept):
    """(facts of now, facts of before)"""
    if entry.details is not None:
        return entry.details.get("after") or {}, entry.details.get("before") or {}
    if entry.salt is None:
        return {}, {}
    return kept.get((entry.record, entry.record_id)) or {}, {}


def _line(entry, facts, people, known):
    said, otherwise = said_of(entry, facts)
    person = people.get(entry.by_id)
    return Line(entry, person.name if person else otherwise, person is not None, said, _about(entry, known))


def _about(entry, known):
    if entry.about_kind == "setting":
        setting = SITE_SETTINGS.get(entry.about_id)
        return setting.label if setting else None
    if entry.about_kind not in known:
        return None
    return known[entry.about_kind].get(int(entry.about_id))


def _ids_about(found, kind):
    return {int(each.about_id) for each in found if each.about_kind == kind}


def _people(found):
    ids = {each.by_id for each in found if each.by_id} | _ids_about(found, "account")
    return _by_id(select(Account).where(Account.id.in_(ids))) if ids else {}


def _comments(found):
    ids = _ids_about(found, "comment")
    surroundings = (
        load_only(Comment.public_id, Comment.name, Comment.article_id, Comment.status, Comment.hidden_above),
        joinedload(Comment.article).load_only(Article.title, Article.slug, Article.author_id),
    )
    return _by_id(select(Comment).where(Comment.id.in_(ids)).options(*surroundings)) if ids else {}


def _articles(found, told):
    """Those that entries are about, and between which comments were moved."""
    ids = _ids_about(found, "article")
    ids |= {
        facts[name]
        for facts, _before in told
        for name in ("from_article_id", "to_article_id")
        if name in facts
    }
    wanted = select(Article).where(Article.id.in_(ids))
    return _by_id(wanted.options(load_only(Article.title, Article.slug))) if ids else {}


def _by_id(statement):
    return {each.id: each for each in db.session.scalars(statement)}


def lately(days=7, *, at=None):
    """How many entries were written in the last days."""
    since: datetime = (at or now()) - timedelta(days=days)
    return db.session.scalar(select(func.count(Entry.number)).where(Entry.at >= since))
