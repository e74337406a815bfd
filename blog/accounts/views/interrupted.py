"""A form that was sent after its session had ended is not lost: it waits in the sign-in page, and in the page after it."""

from flask import redirect, render_template, request

from blog.accounts.forms import SignInForm
from blog.accounts.views.blueprint import accounts
from blog.accounts.views.errand import errand_carried, errand_of_this_request, fields_sent
from blog.accounts.views.signing_in import sign_in_page, way_on
from blog.storage import db
from blog.storage.database import reading_only
from blog.web.errors import error_page

STALE = "This form was opened before you last signed in."


@accounts.endpoint("accounts.sign_in_to_go_on")
def sign_in_to_go_on():
    """Answers in place of the view that wanted somebody signed in (blog/web/errors.py)."""
    db.session.rollback()
    with reading_only():
        return sign_in_page(SignInForm(formdata=None), errand=errand_of_this_request()), 401


@accounts.endpoint("accounts.send_again")
def send_again():
    """Answers in place of the view whose form carried the token of another session (blog/web/errors.py)."""
    db.session.rollback()
    at_sign_in = request.endpoint == "accounts.enter"
    errand = errand_carried() if at_sign_in else errand_of_this_request()
    if errand is not None:
        return render_template("accounts/go_on.html", errand=errand, heading="Please send that again"), 400
    if at_sign_in:  # in another tab somebody was quicker
        return redirect(way_on(request.form.get("next", "")), 303)
    sentence = f"{STALE} Go back, reload the page and send it again."
    kept = [(name, words) for name, words in fields_sent() if words]
    return error_page(400, heading="Please send that again", sentence=sentence, kept=kept), 400
