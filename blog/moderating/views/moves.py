"""A comment is moved to another place, which is searched for; and back."""

from flask import flash, redirect, render_template, request, url_for

from blog.accounts.permissions import insist
from blog.commenting.moving import last_move_of, undo_move
from blog.commenting.moving import move as move_comment
from blog.moderating.destinations import destinations, find_destination
from blog.moderating.forms import MoveForm
from blog.moderating.views.asking import moderating, the_comment, whoever_moderates
from blog.moderating.views.place import LONGEST_SEARCH
from blog.refusals import NotAcceptable
from blog.storage import db
from blog.text.plain import find_number, tidy_line


@moderating.get("/comments/<public_id>/move")
def move(public_id):
    account = whoever_moderates()
    return _page(account, the_comment(account, public_id), MoveForm(formdata=None))


@moderating.post("/comments/<public_id>/move")
def save_move(public_id):
    account, form = whoever_moderates(), MoveForm()
    comment = the_comment(account, public_id)
    if not form.validate():
        return _page(account, comment, form), 422
    to = find_destination(comment, account, form.to.data)
    if to is None:
        form.to.errors = ["Readers do not see that, it was left later, or it is not yours to choose."]
        return _page(account, comment, form), 422
    try:
        move_comment(comment, by=account, because=tidy_line(form.because.data or ""), **to)
    except NotAcceptable as refusal:
        db.session.rollback()
        form.to.errors = [str(refusal)]
        account = whoever_moderates()
        return _page(account, the_comment(account, public_id), form), 422
    db.session.commit()
    flash("Moved, with all that answers it. Its old address leads to the new place.", "good")
    return redirect(url_for("moderating.comment", public_id=public_id), 303)


@moderating.post("/comments/<public_id>/move-back")
def move_back(public_id):
    account = whoever_moderates()
    comment = the_comment(account, public_id)
    if (last := last_move_of(comment)) is not None:
        insist(account, "moderate", last.from_article)
    undo_move(comment, by=account, seen=find_number(request.form.get("seen", "")))
    db.session.commit()
    flash("Moved back.", "good")
    return redirect(url_for("moderating.comment", public_id=public_id), 303)


def _page(account, comment, form):
    words = tidy_line(request.values.get("q", "")[:LONGEST_SEARCH])
    return render_template(
        "moderating/move.html",
        comment=comment,
        form=form,
        words=words,
        found=destinations(comment, account, words=words),
    )
