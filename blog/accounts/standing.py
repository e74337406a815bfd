"""What an account may do can change, but one owner who can sign in always remains, and nobody suspends themselves."""

import secrets

from sqlalchemy import func, select

from blog.accounts.account import Account, Role, Suspension
from blog.accounts.one_time_link import OneTimeLink, close_links
from blog.accounts.permissions import insist
from blog.accounts.record import Happening, record
from blog.clock import now
from blog.refusals import TooLate
from blog.storage import db
from blog.storage.database import lock_for
from blog.text.plain import tidy_line


class LastOwner(TooLate):
    sentence = "This is the only owner who can sign in. Make somebody else an owner first."


class NotOneself(TooLate):
    sentence = "Nobody can suspend their own account."


def change_role(account, role, *, by, at=None):
    """Gives `account` another Role. Raises NotYours or LastOwner."""
    insist(by, "invite")
    if account.role is Role(role):
        return
    _insist_on_another_owner(account)
    before, account.role = account.role, Role(role)
    close_links(OneTimeLink.by_id == account.id, at=at)
    record(account, Happening.ROLE, by=by, before=before, after=account.role, at=at)


def suspend(account, *, by, because="", at=None):
    """Ends the sessions of `account`, and the links it made; it cannot sign in until `resume`.

    Raises NotYours, NotOneself or LastOwner.
    """
    insist(by, "invite")
    if account.id == by.id:
        raise NotOneself
    if account.suspension is not None:
        return
    _insist_on_another_owner(account)
    account.suspension = Suspension(by=by, because=tidy_line(because)[:200], at=at or now())
    account.session_key = secrets.token_hex(16)
    close_links(OneTimeLink.by_id == account.id, at=at)
    record(account, Happening.SUSPENDED, by=by, because=account.suspension.because, at=at)


def resume(account, *, by):
    """`account` can sign in again. Raises NotYours."""
    insist(by, "invite")
    if account.suspension is not None:
        account.suspension = None
        record(account, Happening.RESUMED, by=by)


def is_last_owner(account):
    """Whether no owner who can sign in would remain without `account`."""
    others = (
        select(func.count())
        .select_from(Account)
        .where(
            Account.id != account.id,
            Account.role == Role.OWNER,
            Account.password_hash.is_not(None),
            ~Account.suspension.has(),
        )
    )
    return account.role is Role.OWNER and db.session.scalar(others) == 0


def _insist_on_another_owner(account):
    lock_for("owners")
    if is_last_owner(account):
        raise LastOwner
