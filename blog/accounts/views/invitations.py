from flask import redirect, render_template, url_for

from blog.accounts.forms import PASSWORD_HINT, JoinForm, blame
from blog.accounts.invitation import invitation, join
from blog.accounts.passwords import hashed
from blog.accounts.views.blueprint import accounts
from blog.accounts.views.sessions import start_session
from blog.refusals import NotAcceptable
from blog.storage import db


@accounts.get("/invitations/<token>", endpoint="invitation")
def invitation_page(token):
    return join_page(invitation(token), JoinForm())


@accounts.post("/invitations/<token>", endpoint="join")
def take_invitation(token):
    link, form = invitation(token), JoinForm()
    if not form.validate_on_submit():
        return join_page(link, form), 422
    db.session.rollback()  # nobody waits while the password is hashed
    try:
        password_hash = hashed(form.password.data)
        account = join(token, name=form.name.data, email=form.email.data, password_hash=password_hash)
    except NotAcceptable as refusal:
        db.session.rollback()
        blame(form, refusal)
        return join_page(invitation(token), form), 422
    start_session(account)
    db.session.commit()
    return redirect(url_for("housekeeping.desk"), 303)


def join_page(link, form):
    return render_template("accounts/invitation.html", link=link, form=form, password_hint=PASSWORD_HINT)
