"""A new password ends every session and every open password link of its account."""

import secrets

from blog.accounts.account import Account
from blog.accounts.one_time_link import OneTimeLink, Purpose, close_links, find_open_link, make_link, use_link
from blog.accounts.permissions import insist
from blog.accounts.record import Happening, record
from blog.refusals import NotThere, TooLate


class NobodySignsIn(TooLate):
    sentence = "This account is suspended; a new password would not let anybody in."


def choose_password(account, *, password_hash, at=None):
    """Gives `account` the password that made `password_hash` (passwords.hashed)."""
    account.password_hash = password_hash
    account.session_key = secrets.token_hex(16)
    close_links(OneTimeLink.account_id == account.id, at=at)
    record(account, Happening.PASSWORD, by=account, at=at)


def make_password_link(account: Account, *, by, at=None):
    """(OneTimeLink, token) with which `account` gets a new password; earlier ones work no more.

    `by` may be None: whoever commands the machine. Raises NotYours or NobodySignsIn.
    """
    if by is not None:
        insist(by, "invite")
    if not account.is_active:
        raise NobodySignsIn
    close_links(OneTimeLink.account_id == account.id, at=at)
    record(account, Happening.PASSWORD_LINK, by=by, at=at)
    return make_link(Purpose.PASSWORD, account=account, by=by, at=at)


def password_link(token, *, at=None):
    """The open link of this token. Raises NotThere, also where its account is suspended."""
    link = find_open_link(Purpose.PASSWORD, token, at=at)
    if link is None or not link.account.is_active:
        raise NotThere("This link was used already, has expired, or is not whole.")
    return link


def choose_password_by_link(token, *, password_hash, at=None):
    """The Account that the link of `token` gave a new password. Raises NotThere."""
    link = password_link(token, at=at)
    use_link(link, at=at)
    choose_password(link.account, password_hash=password_hash, at=at)
    return link.account
