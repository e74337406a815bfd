"""Acts on many: of all that match a filter, their progress, and the ways to stop one and to take it back."""

from flask import current_app, redirect, render_template, request, url_for
from sqlalchemy import func, select

from blog.commenting.comment import Comment
from blog.commenting.reason import Reason
from blog.moderating.bulk.bulk_act import BulkAct, NothingLeft, find_undo, stop_bulk
from blog.moderating.bulk.forms import AllForm
from blog.moderating.bulk.selection import Selection, as_of_now
from blog.moderating.bulk.steps import start_bulk, undo_bulk
from blog.moderating.bulk.telling import outcome_of_many
from blog.moderating.queue import MOST_COUNTED, with_surroundings
from blog.moderating.verdict import Verdict
from blog.moderating.views.asking import moderating, whoever_moderates
from blog.moderating.views.bar import may_see
from blog.moderating.views.groups import not_as_seen
from blog.moderating.views.place import Place
from blog.moderating.views.queue import VIEWS, numbers
from blog.refusals import NotThere
from blog.storage import db
from blog.storage.types import is_public_id

SOME = 5  # of those that match, shown before all are decided about


@moderating.get("/all")
def all_matching():
    """How many match the filter now, and the first of them."""
    account, place = whoever_moderates(), Place.asked_for()
    keys, selection = current_app.config["KEYS"], Selection(place.narrowing, as_of=as_of_now())
    matching = selection.comments(account, keys=keys)
    some = matching.with_only_columns(Comment.id).limit(MOST_COUNTED).subquery()
    first = matching.options(*with_surroundings()).order_by(Comment.id).limit(SOME)
    return render_template(
        "moderating/bulk_all.html",
        place=place,
        views=VIEWS,
        reasons=list(Reason),
        number=db.session.scalar(select(func.count()).select_from(some)),
        comments=db.session.scalars(first).all(),
        as_of=".".join(map(str, selection.as_of)),
        mark=selection.held(account, keys=keys).mark() if selection.drifts else "",
        **numbers(account),
    )


@moderating.post("/all")
def decide_all():
    account, form, place = whoever_moderates(), AllForm(), Place.asked_for()
    form.insist()
    selection = Selection(place.narrowing, as_of=form.as_of_shown())
    try:
        act = start_bulk(
            selection,
            Verdict(form.verdict.data),
            by=account,
            keys=current_app.config["KEYS"],
            shown=form.shown_number(),
            mark=form.mark.data or "",
            **form.said(),
        )
    except NothingLeft as refusal:
        return not_as_seen(refusal, place)
    db.session.commit()
    return redirect(url_for("moderating.bulk", public_id=act.public_id), 303)


@moderating.get("/bulk/<public_id>")
def bulk(public_id):
    act = _the_act(whoever_moderates(), public_id)
    return render_template(
        "moderating/bulk.html", act=act, undo=find_undo(act), sentence=outcome_of_many(act)
    )


@moderating.post("/bulk/<public_id>/stop")
def stop(public_id):
    account = whoever_moderates()
    stop_bulk(_the_act(account, public_id, to_change=True), by=account)
    db.session.commit()
    return redirect(_way_on(public_id), 303)


@moderating.post("/bulk/<public_id>/undo")
def undo(public_id):
    """It makes no further decision, and those that it made are taken back."""
    account = whoever_moderates()
    act = _the_act(account, public_id, to_change=True)
    if not act.status.is_over:
        stop_bulk(act, by=account)
    try:
        undoing = undo_bulk(act, by=account, keys=current_app.config["KEYS"])
    except NothingLeft as refusal:
        return not_as_seen(refusal, Place.asked_for())
    db.session.commit()
    return redirect(_way_on(undoing.public_id, undone="1"), 303)


def _way_on(public_id, **more):
    if request.args.get("from") == "queue":
        return Place.asked_for().url(bulk=public_id, **more)
    return url_for("moderating.bulk", public_id=public_id)


def _the_act(account, public_id, *, to_change=False):
    found = select(BulkAct).where(BulkAct.public_id == public_id)
    act = (
        db.session.scalar(found.with_for_update() if to_change else found)
        if is_public_id(public_id)
        else None
    )
    if act is None or not may_see(act, account):
        raise NotThere
    return act
