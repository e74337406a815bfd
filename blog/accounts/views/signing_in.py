from flask import redirect, render_template, request, url_for

from blog.accounts.forms import SignInForm
from blog.accounts.sign_in import claim_of, find_let_in, find_proven
from blog.accounts.views.blueprint import accounts
from blog.accounts.views.errand import errand_carried
from blog.accounts.views.sessions import start_session, stop_session
from blog.accounts.views.tries import count_try, forget_try
from blog.mail.configured import mail_is_configured
from blog.refusals import TooOften
from blog.storage import db
from blog.storage.database import reading_only
from blog.web.guards import signed_in
from blog.web.links import is_local_path

WRONG = "Email and password do not belong together."


@accounts.get("/sign-in")
def sign_in():
    if signed_in() is not None:
        return redirect(way_on(request.args.get("next", "")))
    return sign_in_page(SignInForm(formdata=None, next=request.args.get("next", "")))


@accounts.post("/sign-in")
def enter():
    form, errand = SignInForm(), errand_carried()
    if not form.validate_on_submit():
        return sign_in_page(form, errand=errand), 422
    try:
        counted = count_try(form.email.data)
    except TooOften as refusal:
        form.form_errors.append(str(refusal))
        return sign_in_page(form, errand=errand), 429, {"Retry-After": str(refusal.retry_after)}
    account = _account_that_proved_itself(form.email.data, form.password.data)
    if account is None:
        form.form_errors.append(WRONG)
        return sign_in_page(form, errand=errand), 422
    forget_try(counted)
    start_session(account)
    db.session.commit()
    if errand is not None:
        return render_template("accounts/go_on.html", errand=errand)
    return redirect(way_on(form.next.data or ""), 303)


def _account_that_proved_itself(email, password):
    """The Account, or None. No transaction is open while the password is checked: that takes a while."""
    with reading_only():
        claim = claim_of(email)
        db.session.rollback()
    proven = find_proven(claim, password)
    return find_let_in(*proven) if proven else None


@accounts.post("/sign-out")
def sign_out():
    stop_session()
    db.session.commit()
    return redirect(url_for("reading.home"), 303)


def sign_in_page(form, errand=None):
    """The page's HTML; an Errand travels with it."""
    return render_template(
        "accounts/sign_in.html", form=form, errand=errand, mail_is_configured=mail_is_configured()
    )


def way_on(address):
    """`address` if it stays on this site, else the desk."""
    return address if is_local_path(address) else url_for("housekeeping.desk")
