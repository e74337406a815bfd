"""A comment's own page: all that is known of it, and everything that was decided."""

from flask import current_app, render_template, request
from sqlalchemy.orm import joinedload

from blog.commenting.contact import Contact
from blog.commenting.decision import Decision, decisions_about
from blog.commenting.revision import Revision, revisions_of
from blog.moderating.case import cases
from blog.moderating.forms import ReplyForm
from blog.moderating.views.addresses import address_of
from blog.moderating.views.asking import moderating, the_comment, whoever_moderates
from blog.moderating.views.bar import bar_of
from blog.moderating.views.place import Place
from blog.storage import db


@moderating.get("/comments/<public_id>")
def comment(public_id):
    account = whoever_moderates()
    return comment_page(account, the_comment(account, public_id), ReplyForm(formdata=None))


def comment_page(account, comment, reply):
    """The page with the form `reply` (a ReplyForm) as it was filled in."""
    contact = db.session.get(Contact, comment.id)
    decisions = decisions_about(comment).options(joinedload(Decision.by))
    revisions = revisions_of(comment).options(joinedload(Revision.by))
    return render_template(
        "moderating/comment.html",
        case=cases([(comment, contact)], account, keys=current_app.config["KEYS"])[0],
        decisions=db.session.scalars(decisions).all(),
        revisions=db.session.scalars(revisions).all(),
        reply=reply,
        way=_way_back(),
        bar=bar_of(account),
        address=address_of(comment, account),
    )


def _way_back():
    """Where its forms lead, as values of their addresses: on in the queue for who came from there, else back here."""
    if request.args.get("back") == "queue":
        return Place.asked_for().values() | {"next": request.args.get("next"), "back": "queue"}
    return {"from": "comment"}
