"""All that happened to a comment, on one page: how it came, what was found, decided, changed, moved and written about it.

Of an address only what is known of it is told, never the address nor a digest; what the filter said of a comment that
is being re-checked stays untold until somebody decided. A page holds PER_PAGE happenings, whatever happened.
"""

from collections import namedtuple
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, load_only

from blog.accounts.permissions import may_any
from blog.commenting.comment import Comment
from blog.commenting.contact import Contact
from blog.commenting.decision import Decision
from blog.commenting.erasure import find_erasure
from blog.commenting.inquiry import About, Inquiry
from blog.commenting.mail_refused import recipient_called
from blog.commenting.moving import Move
from blog.commenting.proposal import SettledProposal
from blog.commenting.revision import Revision
from blog.commenting.thread_closure import closures_of
from blog.mail.letter import Letter
from blog.moderating.ban import Ban, BanLift
from blog.moderating.bulk.bulk_act import BulkAct, BulkDecision
from blog.moderating.groups.group import GroupMember
from blog.moderating.queue import comments_to_moderate
from blog.moderating.rules.rule import DecisionByRule, HouseRule
from blog.moderating.spam_filter.recheck import Recheck
from blog.moderating.telling import reasons_in_words
from blog.publishing.article import Article
from blog.storage import db
from blog.text.diff import MOST_STEPS, difference

PER_PAGE = 100
MOST_PAGES = 50
LETTERS_TOLD = ("confirmation", "fate", "new_comment")

Letters = namedtuple("Letters", "kind status number problem")


@dataclass(frozen=True)
class Happening:
    """`what` is the word for it, `row` what is kept of it, `more` what belongs to it besides."""

    what: str
    at: datetime
    row: object
    more: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Story:
    """The newest first; `page` is 1 for the newest."""

    happenings: list
    page: int
    has_older: bool


def story_of(case, account, *, appeal=None, page=1):
    """The Story of a Case's comment, in a fixed number of queries: what else came is counted as far as `account` may decide
    about it. `appeal` is its Appeal or None.
    """
    page = min(max(page, 1), MOST_PAGES)
    comment, most = case.comment, page * PER_PAGE + 1
    told = [
        *_decisions(comment, most),
        *_revisions(comment, most),
        *_moves(comment, most),
        *_settled(comment, most),
        *_reveals(comment, most),
        *_closures(comment),
        *_bans(comment),
        *_letters(comment),
        *_once(comment, case, appeal, account),
    ]
    told.sort(key=lambda each: (each.at, _RANKS.get(each.what, 1)), reverse=True)
    shown = told[(page - 1) * PER_PAGE : page * PER_PAGE]
    _tell_differences(shown)
    return Story(shown, page, has_older=len(told) > page * PER_PAGE and page < MOST_PAGES)


# What comes first of what happened at one moment.
_RANKS = {"arrival": -2, "finding": -1, "letters": 2}


def _newest(rows, key, most):
    return db.session.scalars(rows.order_by(key.desc()).limit(most)).all()


def _decisions(comment, most):
    rows = select(Decision).where(Decision.comment_id == comment.id).options(joinedload(Decision.by))
    found = _newest(rows, Decision.id, most)
    ids = [each.id for each in found]
    by_rule = (
        select(DecisionByRule.decision_id, DecisionByRule.rule_version, HouseRule.public_id)
        .join(HouseRule, HouseRule.id == DecisionByRule.rule_id)
        .where(DecisionByRule.decision_id.in_(ids))
    )
    in_bulk = (
        select(BulkDecision.decision_id, BulkAct.done, BulkAct.public_id)
        .join(BulkAct, BulkAct.id == BulkDecision.bulk_id)
        .where(BulkDecision.decision_id.in_(ids))
    )
    rules = {row.decision_id: row for row in db.session.execute(by_rule)}
    bulks = {row.decision_id: row for row in db.session.execute(in_bulk)}
    return [
        Happening("decision", each.at, each, {"rule": rules.get(each.id), "bulk": bulks.get(each.id)})
        for each in found
    ]


def _revisions(comment, most):
    rows = select(Revision).where(Revision.comment_id == comment.id).options(joinedload(Revision.by))
    said, told = comment, []
    for each in _newest(rows, Revision.id, most):
        told.append(Happening("revision", each.at, each, {"after": said}))
        said = each
    return told


def _tell_differences(shown):
    """Only of what is shown: each takes a while."""
    revisions = [each for each in shown if each.what == "revision"]
    steps = MOST_STEPS // max(1, len(revisions))
    for each in revisions:
        each.more["parts"] = difference(each.row.body, each.more["after"].body, most_steps=steps)


def _moves(comment, most):
    article = (Article.title, Article.slug, Article.author_id)
    places = [
        *(joinedload(each).load_only(*article) for each in (Move.from_article, Move.to_article)),
        *(joinedload(each).load_only(Comment.public_id, Comment.name) for each in _PARENTS),
    ]
    rows = select(Move).where(Move.comment_id == comment.id).options(joinedload(Move.by), *places)
    return [Happening("move", each.at, each) for each in _newest(rows, Move.id, most)]


_PARENTS = (Move.from_parent, Move.to_parent)


def _settled(comment, most):
    rows = select(SettledProposal).where(SettledProposal.comment_id == comment.id)
    found = _newest(rows.options(joinedload(SettledProposal.by)), SettledProposal.id, most)
    return [Happening("settled", each.at, each) for each in found]


def _reveals(comment, most):
    rows = select(Inquiry).where(Inquiry.comment_id == comment.id, Inquiry.about == About.ADDRESS)
    shown = rows.options(joinedload(Inquiry.by), load_only(Inquiry.at, Inquiry.by_id))
    return [Happening("reveal", each.at, each) for each in _newest(shown, Inquiry.id, most)]


def _closures(comment):
    for closure in db.session.scalars(closures_of(comment).limit(PER_PAGE)):
        yield Happening("closure", closure.at, closure)
        if closure.reopening is not None:
            yield Happening("reopening", closure.reopening.at, closure.reopening)


def _bans(comment):
    who = (joinedload(Ban.by), joinedload(Ban.lift).joinedload(BanLift.by))
    rows = select(Ban).where(Ban.comment_id == comment.id).options(*who).order_by(Ban.id.desc())
    for ban in db.session.scalars(rows.limit(PER_PAGE)):
        yield Happening("ban", ban.at, ban)
        if ban.lift is not None:
            yield Happening("lift", ban.lift.at, ban.lift)


def _letters(comment):
    """Of what kind, how many, when and whether they left; never to whom."""
    digest = db.session.scalar(select(Contact.digest).where(Contact.comment_id == comment.id))
    to_it = Letter.recipient == recipient_called(digest) if digest else Letter.id < 0
    decisions = select(Decision.id).where(Decision.comment_id == comment.id).order_by(Decision.id.desc())
    causes = [f"decision:{id}" for id in db.session.scalars(decisions.limit(PER_PAGE))]
    asked = (
        select(Letter.kind, Letter.status, Letter.about, Letter.made_at, Letter.sent_at, Letter.problem)
        .where(Letter.kind.in_(LETTERS_TOLD), or_(Letter.cause.in_(causes), to_it))
        .order_by(Letter.id.desc())
        .limit(5 * PER_PAGE)
    )
    told = {}
    for row in db.session.execute(asked):
        if row.about.get("comment") == comment.id:
            told.setdefault((row.kind, row.status, row.problem, row.sent_at or row.made_at), []).append(row)
    for (kind, status, problem, at), rows in told.items():
        yield Happening("letters", at, Letters(kind, status, len(rows), problem))


def _once(comment, case, appeal, account):
    yield Happening("arrival", comment.left_at, _arrival(comment, account), {"case": case})
    if case.finding is not None:
        words = reasons_in_words(case.finding, unmarked=case.unmarked)
        yield Happening("finding", case.finding.at, case.finding, {"case": case, "words": words})
    if appeal is not None:
        yield Happening("appeal", appeal.at, appeal)
    erasure = find_erasure(comment)
    if erasure is not None:
        yield Happening("erasure", erasure.at, erasure)
    recheck = db.session.get(Recheck, comment.id)
    if recheck is not None and comment.decision_count:
        yield Happening("recheck", recheck.at, recheck)


Arrival = namedtuple("Arrival", "name website article parent network_before alike among_all")


def _arrival(comment, account):
    """As it came: under which name, where, and how many came from the same network before; None where that is not kept."""
    first = db.session.execute(
        select(Revision.name, Revision.website)
        .where(Revision.comment_id == comment.id)
        .order_by(Revision.id)
        .limit(1)
    ).first()
    moved = db.session.scalar(
        select(Move)
        .where(Move.comment_id == comment.id)
        .order_by(Move.id)
        .limit(1)
        .options(joinedload(Move.from_article).load_only(Article.title), joinedload(Move.from_parent))
    )
    group = select(GroupMember.group_id).where(GroupMember.comment_id == comment.id).scalar_subquery()
    theirs = comments_to_moderate(account).with_only_columns(func.count(Comment.id))
    alike = theirs.join(GroupMember, GroupMember.comment_id == Comment.id).where(
        GroupMember.group_id == group
    )
    return Arrival(
        name=first.name if first else comment.name,
        website=bool(first.website if first else comment.website),
        article=moved.from_article if moved else comment.article,
        parent=moved.from_parent if moved else comment.parent,
        network_before=_from_the_same_network(comment, theirs),
        alike=db.session.scalar(alike),
        among_all=may_any(account, "moderate"),
    )


def _from_the_same_network(comment, theirs):
    digest = db.session.scalar(select(Contact.network_digest).where(Contact.comment_id == comment.id))
    if digest is None:
        return None
    before = theirs.join(Contact, Contact.comment_id == Comment.id).where(Contact.network_digest == digest)
    return db.session.scalar(before.where(Contact.comment_id < comment.id))
