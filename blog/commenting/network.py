"""Where a comment came from, as two keyed digests: of the network address, and of the range it lies in. Never the address.

Their key changes every few days, and with it both digests: what rests on them ends then. They can be compared with
what came in the same period, and with nothing else.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network

from blog.storage.sealing import derived_key, keyed_digest

RANGE = {4: 24, 6: 64}  # bits: what one household or one office shares


@dataclass(frozen=True)
class Network:
    """64 hexadecimal digits each, and the moment from which they are compared no more."""

    address: str
    range: str
    until: datetime


def network_at(address, *, keys, at, days):
    """The Network of an IP `address` (a string as a request gives it) at the moment `at`; None where it is none.

    `keys` are the installation's Keys, `days` is how long a key lasts.
    """
    try:
        found = ip_address((address or "").partition("%")[0])
    except ValueError:
        return None
    found = getattr(found, "ipv4_mapped", None) or found
    around = ip_network(f"{found}/{RANGE[found.version]}", strict=False)
    until = _end_of_period(at, days)
    key = derived_key(keys.digests, f"networks until {until.isoformat()}")
    return Network(
        address=keyed_digest(f"address {found}", key), range=keyed_digest(f"range {around}", key), until=until
    )


def _end_of_period(at, days):
    """Periods are counted from 1970, so that every machine counts the same."""
    length = timedelta(days=days).total_seconds()
    return datetime.fromtimestamp(0, UTC) + timedelta(seconds=(at.timestamp() // length + 1) * length)
