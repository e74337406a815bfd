"""Whoever forgot their password asks for a link by letter."""

from flask import redirect, render_template, url_for

from blog.accounts.forgotten import ask_for_password_letter
from blog.accounts.forms import ForgottenForm
from blog.accounts.sign_in import address_as_counted
from blog.accounts.views.blueprint import accounts
from blog.mail.configured import mail_is_configured
from blog.refusals import NotThere, TooOften
from blog.storage import db
from blog.web.throttle import hit_or_refuse, limit, this_network

OF_ONE_NETWORK = limit("10 per hour")
ON_ONE_ADDRESS = limit("20 per hour")


@accounts.get("/passwords/forgotten")
def forgotten():
    return _forgotten_page(ForgottenForm(formdata=None))


@accounts.post("/passwords/forgotten")
def send_password_link():
    if not mail_is_configured():
        raise NotThere
    form = ForgottenForm()
    if not form.validate_on_submit():
        return _forgotten_page(form), 422
    hit_or_refuse(OF_ONE_NETWORK, "forgotten", this_network())
    if _not_too_often(form.email.data):
        ask_for_password_letter(form.email.data)
    db.session.commit()
    return redirect(url_for("accounts.letter_sent"), 303)


@accounts.get("/passwords/sent")
def letter_sent():
    return render_template("accounts/letter_sent.html")


def _not_too_often(typed):
    """Where strangers ask for an address again and again, its owner is written to no more; the answer is the same."""
    try:
        hit_or_refuse(ON_ONE_ADDRESS, "forgotten", address_as_counted(typed))
    except TooOften:
        return False
    return True


def _forgotten_page(form):
    return render_template("accounts/forgotten.html", form=form, mail_is_configured=mail_is_configured())
