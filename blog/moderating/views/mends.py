"""Mended words of published comments: what changed, word by word, to be accepted or refused as it was seen."""

from flask import flash, redirect, render_template, request, url_for

from blog.commenting.comment import Status
from blog.commenting.proposal import (
    ProposalChanged,
    accept_proposal,
    find_proposal,
    refuse_proposal,
    version_of,
)
from blog.moderating.forms import ProposalForm
from blog.moderating.mended import proposals_to_moderate
from blog.moderating.queue import PER_PAGE
from blog.moderating.verdict import TakenBack
from blog.moderating.views.asking import moderating, the_comment, whoever_moderates
from blog.moderating.views.queue import VIEWS, numbers
from blog.refusals import NotThere
from blog.storage import db
from blog.storage.types import is_public_id
from blog.text.diff import difference
from blog.web.errors import error_page

OUTCOMES = {
    "accept": (accept_proposal, "Accepted what {} mended."),
    "refuse": (refuse_proposal, "Refused what {} mended. The comment stays as it was."),
}


@moderating.get("/mended")
def mended():
    account = whoever_moderates()
    after = _proposal_behind(account, request.args.get("after", ""))
    found = proposals_to_moderate(account, after=after).limit(PER_PAGE + 1)
    rows = db.session.scalars(found).all()
    shown = rows[:PER_PAGE]
    return render_template(
        "moderating/mended.html",
        views=VIEWS,
        **numbers(account),
        proposals=[
            (each, difference(each.comment.body, each.body), version_of(each.comment, each)) for each in shown
        ],
        older=shown[-1].comment.public_id if len(rows) > PER_PAGE else None,
    )


@moderating.post("/comments/<public_id>/proposal")
def settle(public_id):
    account, form = whoever_moderates(), ProposalForm()
    comment = the_comment(account, public_id, to_change=True)
    form.insist()
    if comment.status is Status.WITHDRAWN:
        raise TakenBack
    act, words = OUTCOMES[form.outcome.data]
    try:
        act(comment, by=account, seen=form.seen.data if "seen" in request.form else None)
    except ProposalChanged as refusal:
        ways = [
            ("Look at the comment", url_for("moderating.comment", public_id=public_id)),
            ("To what was mended", url_for("moderating.mended")),
        ]
        return error_page(409, sentence=str(refusal), way_out=ways), 409
    said = words.format(comment.name)
    db.session.commit()
    flash(said, "good")
    if request.args.get("from") == "comment":
        return redirect(url_for("moderating.comment", public_id=public_id), 303)
    return redirect(url_for("moderating.mended"), 303)


def _proposal_behind(account, public_id):
    """The Proposal of the last comment of the page before; None for the beginning, or where it is settled by now."""
    if not public_id:
        return None
    if not is_public_id(public_id):
        raise NotThere
    return find_proposal(the_comment(account, public_id))
