from flask import flash, redirect, render_template, url_for

from blog.accounts.account import introduce
from blog.accounts.forms import PASSWORD_HINT, OwnPasswordForm, ProfileForm, blame
from blog.accounts.letter_rhythm import Rhythm, rhythm_of
from blog.accounts.letters_declined import has_declined, kinds_for
from blog.accounts.new_password import choose_password
from blog.accounts.passwords import hashed
from blog.accounts.sign_in import Claim, find_let_in, find_proven
from blog.accounts.views.blueprint import accounts
from blog.accounts.views.sessions import start_session
from blog.accounts.views.tries import count_try_of_own_password, forget_try
from blog.mail.configured import mail_is_configured
from blog.refusals import NotAcceptable, TooOften
from blog.storage import db
from blog.web.guards import whoever_is_signed_in


@accounts.get("/desk/profile")
def profile():
    return profile_page(whoever_is_signed_in())


@accounts.post("/desk/profile")
def change_profile():
    person, form = whoever_is_signed_in(), ProfileForm()
    if not form.validate_on_submit():
        return profile_page(person, form=form), 422
    try:
        introduce(person, name=form.name.data, handle=form.handle.data, bio=form.bio.data)
    except NotAcceptable as refusal:
        blame(form, refusal)
        return profile_page(person, form=form), 422
    db.session.commit()
    flash("Your profile is saved.", "good")
    return redirect(url_for("accounts.profile"), 303)


@accounts.post("/desk/profile/password")
def password():
    person, form = whoever_is_signed_in(), OwnPasswordForm()
    if not form.validate_on_submit():
        return profile_page(person, password_form=form), 422
    try:
        counted = count_try_of_own_password(person)
    except TooOften as refusal:
        form.current_password.errors = [str(refusal)]
        return profile_page(person, password_form=form), 429, {"Retry-After": str(refusal.retry_after)}
    claim = Claim(person.id, person.password_hash)
    db.session.rollback()  # nobody waits while passwords are checked and hashed
    proven = find_proven(claim, form.current_password.data)
    password_hash = hashed(form.password.data) if proven else None
    account = find_let_in(claim) if proven else None
    if account is None:
        form.current_password.errors = ["This is not your current password."]
        return profile_page(whoever_is_signed_in(), password_form=form), 422
    forget_try(counted)
    choose_password(account, password_hash=password_hash)
    start_session(account)
    flash("Your password is changed. Wherever else you were signed in, you no longer are.", "good")
    db.session.commit()
    return redirect(url_for("accounts.profile"), 303)


def profile_page(person, form=None, password_form=None):
    return render_template(
        "accounts/profile.html",
        person=person,
        form=form or ProfileForm(formdata=None, obj=person),
        password_form=password_form or OwnPasswordForm(formdata=None),
        password_hint=PASSWORD_HINT,
        letters=_letters(person),
        rhythms=list(Rhythm),
        rhythm=rhythm_of(person),
    )


def _letters(person):
    """{kind: whether this person gets it} of the letters that could come."""
    if not mail_is_configured():
        return {}
    return {kind: not has_declined(person, kind) for kind in kinds_for(person)}
