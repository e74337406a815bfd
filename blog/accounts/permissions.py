"""What each role may do, in one table. Everything else in the house asks `may` or `insist`."""

from blog.accounts.account import Role
from blog.refusals import NotYours

ANY, OWN = "any", "own"

# An act on a thing: ANY of them, or only one's OWN (the thing says whose it is: `belongs_to(account)`).
PERMISSIONS = {
    Role.OWNER: {
        "write": ANY,
        "publish": ANY,
        "moderate": ANY,
        "see addresses": ANY,
        "write rules": ANY,
        "ban": ANY,
        "see insights": ANY,
        "read the logbook": ANY,
        "reset the filter": ANY,
        "change settings": ANY,
        "invite": ANY,
    },
    Role.EDITOR: {
        "write": ANY,
        "publish": ANY,
        "moderate": ANY,
        "see addresses": ANY,
        "write rules": ANY,
        "ban": ANY,
        "see insights": ANY,
        "read the logbook": ANY,
        "reset the filter": ANY,
        "change settings": ANY,
    },
    Role.AUTHOR: {"write": OWN, "publish": OWN, "moderate": OWN},
    Role.CONTRIBUTOR: {"write": OWN},
    Role.MODERATOR: {
        "moderate": ANY,
        "see addresses": ANY,
        "write rules": ANY,
        "ban": ANY,
        "see insights": ANY,
    },
}


def may(account, act, thing=None):
    """Whether `account` (or None: a visitor) may do `act`, to `thing` or, without one, to anything at all."""
    if account is None:
        return False
    scope = PERMISSIONS[account.role].get(act)
    if scope == OWN and thing is not None:
        return thing.belongs_to(account)
    return scope is not None


def roles_that(act, scope):
    """The Roles that may do `act` to ANY thing, or only to their OWN."""
    return [role for role, acts in PERMISSIONS.items() if acts.get(act) == scope]


def may_any(account, act):
    """Whether `account` may do `act` to whatever there is, not only to their own."""
    return account is not None and PERMISSIONS[account.role].get(act) == ANY


def insist(account, act, thing=None):
    """Raises NotYours where `may` says no."""
    if not may(account, act, thing):
        raise NotYours
