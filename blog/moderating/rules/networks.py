"""A rule about a network is made of a comment that came from there, and ends with the fingerprint of that network."""

from blog.commenting.contact import Contact
from blog.moderating.finding import Outcome
from blog.moderating.rules.patterns import network_entry
from blog.moderating.rules.rule import Draft, Kind, Mode, write_rule
from blog.refusals import TooLate
from blog.storage import db


class NetworkForgotten(TooLate):
    sentence = "Where this comment came from is not kept any more, so no rule can be made of it."


def networks_of(comment, *, keys):
    """The entries of a pattern for the address and for the range that a Comment came from. Raises NetworkForgotten."""
    contact = db.session.get(Contact, comment.id)
    entries = [network_entry(contact, comment, keys=keys, wide=wide) for wide in (False, True)]
    if None in entries:
        raise NetworkForgotten
    return entries


def make_network_rule(comment, *, by, keys, outcome=Outcome.HOLD, mode=Mode.ON, wide=False, note="", at=None):
    """The first version of a rule about where a Comment came from; `wide`: the range around it. Raises NetworkForgotten."""
    pattern = {"networks": [networks_of(comment, keys=keys)[wide]]}
    return write_rule(Draft(Kind.NETWORKS, pattern, outcome, mode, note=note), by=by, at=at)
