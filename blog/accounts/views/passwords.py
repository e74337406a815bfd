from flask import redirect, render_template, url_for

from blog.accounts.forms import PASSWORD_HINT, NewPasswordForm
from blog.accounts.new_password import choose_password_by_link
from blog.accounts.new_password import password_link as open_password_link
from blog.accounts.passwords import hashed
from blog.accounts.views.blueprint import accounts
from blog.accounts.views.sessions import start_session
from blog.storage import db


@accounts.get("/passwords/<token>")
def password_link(token):
    return password_page(open_password_link(token), NewPasswordForm())


@accounts.post("/passwords/<token>")
def use_password_link(token):
    link, form = open_password_link(token), NewPasswordForm()
    if not form.validate_on_submit():
        return password_page(link, form), 422
    db.session.rollback()  # nobody waits while the password is hashed
    account = choose_password_by_link(token, password_hash=hashed(form.password.data))
    start_session(account)
    db.session.commit()
    return redirect(url_for("housekeeping.desk"), 303)


def password_page(link, form):
    return render_template("accounts/password_link.html", link=link, form=form, password_hint=PASSWORD_HINT)
