"""What people are asked when they come in and when they describe themselves. Rules stand in the acts, not here."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from blog.accounts.account import (
    LONGEST_BIO,
    LONGEST_HANDLE,
    LONGEST_NAME,
    AddressTaken,
    BioTooLong,
    HandleTaken,
    Role,
    WrongHandle,
    WrongName,
)
from blog.accounts.address import WrongAddress
from blog.accounts.passwords import LONGEST, SHORTEST, WeakPassword

ROLES = {
    Role.OWNER: "Owner: everything",
    Role.EDITOR: "Editor: all articles and comments, and the settings",
    Role.AUTHOR: "Author: own articles and the comments on them",
    Role.CONTRIBUTOR: "Contributor: own drafts",
    Role.MODERATOR: "Moderator: all comments",
}
PASSWORD_HINT = f"At least {SHORTEST} characters. A few unrelated words make a good one."

# Which field a refusal is about.
_FIELD_OF = {
    AddressTaken: "email",
    WrongAddress: "email",
    WrongName: "name",
    WrongHandle: "handle",
    HandleTaken: "handle",
    BioTooLong: "bio",
    WeakPassword: "password",
}


def blame(form, refusal):
    """Puts the sentence of `refusal` (a NotAcceptable) at the field it is about."""
    form[_FIELD_OF[type(refusal)]].errors = [str(refusal)]


def _words(typed):
    """A field that was not sent at all is an empty one."""
    return (typed or "").strip()


def _name():
    return StringField(
        "Name", [DataRequired("Please give a name."), Length(max=LONGEST_NAME, message=WrongName.sentence)]
    )


def _email():
    return StringField(
        "Email", [InputRequired("Please give an email."), Length(max=254, message=WrongAddress.sentence)]
    )


def _new_password(label):
    message = WeakPassword.sentence
    return PasswordField(
        label, [InputRequired("Please choose a password."), Length(SHORTEST, LONGEST, message=message)]
    )


def _role():
    return SelectField(
        "Role",
        choices=[SelectChoice(role.value, words) for role, words in ROLES.items()],
        default=Role.AUTHOR,
    )


class VisitorsForm(FlaskForm):
    class Meta:
        csrf = False  # cross-site posts are refused by blog/web/guards.py


class SignInForm(VisitorsForm):
    email = StringField("Email", [InputRequired("Please give your email.")])
    password = PasswordField("Password", [InputRequired("Please give your password.")])
    next = HiddenField()


class ForgottenForm(VisitorsForm):
    email = StringField("Email", [InputRequired("Please give your email.")])


class JoinForm(VisitorsForm):
    name = _name()
    email = _email()
    password = _new_password("Password")


class NewPasswordForm(VisitorsForm):
    password = _new_password("New password")


class OwnPasswordForm(FlaskForm):
    current_password = PasswordField(
        "Current password", [InputRequired("Please give your current password.")]
    )
    password = _new_password("New password")


class ProfileForm(FlaskForm):
    name = _name()
    handle = StringField(
        "Handle", [DataRequired("Please give a handle."), Length(max=LONGEST_HANDLE)], filters=[_words]
    )
    bio = TextAreaField("About you", [Length(max=LONGEST_BIO, message=BioTooLong.sentence)], filters=[_words])


class InvitationForm(FlaskForm):
    note = StringField("For whom", [Length(max=100)], filters=[_words])
    role = _role()


class RoleForm(FlaskForm):
    role = _role()


class SuspensionForm(FlaskForm):
    because = StringField("Why", [Length(max=200)], filters=[_words])
