"""The letter to whoever forgot their password."""

from blog.accounts.account import Account
from blog.accounts.new_password import make_password_link
from blog.mail.composing import Composed
from blog.mail.rendering import render_letter
from blog.storage import db
from blog.storage.site_setting import site_settings
from blog.web.links import absolute_url


def write_password(about, _private_keys):
    """Makes the link now, so that it lies nowhere before; those of earlier letters work no more."""
    account = db.session.get(Account, about["account"])
    if account is None or not account.is_active:
        return None
    _link, token = make_password_link(account, by=None)
    link = absolute_url("accounts.password_link", token=token)
    text, html = render_letter("accounts/mail/password", account=account, link=link)
    return Composed(account.email, f"{site_settings().title}: a new password", text, html)


COMPOSERS = {"password": write_password}
