"""Glue: the page of whoever wrote a comment: what became of it, and where it is mended, taken back or appealed for."""

from flask import redirect, render_template, request, url_for

from blog.clock import now
from blog.commenting.appeal import appeal, find_appeal
from blog.commenting.comment import Comment
from blog.commenting.explanation import explanations_of
from blog.commenting.forms import LONGEST_BODY
from blog.commenting.mend import MendedMeanwhile, mend, mends_until, version_to_mend, words_to_mend
from blog.commenting.offers import data_of, letters_of
from blog.commenting.own_comments import find_fate, find_reason
from blog.commenting.proposal import find_proposal, find_settled_proposal
from blog.commenting.receipt import comment_of_receipt
from blog.commenting.views.blueprint import commenting
from blog.commenting.views.door import knock_gently
from blog.commenting.views.places import place_of
from blog.commenting.views.receipt_forms import AppealForm, MendForm
from blog.commenting.visibility import lock_conversations
from blog.commenting.withdrawal import withdraw_comment
from blog.refusals import NotThere, Refusal, TooOften
from blog.storage import db
from blog.storage.database import reading_only
from blog.storage.site_setting import site_settings
from blog.text.markdown import render_comment
from blog.text.plain import tidy_body
from blog.web.errors import error_page, status_of


@commenting.get("/receipts/<token>")
def receipt(token):
    return receipt_page(token, comment_called(token))


@commenting.post("/receipts/<token>/body")
def mend_body(token):
    form = MendForm()
    typed = [("Your words", form.body.data)]
    try:
        knock_gently("mend a comment")
    except TooOften as refusal:
        return refused(token, refusal, typed)
    looks = "preview" in request.form
    if looks or not form.validate():
        html = render_comment(tidy_body((form.body.data or "")[:LONGEST_BODY])) if looks else None
        with reading_only():
            return receipt_page(
                token, comment_called(token), mending=form, preview=html
            ), 200 if looks else 422
    html = render_comment(form.body_said())  # before the database is asked, where nobody waits for it
    comment = comment_called(token, to_change=True)
    # A form of an older page, or of none, says nothing of what it began from.
    seen = form.seen.data if "seen" in request.form else None
    try:
        mend(comment, body=form.body_said(), body_html=html, seen=seen, site=site_settings())
    except MendedMeanwhile as refusal:
        heading = "Your comment was changed since you opened it"
        return refused(token, refusal, [*typed, ("As it is now", refusal.words)], heading=heading)
    except Refusal as refusal:
        return refused(token, refusal, typed)
    return done(token)


@commenting.post("/receipts/<token>/withdrawal")
def withdraw(token):
    withdraw_comment(comment_called(token, to_change=True))
    return done(token)


@commenting.post("/receipts/<token>/appeal")
def appeal_for(token):
    form = AppealForm()
    if not form.validate():
        with reading_only():
            return receipt_page(token, comment_called(token), appealing=form), 422
    try:
        appeal(comment_called(token, to_change=True), words=form.said())
    except NotThere:
        raise
    except Refusal as refusal:
        return refused(token, refusal, [("What you wrote", form.words.data)])
    return done(token)


def comment_called(token, *, to_change=False):
    """The Comment of a receipt, locked with its conversation if it is `to_change`. Raises NotThere."""
    found = comment_of_receipt(token)
    if to_change:
        lock_conversations(db.session.scalars(found.with_only_columns(Comment.article_id)).all())
        found = found.with_for_update(of=Comment)
    comment = db.session.scalar(found)
    if comment is None:
        raise NotThere
    return comment


def receipt_page(token, comment, *, mending=None, preview=None, appealing=None):
    """The receipt, with the forms `mending` and `appealing` as they were filled in; `preview` is HTML to look at first."""
    fate, site, public = find_fate(comment), site_settings(), comment.article.is_public()
    until, made = mends_until(comment, fate, site), find_appeal(comment)
    begun = {"body": words_to_mend(comment), "seen": version_to_mend(comment)}
    return render_template(
        "commenting/receipt.html",
        token=token,
        comment=comment,
        fate=fate,
        explanations=explanations_of(comment) if fate == "waiting" else [],
        reason=find_reason(comment) if fate == "rejected" else None,
        article=comment.article if public else None,
        place=place_of(comment) if public else None,
        proposal=find_proposal(comment) if fate in ("approved", "hidden") else None,
        settled=find_settled_proposal(comment) if fate in ("approved", "hidden") else None,
        mends_until=until if until and until > now() else None,
        mending=mending or MendForm(formdata=None, data=begun),
        preview=preview,
        appeal=made,
        appealing=appealing or AppealForm(formdata=None),
        letters=letters_of(comment),
        data=data_of(comment),
    )


def done(token, anchor=None):
    db.session.commit()
    return redirect(url_for("commenting.receipt", token=token, _anchor=anchor), 303)


def refused(token, refusal, kept, *, heading=None):
    """The page that says why, with what was typed there to be copied."""
    status, ways = status_of(refusal), [("Back to your comment", url_for("commenting.receipt", token=token))]
    headers = {"Retry-After": str(refusal.retry_after)} if isinstance(refusal, TooOften) else {}
    page = error_page(status, heading=heading, sentence=str(refusal), kept=kept, way_out=ways)
    return page, status, headers
