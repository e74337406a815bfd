"""Passwords may be tried so often and no more, counted by account and by network before the work of checking one.

One network is stopped long before it could use up what an account allows, so that a stranger cannot lock somebody out;
and a browser on which the account was signed in before has a count of its own, which no stranger can reach.
"""

from blog.accounts.sign_in import address_as_counted
from blog.accounts.views.sessions import mark_of_known_browser
from blog.web.throttle import give_back, hit_or_refuse, limit, this_network

OF_ONE_NETWORK_ON_ONE_ACCOUNT = limit("10 per 10 minutes")
OF_ONE_NETWORK = limit("30 per 10 minutes")
ON_ONE_ACCOUNT = limit("100 per hour")
OF_A_KNOWN_BROWSER = limit("10 per 10 minutes")
OF_ONES_OWN_PASSWORD = limit("10 per 10 minutes")


def count_try(typed):
    """Counts a try to sign in with the address `typed`; returns what `forget_try` takes. Raises TooOften.

    The narrow limits come first: what they refuse does not count towards the wide ones.
    """
    address = address_as_counted(typed)
    counted = _limits_for(address)
    for each in counted:
        hit_or_refuse(*each)
    return counted


def forget_try(counted):
    """The password was right: only failures count."""
    for each in counted:
        give_back(*each)


def count_try_of_own_password(account):
    """The same for somebody who is signed in and asked for their password."""
    counted = [(OF_ONES_OWN_PASSWORD, "own password", str(account.id))]
    hit_or_refuse(*counted[0])
    return counted


def _limits_for(address):
    mark = mark_of_known_browser(address)
    if mark is not None:
        return [(OF_A_KNOWN_BROWSER, "known browser", mark, address)]
    network = this_network()
    return [
        (OF_ONE_NETWORK_ON_ONE_ACCOUNT, "network and account", network, address),
        (OF_ONE_NETWORK, "network", network),
        (ON_ONE_ACCOUNT, "account", address),
    ]
