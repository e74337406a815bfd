"""The reading list of one status, a page at a time."""

from flask import current_app, redirect, render_template, request, url_for

from blog.commenting.appeal import appeals_about
from blog.commenting.comment import Status
from blog.commenting.reason import Reason
from blog.moderating.appeals import for_another_than
from blog.moderating.case import cases
from blog.moderating.mended import mended_count
from blog.moderating.queue import (
    PER_PAGE,
    comments_to_moderate,
    in_view,
    latest_decision,
    mentioning,
    waiting_count,
    with_contact,
    with_surroundings,
)
from blog.moderating.views.asking import moderating, the_comment, whoever_moderates
from blog.moderating.views.bar import bar_of
from blog.moderating.views.place import Place
from blog.storage import db

VIEWS = (Status.PENDING, Status.APPROVED, Status.REJECTED, Status.SPAM)


@moderating.get("")
def queue():
    account, place = whoever_moderates(), Place.asked_for()
    rows = _rows(account, place)
    if not rows and place.after:  # everything behind it has been decided
        return redirect(
            url_for("moderating.queue", **(place.values() | {"after": None}), done=request.args.get("done"))
        )
    shown, more = rows[:PER_PAGE], rows[PER_PAGE:]
    return render_template(
        "moderating/queue.html",
        place=place,
        views=VIEWS,
        reasons=list(Reason),
        appeals=appeals_about([row[0] for row in shown]),
        cases=(found := cases(shown, account, keys=current_app.config["KEYS"])),
        current=_current(found),
        older=place.behind(shown[-1][0]) if more else None,
        waiting=db.session.scalar(waiting_count(account)),
        mended=db.session.scalar(mended_count(account)),
        last_decision=None if shown else db.session.scalar(latest_decision(account)),
        bar=bar_of(account),
    )


def _rows(account, place):
    """One more than a page holds, so that it is known whether there is another."""
    after = the_comment(account, place.after) if place.after else None
    statement = in_view(with_contact(comments_to_moderate(account)), place.status, after=after)
    if place.status is Status.PENDING:
        statement = statement.where(~for_another_than(account))
    statement = (
        mentioning(statement, place.words, keys=current_app.config["KEYS"], by=account)
        .options(*with_surroundings())
        .limit(PER_PAGE + 1)
    )
    return db.session.execute(statement).all()


def _current(found):
    """The public id of the comment that stands open: the one asked for, else the first."""
    ids = [case.comment.public_id for case in found]
    asked = request.args.get("comment", "")
    return asked if asked in ids else next(iter(ids), None)
