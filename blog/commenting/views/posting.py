"""Glue: a comment is posted."""

from contextlib import nullcontext

from flask import current_app, redirect, request, url_for

from blog.commenting.closure import ConversationClosed, insist_on_open
from blog.commenting.cookies import add_own_id, forget, own_ids, proofs_shown, remember
from blog.commenting.forms import LONGEST_BODY, comment_form_from
from blog.commenting.leaving import AlreadySaid, leave_once
from blog.commenting.queries import parent_called
from blog.commenting.receipt import receipt_token
from blog.commenting.thread_closure import ThreadClosed, insist_on_open_thread
from blog.commenting.views.blueprint import commenting
from blog.commenting.views.door import LARGEST_POSTING, knock, turned_away_too_often
from blog.commenting.views.places import comment_page, place_of, public_article_called
from blog.commenting.views.wishes import take_wishes
from blog.refusals import NotThere, Refusal, TooOften
from blog.storage import db
from blog.storage.database import reading_only
from blog.storage.site_setting import site_settings
from blog.text.markdown import render_comment
from blog.text.plain import tidy_body
from blog.web.errors import error_page, status_of
from blog.web.guards import signed_in, takes_at_most
from blog.web.headers import keep_private


@commenting.post("/articles/<slug>/comments")
@takes_at_most(LARGEST_POSTING)
def leave(slug):
    form, looks = comment_form_from(request.form), "preview" in request.form
    refused = not looks and not form.validate()
    try:
        knock(form, only_looks=looks or refused)
    except TooOften as refusal:
        return turned_away_too_often(slug, form, refusal)
    if looks:
        return _looked_at(slug, form)
    # The slow part comes before the database is asked, where nobody waits for it.
    html = None if refused else render_comment(form.body_said())
    try:
        with reading_only() if refused else nullcontext():
            article = public_article_called(slug)
            insist_on_open(article, site_settings(), by=signed_in())
            parent = _parent_in(article, form)
            if refused:
                return comment_page(article, form, parent=parent), 422
        return _left(article, parent, form, html)
    except Refusal as refusal:
        return _not_taken(slug, form, refusal)


def _parent_in(article, form):
    """What is answered, a public Comment or None. Raises ParentGone or ThreadClosed."""
    parent = parent_called(article, form.parent.data or "")
    insist_on_open_thread(parent, by=signed_in())
    return parent


def _looked_at(slug, form):
    """The form again with what its words will look like. Nothing is kept."""
    html = render_comment(tidy_body((form.body.data or "")[:LONGEST_BODY]))
    try:
        with reading_only():
            article = public_article_called(slug)
            insist_on_open(article, site_settings(), by=signed_in())
            parent = _parent_in(article, form)
            return comment_page(article, form, parent=parent, preview=html)
    except Refusal as refusal:
        return _not_taken(slug, form, refusal)


def _left(article, parent, form, html):
    account, own = signed_in(), own_ids()
    who = form.who_says(account)
    comment = leave_once(
        article,
        parent=parent,
        body=form.body_said(),
        body_html=html,
        honeypot_filled=form.is_trapped(),
        network=request.remote_addr,
        proofs=proofs_shown(),
        keys=current_app.config["KEYS"],
        by=account,
        own=own,
        **who,
    )
    take_wishes(comment, form)
    token = receipt_token(comment, current_app.config["KEYS"].receipts)
    way = place_of(comment) if account and comment.is_public() else url_for("commenting.receipt", token=token)
    mine = comment.public_id
    db.session.commit()
    response = redirect(way, 303)
    add_own_id(response, mine)
    if account is None:
        if form.remember.data:
            remember(response, mine, **who)
        else:
            forget(response)
    return keep_private(response)


def _not_taken(slug, form, refusal):
    """The page that says why, with the words still there to copy."""
    status, heading, sentence = status_of(refusal), None, str(refusal)
    ways = [("Back to the article", url_for("reading.article", slug=slug))]
    if isinstance(refusal, ConversationClosed):
        heading = "The conversation is closed"
    if isinstance(refusal, ThreadClosed):
        heading = "The thread is closed"
    if isinstance(refusal, NotThere):
        heading, sentence, ways = "This article is not here any more", "Your comment was not posted.", []
    if isinstance(refusal, AlreadySaid):
        heading, sentence = sentence, "It is on the page, for everyone to read."
        ways = [("Look at it", place_of(refusal.comment))]
    return error_page(status, heading=heading, sentence=sentence, kept=form.kept(), way_out=ways), status
