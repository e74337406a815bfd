"""Glue: letters are wished for, confirmed and ended. A GET asks; only a POST changes anything, for scanners follow links."""

from flask import current_app, redirect, render_template, request, url_for

from blog.commenting.confirmation import confirm, is_confirmed
from blog.commenting.contact import Contact
from blog.commenting.cookies import note_proof
from blog.commenting.letter_link import LinkTo, comment_of_link
from blog.commenting.letters.fate import post_fate_of
from blog.commenting.mail_refused import allow_mail, is_mail_refused, refuse_mail
from blog.commenting.receipt import receipt_token
from blog.commenting.subscription import (
    Rhythm,
    Scope,
    choose_letters,
    end_letters,
    find_subscription,
    gets_letters,
)
from blog.commenting.views.blueprint import commenting
from blog.commenting.views.receipts import comment_called, done
from blog.commenting.views.wishes import ask_whether_it_is_theirs
from blog.mail.configured import mail_is_configured
from blog.refusals import NotAcceptable, NotThere
from blog.storage import db


@commenting.post("/receipts/<token>/letters")
def choose(token):
    comment = comment_called(token, to_change=True)
    if not mail_is_configured() or db.session.get(Contact, comment.id) is None:
        raise NotThere
    if "again" not in request.form:
        _take_choice(comment)
    wish = find_subscription(comment)
    if wish is not None and wish.is_alive():
        ask_whether_it_is_theirs(comment)
    return done(token, anchor="letters")


def _take_choice(comment):
    scope, rhythm = request.form.get("scope", ""), request.form.get("rhythm", Rhythm.AT_ONCE.value)
    if scope not in list(Scope) or rhythm not in list(Rhythm):
        raise NotAcceptable
    choose_letters(comment, scope=scope, rhythm=rhythm, tell_fate="tell_fate" in request.form)


@commenting.get("/letters/<token>/confirmation")
def confirmation(token):
    comment = comment_of_link(token, LinkTo.CONFIRM, _key())
    confirmed = is_confirmed(comment)
    return render_template(
        "commenting/confirmation.html",
        token=token,
        comment=comment,
        article=comment.article if comment.article.is_public() else None,
        confirmed=confirmed,
        receipt=url_for("commenting.receipt", token=receipt_token(comment, _key())) if confirmed else None,
    )


@commenting.post("/letters/<token>/confirmation")
def confirm_address(token):
    comment = comment_of_link(token, LinkTo.CONFIRM, _key())
    contact = db.session.get(Contact, comment.id)
    if contact is None:
        raise NotThere
    if not is_confirmed(comment):
        confirm(comment)
        allow_mail(contact.digest)
        post_fate_of(comment)
    response = redirect(url_for("commenting.confirmation", token=token), 303)
    note_proof(response, contact.digest)
    db.session.commit()
    return response


@commenting.get("/letters/<token>/end")
def end_letters_page(token):
    return _end_page(token, comment_of_link(token, LinkTo.END, _key()))


@commenting.post("/letters/<token>/end", endpoint="end_letters")
def end_letters_now(token):
    """Also what a mailbox's own button posts (RFC 8058): no form of ours, so what is ended stands in the address."""
    comment = comment_of_link(token, LinkTo.END, _key())
    contact = db.session.get(Contact, comment.id)
    if contact is not None:
        if "again" in request.form:
            allow_mail(contact.digest)
        elif "all" in request.values:
            refuse_mail(contact.digest)
        else:
            end_letters(comment)
        db.session.commit()
    return _end_page(token, comment, is_done="again" not in request.form)


def _end_page(token, comment, *, is_done=False):
    contact = db.session.get(Contact, comment.id)
    return render_template(
        "commenting/end_letters.html",
        token=token,
        article=comment.article if comment.article.is_public() else None,
        is_done=is_done,
        gets_letters=gets_letters(comment),
        is_refused=contact is not None and is_mail_refused(contact.digest),
        is_forgotten=contact is None,
    )


def _key():
    return current_app.config["KEYS"].receipts
