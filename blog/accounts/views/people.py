from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import joinedload

from blog.accounts.account import Account
from blog.accounts.account import accounts as all_accounts
from blog.accounts.forgotten import post_password_letter
from blog.accounts.forms import InvitationForm, RoleForm, SuspensionForm
from blog.accounts.invitation import invite as make_invitation
from blog.accounts.invitation import open_invitations, revoke_invitation
from blog.accounts.new_password import make_password_link as make_link_for
from blog.accounts.one_time_link import OneTimeLink
from blog.accounts.permissions import insist, may
from blog.accounts.standing import change_role as give_role
from blog.accounts.standing import is_last_owner, resume, suspend
from blog.accounts.views.blueprint import accounts
from blog.mail.configured import mail_is_configured
from blog.refusals import NotAcceptable, NotThere, TooOften
from blog.storage import db
from blog.web.guards import whoever_is_signed_in
from blog.web.links import absolute_url


def whoever_may_invite():
    """Who looks after people: raises NotSignedIn or NotYours."""
    person = whoever_is_signed_in()
    insist(person, "invite")
    return person


def account_called(handle):
    account = db.session.scalar(db.select(Account).where(Account.handle == handle))
    if account is None:
        raise NotThere
    return account


@accounts.get("/desk/people")
def people():
    whoever_may_invite()
    return people_page(InvitationForm())


@accounts.post("/desk/people/invitations")
def invite():
    person, form = whoever_may_invite(), InvitationForm()
    if not form.validate_on_submit():
        return people_page(form), 422
    link, token = make_invitation(by=person, role=form.role.data, note=form.note.data)
    db.session.commit()
    made = {"link": link, "url": absolute_url("accounts.invitation", token=token)}
    return people_page(InvitationForm(formdata=None), made=made)


@accounts.post("/desk/people/invitations/<reference>/revocation")
def revoke(reference):
    revoke_invitation(reference, by=whoever_may_invite())
    db.session.commit()
    flash("The invitation is taken back; its link works no more.", "good")
    return redirect(url_for("accounts.people"), 303)


@accounts.get("/desk/people/<handle>")
def person(handle):
    me = whoever_may_invite()
    return person_page(account_called(handle), me)


@accounts.post("/desk/people/<handle>/role")
def change_role(handle):
    me, form = whoever_may_invite(), RoleForm()
    account = account_called(handle)
    if not form.validate_on_submit():
        raise NotAcceptable("There is no such role.")
    give_role(account, form.role.data, by=me)
    return _back_to(account, f"{account.name} is now {account.role}.")


@accounts.post("/desk/people/<handle>/suspension")
def suspension(handle):
    """`act` says which: suspend or resume."""
    me, form = whoever_may_invite(), SuspensionForm()
    account, act = account_called(handle), request.form.get("act")
    if act not in {"suspend", "resume"} or not form.validate_on_submit():
        raise NotAcceptable
    if act == "suspend":
        suspend(account, by=me, because=form.because.data)
        return _back_to(account, f"{account.name} can no longer sign in.")
    resume(account, by=me)
    return _back_to(account, f"{account.name} can sign in again.")


@accounts.post("/desk/people/<handle>/password-link")
def make_password_link(handle):
    me = whoever_may_invite()
    account = account_called(handle)
    link, token = make_link_for(account, by=me)
    db.session.commit()
    made = {"link": link, "url": absolute_url("accounts.password_link", token=token)}
    return person_page(account, me, made=made)


@accounts.post("/desk/people/<handle>/password-letter")
def send_password_letter(handle):
    whoever_may_invite()
    account = account_called(handle)
    if not account.is_active or not mail_is_configured():
        raise NotAcceptable
    if post_password_letter(account.id) is None:
        raise TooOften("Several such letters went there within the hour. Please wait a while.")
    return _back_to(account, f"A letter with a link is on its way to {account.email}.")


def _back_to(account, words):
    handle = account.handle
    flash(words, "good")
    db.session.commit()
    if not may(whoever_is_signed_in(), "invite"):  # they gave their own role away
        return redirect(url_for("housekeeping.desk"), 303)
    return redirect(url_for("accounts.person", handle=handle), 303)


def people_page(form, made=None):
    invitations = open_invitations().options(joinedload(OneTimeLink.by))
    return render_template(
        "accounts/people.html",
        people=db.session.scalars(all_accounts().options(joinedload(Account.suspension))).all(),
        invitations=db.session.scalars(invitations).all(),
        form=form,
        made=made,
    )


def person_page(account, me, made=None):
    return render_template(
        "accounts/person.html",
        account=account,
        is_me=account.id == me.id,
        is_last_owner=is_last_owner(account),
        role_form=RoleForm(formdata=None, role=account.role),
        suspension_form=SuspensionForm(formdata=None),
        made=made,
        mail_is_configured=mail_is_configured(),
    )
