"""The reading list of one status, a page at a time."""

from flask import current_app, redirect, render_template, request, url_for

from blog.commenting.appeal import Appeal
from blog.commenting.comment import Comment, Status
from blog.commenting.reason import Reason
from blog.moderating.bulk.at_work import acts_at_work, groups_decided_about
from blog.moderating.bulk.telling import outcome_of_many
from blog.moderating.cards import Order, cards, names_in
from blog.moderating.case import cases
from blog.moderating.finding import Ground
from blog.moderating.mended import what_waits
from blog.moderating.narrowing import Pile, Shape
from blog.moderating.presence import opened_by_others
from blog.moderating.queue import (
    MOST_COUNTED,
    PER_PAGE,
    comments_to_moderate,
    latest_decision,
    with_contact,
    with_surroundings,
)
from blog.moderating.views.asking import moderating, the_comment, whoever_moderates
from blog.moderating.views.bar import bar_of
from blog.moderating.views.place import Place
from blog.storage import db

# What the links of the filters say.
GROUNDS = (
    (Ground.FIRST_TIME, "First time"),
    (Ground.LINKS, "Links"),
    (Ground.RULE, "A house rule"),
    (Ground.FILTER, "The filter"),
    (Ground.BAN, "A ban"),
    (Ground.HONEYPOT, "The hidden field"),
    (Ground.REPETITION, "Repeated words"),
    (Ground.IMPERSONATION, "Impersonation"),
    (Ground.SPEED, "Speed"),
    (Ground.HEATED, "A heated thread"),
    (Ground.LANGUAGE, "Language"),
    (Ground.NOT_LOOKED_AT, "Not looked at"),
)
VIEWS = (Status.PENDING, Status.APPROVED, Status.REJECTED, Status.SPAM)


@moderating.context_processor
def kinds():
    return {
        "Order": Order,
        "Pile": Pile,
        "Shape": Shape,
        "wording_of_grounds": GROUNDS,
        "bulk_words": outcome_of_many,
        "most_counted": MOST_COUNTED,
    }


@moderating.get("")
def queue():
    account, place = whoever_moderates(), Place.asked_for()
    at_work = acts_at_work()
    found = _cards(account, place, without=groups_decided_about(at_work, place.status))
    if not found and place.after:  # everything behind it has been decided
        kept = place.values() | {"after": None, "rank": None}
        return redirect(url_for("moderating.queue", **kept, done=request.args.get("done")))
    shown, more = found[:PER_PAGE], found[PER_PAGE:]
    rows = _rows(account, shown)
    comments = [row[0] for row in rows]
    return render_template(
        "moderating/queue.html",
        place=place,
        views=VIEWS,
        reasons=list(Reason),
        appeals={row[0].id: row[2] for row in rows if row[2] and row[0].status is Status.PENDING},
        cases=(told := cases([row[:2] for row in rows], account, keys=current_app.config["KEYS"])),
        groups={card.shown: card for card in shown},
        names=names_in(shown, place.status, account),
        opened=opened_by_others(comments, account),
        current=_current(told),
        older=place.behind(comments[-1], shown[-1]) if more and comments else None,
        last_decision=None if shown else db.session.scalar(latest_decision(account)),
        at_work=at_work,
        bar=bar_of(account),
        **numbers(account),
    )


def numbers(account):
    """What the tabs say: how many comments wait, and how many mended ones."""
    waiting, mended = what_waits(account)
    return {"waiting": waiting, "mended": mended}


def _cards(account, place, *, without):
    """One more than a page holds, so that it is known whether there is another."""
    behind = place.beginning(the_comment(account, place.after)) if place.after else None
    keys = current_app.config["KEYS"]
    asked = {"keys": keys, "limit": PER_PAGE + 1, "behind": behind, "without": without}
    return cards(account, place.narrowing, place.order, **asked)


def _rows(account, shown):
    """(Comment, Contact or None, Appeal or None) of what the Cards show, in their order."""
    theirs = with_contact(comments_to_moderate(account)).options(*with_surroundings())
    theirs = theirs.outerjoin(Appeal, Appeal.comment_id == Comment.id).add_columns(Appeal)
    rows = (
        db.session.execute(theirs.where(Comment.id.in_([card.shown for card in shown]))).all()
        if shown
        else []
    )
    by_id = {row[0].id: row for row in rows}
    return [by_id[card.shown] for card in shown if card.shown in by_id]


def _current(found):
    """The public id of the comment that stands open: the one asked for, else the first."""
    ids = [case.comment.public_id for case in found]
    asked = request.args.get("comment", "")
    return asked if asked in ids else next(iter(ids), None)
