"""Staff mend the words of a comment; what it said before stays on its page."""

from flask import flash, redirect, render_template, request, url_for

from blog.commenting.comment import Status
from blog.commenting.revision import Revision, edit_comment, edition_of, revisions_of
from blog.moderating.forms import EditForm
from blog.moderating.verdict import TakenBack, WordsErased
from blog.moderating.views.asking import moderating, the_comment, whoever_moderates
from blog.refusals import NotThere, TooLate
from blog.storage import db
from blog.text.plain import find_number
from blog.web.errors import error_page


class WordsChangedMeanwhile(TooLate):
    sentence = "Its words were changed since you saw them. Nothing was saved."


@moderating.get("/comments/<public_id>/edit")
def edit(public_id):
    comment = the_comment(whoever_moderates(), public_id)
    words = {"body": comment.body, "name": comment.name, "website": comment.website}
    _insist_on_words(comment)
    form = EditForm(formdata=None, data=words | {"edited": edition_of(comment)})
    return render_template("moderating/edit.html", comment=comment, form=form)


@moderating.post("/comments/<public_id>/edit")
def save_edit(public_id):
    account, form = whoever_moderates(), EditForm()
    comment = the_comment(account, public_id, to_change=True)
    if comment.status is Status.WITHDRAWN:
        raise TakenBack
    _insist_on_words(comment)
    if "edited" in request.form and form.edited.data != edition_of(comment):
        return changed_meanwhile(public_id, form)
    if not form.validate():
        return render_template("moderating/edit.html", comment=comment, form=form), 422
    edit_comment(comment, by=account, **form.said())
    db.session.commit()
    flash("Saved. What it said before stands in its story, and can be brought back.", "good")
    return redirect(url_for("moderating.comment", public_id=public_id), 303)


@moderating.post("/comments/<public_id>/restore")
def restore(public_id):
    """What it said before some change becomes what it says; that is a change like any other."""
    account = whoever_moderates()
    comment = the_comment(account, public_id, to_change=True)
    if comment.status is Status.WITHDRAWN:
        raise TakenBack
    _insist_on_words(comment)
    number = find_number(request.form.get("revision", ""))
    revision = db.session.scalar(revisions_of(comment).where(Revision.id == (number or 0)))
    if revision is None or not revision.body:
        raise NotThere
    if request.form.get("edited", "") != edition_of(comment):
        raise WordsChangedMeanwhile
    words = {"body": revision.body, "name": revision.name, "website": revision.website}
    edit_comment(comment, by=account, **words)
    db.session.commit()
    flash("It says again what it said then.", "good")
    return redirect(url_for("moderating.comment", public_id=public_id), 303)


def _insist_on_words(comment):
    if not comment.body:
        raise WordsErased


def changed_meanwhile(public_id, form):
    page = error_page(
        409,
        heading="Somebody has edited this comment since you opened it",
        sentence="Nothing was saved. The comment's page has the words as they are now.",
        kept=[(field.label.text, field.data) for field in (form.body, form.name, form.website) if field.data],
        way_out=[
            ("Look at the comment", url_for("moderating.comment", public_id=public_id)),
            ("Edit it as it is now", url_for("moderating.edit", public_id=public_id)),
        ],
    )
    return page, 409
