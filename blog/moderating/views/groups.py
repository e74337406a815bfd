"""A group: one decision about all of it that was seen, and a page of its members, of whom some can be taken out."""

from flask import current_app, flash, redirect, render_template, request, url_for
from sqlalchemy import select

from blog.commenting.comment import Comment
from blog.commenting.reason import Reason
from blog.moderating.bulk.bulk_act import NothingLeft
from blog.moderating.bulk.forms import GroupForm
from blog.moderating.bulk.selection import Selection
from blog.moderating.bulk.steps import start_bulk
from blog.moderating.cards import matching
from blog.moderating.forms import VerdictForm
from blog.moderating.groups.gathering import move_to_own_group
from blog.moderating.groups.group import CommentGroup, GroupMember
from blog.moderating.queue import comments_to_moderate, with_surroundings
from blog.moderating.verdict import Verdict
from blog.moderating.views.asking import moderating, whoever_moderates
from blog.moderating.views.bar import MOST, bar_of
from blog.moderating.views.decisions import comments_shown, say_of_each
from blog.moderating.views.place import Place
from blog.moderating.views.queue import VIEWS, numbers
from blog.refusals import NotThere
from blog.storage import db
from blog.storage.types import is_public_id
from blog.text.plain import find_number
from blog.web.errors import error_page

MEMBERS = 50  # on a page


@moderating.get("/groups/<public_id>")
def group(public_id):
    account, place = whoever_moderates(), Place.asked_for()
    found, after = the_group(account, public_id), find_number(request.args.get("from", "0")) or 0
    theirs = _members(account, place, found)
    rows = db.session.scalars(
        theirs.where(Comment.id > after).order_by(Comment.id).limit(MEMBERS + 1).options(*with_surroundings())
    ).all()
    shown = rows[:MEMBERS]
    counted = select(db.func.count()).select_from(theirs.with_only_columns(Comment.id).subquery())
    return render_template(
        "moderating/group.html",
        group=found,
        place=place,
        views=VIEWS,
        reasons=list(Reason),
        comments=shown,
        number=db.session.scalar(counted),
        later=shown[-1].id if len(rows) > MEMBERS else None,
        bar=bar_of(account),
        **numbers(account),
    )


@moderating.post("/groups/<public_id>/decision")
def decide_group(public_id):
    """All that was waiting in it (or spam, or what the place is narrowed to) at the turn that its card had shown."""
    account, form, place = whoever_moderates(), GroupForm(), Place.asked_for()
    found = the_group(account, public_id)
    form.insist()
    selection = Selection(place.narrowing, groups=((found.id, form.turn.data or 0),))
    try:
        act = start_bulk(
            selection,
            Verdict(form.verdict.data),
            by=account,
            keys=current_app.config["KEYS"],
            shown=form.shown_number(),
            **form.said(),
        )
    except NothingLeft as refusal:
        return not_as_seen(refusal, place)
    db.session.commit()
    following = request.args.get("next", "")
    more = {"comment": following, "_anchor": f"comment-{following}"} if is_public_id(following) else {}
    return redirect(place.url(bulk=act.public_id, **more), 303)


@moderating.post("/groups/<public_id>/members")
def some_of_group(public_id):
    """Some members alone: decided about, or, with `apart`, taken out of the group."""
    account, place = whoever_moderates(), Place.asked_for()
    the_group(account, public_id)
    shown = dict(each.partition(".")[::2] for each in request.form.getlist("comment")[:MOST])
    done = skipped = ()
    if "apart" in request.form:
        apart = comments_shown(account, shown)
        for comment in apart:
            move_to_own_group(comment)
        flash(_taken_out(len(apart)), "good" if apart else "wait")
    else:
        form = VerdictForm()
        form.insist()
        done, skipped = say_of_each(account, shown, form)
    db.session.commit()
    told = {"done": ",".join(done) or None, "skipped": ",".join(skipped) or None}
    return redirect(url_for("moderating.group", public_id=public_id, **place.values(), **told), 303)


def _taken_out(number):
    if number < 2:
        return ("No comment was selected.", "Taken out: it has a card of its own now.")[number]
    return f"Taken out: {number:,} comments have a card of their own each now."


def the_group(account, public_id):
    """A CommentGroup with something in it that `account` may decide about. Raises NotThere."""
    if not is_public_id(public_id):
        raise NotThere
    theirs = comments_to_moderate(account).join(GroupMember, GroupMember.comment_id == Comment.id)
    some = (
        theirs.where(GroupMember.group_id == CommentGroup.id)
        .with_only_columns(Comment.id)
        .correlate(CommentGroup)
    )
    found = db.session.scalar(select(CommentGroup).where(CommentGroup.public_id == public_id, some.exists()))
    if found is None:
        raise NotThere
    return found


def _members(account, place, group):
    theirs = select(GroupMember.comment_id).where(
        GroupMember.group_id == group.id, GroupMember.status == place.status
    )
    return matching(account, place.narrowing, keys=current_app.config["KEYS"]).where(Comment.id.in_(theirs))


def not_as_seen(refusal, place):
    return error_page(409, sentence=str(refusal), way_out=[("To the queue", place.url())]), 409
