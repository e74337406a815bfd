"""The letter to whoever forgot their password."""

from flask import current_app

from blog.accounts.account import Account
from blog.accounts.letters_declined import PASSWORD, token_to_decline
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
    end_token = token_to_decline(account, PASSWORD, current_app.config["KEYS"].receipts)
    end = absolute_url("accounts.end_letters", token=end_token)
    text, html = render_letter("accounts/mail/password", account=account, link=link, end_page=end)
    subject = f"{site_settings().title}: a new password"
    return Composed(account.email, subject, text, html, end_url=end, end_page=end)


COMPOSERS = {PASSWORD: write_password}
