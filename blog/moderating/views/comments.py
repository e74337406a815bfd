"""A comment's own page: all that is known of it, and everything that was decided."""

from flask import current_app, render_template, request
from sqlalchemy.orm import joinedload

from blog.commenting.appeal import find_appeal
from blog.commenting.contact import Contact
from blog.commenting.decision import Decision, decisions_about
from blog.commenting.proposal import SettledProposal, find_proposal, settled_proposals_of, version_of
from blog.commenting.reason import Reason
from blog.commenting.revision import Revision, revisions_of
from blog.moderating.appeals import waits_for_another
from blog.moderating.case import cases
from blog.moderating.forms import ReplyForm
from blog.moderating.mended import changes_between
from blog.moderating.views.addresses import address_of
from blog.moderating.views.asking import moderating, the_comment, whoever_moderates
from blog.moderating.views.bar import bar_of
from blog.moderating.views.place import Place
from blog.storage import db
from blog.text.diff import difference


@moderating.get("/comments/<public_id>")
def comment(public_id):
    account = whoever_moderates()
    return comment_page(account, the_comment(account, public_id), ReplyForm(formdata=None))


def comment_page(account, comment, reply):
    """The page with the form `reply` (a ReplyForm) as it was filled in."""
    contact = db.session.get(Contact, comment.id)
    decisions = decisions_about(comment).options(joinedload(Decision.by))
    revisions = revisions_of(comment).options(joinedload(Revision.by))
    settled = settled_proposals_of(comment).options(joinedload(SettledProposal.by))
    proposal = find_proposal(comment)
    return render_template(
        "moderating/comment.html",
        case=cases([(comment, contact)], account, keys=current_app.config["KEYS"])[0],
        decisions=db.session.scalars(decisions).all(),
        changes=changes_between(db.session.scalars(revisions).all(), comment),
        reasons=list(Reason),
        appeal=(made := find_appeal(comment)),
        is_for_another=made is not None and waits_for_another(comment, account),
        proposal=proposal,
        proposed=difference(comment.body, proposal.body) if proposal else [],
        proposal_version=version_of(comment, proposal),
        settled=db.session.scalars(settled).all(),
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
