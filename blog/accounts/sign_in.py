"""Who knows the address and the password is let in; nobody learns which of the two was wrong.

In three steps, because checking a password takes a while and nobody should wait for it: what the address stands for is
read, then the password is checked with no transaction open, then the account is let in if nothing changed meanwhile.
"""

from dataclasses import dataclass

from sqlalchemy import select, update

from blog.accounts.account import Account
from blog.accounts.address import WrongAddress, normalised_address
from blog.accounts.passwords import hashed, is_outdated, is_right
from blog.storage import db


@dataclass(frozen=True)
class Claim:
    """What an address stands for: nobody, where both are None."""

    account_id: int | None = None
    password_hash: str | None = None


def address_as_counted(typed):
    """The address in the one form under which tries are counted, whether or not it is one."""
    try:
        return normalised_address(typed)
    except WrongAddress:
        return typed.strip().lower()


def claim_of(typed):
    """The Claim of an address as typed. One query, whoever it is, and if it is no address at all."""
    try:
        address = normalised_address(typed)
    except WrongAddress:
        address = ""
    statement = select(Account.id, Account.password_hash).where(Account.email == address)
    return Claim(*(db.session.execute(statement).first() or ()))


def find_proven(claim, password):
    """(claim, renewed hash or None) if `password` is the one, or None. Slow: no transaction should be open."""
    if not is_right(password, claim.password_hash):
        return None
    return claim, (hashed(password) if is_outdated(claim.password_hash) else None)


def find_let_in(claim, renewed=None):
    """The Account of a proven `claim`, or None: suspended, or its password changed in the meantime."""
    same = (Account.id == claim.account_id, Account.password_hash == claim.password_hash)
    account = db.session.scalar(select(Account).where(*same))
    if account is None or not account.is_active:
        return None
    if renewed:
        db.session.execute(update(Account).where(*same).values(password_hash=renewed))
    return account
