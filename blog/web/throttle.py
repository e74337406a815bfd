"""How often is too often, counted across all workers. Nobody's address lies in the counter: only keyed digests do.

Where the counter is broken, people are let through and the log says so: a blog that nobody can sign in to is worse.
"""

from datetime import timedelta
from functools import cache
from hashlib import blake2b
from ipaddress import ip_address, ip_network
from math import ceil

from flask import current_app, request
from limits import parse, parse_many
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from blog.clock import now
from blog.refusals import TooOften
from blog.storage import limit_counter  # noqa: F401  (gives `limits` its sqlite scheme)

NOTED_DAYS = 40  # for how long it is known how often something came to pass on a day
REDIS_SECONDS = 1  # a counter that does not answer must not hold up a worker


def limit(words):
    """A limit as in "10 per 10 minutes"; its time begins with the first try."""
    return parse(words)


@cache
def several_limits(words, times=1):
    """The limits in `words`, a string as in "3 per minute; 20 per day", each let through `times` as often."""
    found = parse_many(words) if words else ()
    return tuple(type(each)(each.amount * times, each.multiples) for each in found)


def hit_or_refuse(limit, *keys):
    """Counts one more try of `keys` (strings: who tries what). Raises TooOften where `limit` is reached."""
    try:
        if _limiter().hit(limit, digest_of(*keys)):
            return
        retry_after = _limiter().get_window_stats(limit, digest_of(*keys)).reset_time - now().timestamp()
    except StorageError as problem:
        current_app.logger.error("The rate limits cannot be counted, so nobody is limited: %s", problem)
        return
    raise TooOften(retry_after=max(1, ceil(retry_after)))


def give_back(limit, *keys):
    """Takes one try of `keys` off again: it turned out not to be one that counts."""
    try:
        _limiter().hit(limit, digest_of(*keys), cost=-1)
    except StorageError as problem:
        current_app.logger.error("The rate limits cannot be counted: %s", problem)


def note_today(what):
    """One more of `what` (a string) came to pass today. How often is all that is kept of it."""
    try:
        _limiter().storage.incr(_noted(what, now()), NOTED_DAYS * 86400)
    except StorageError as problem:
        current_app.logger.error("What is turned away cannot be counted: %s", problem)


def noted_lately(what, *, days):
    """How often `what` came to pass today and on the days before, `days` in all, in UTC."""
    moments = [now() - timedelta(days=ago) for ago in range(days)]
    try:
        return sum(_limiter().storage.get(_noted(what, moment)) for moment in moments)
    except StorageError as problem:
        current_app.logger.error("What was turned away cannot be counted: %s", problem)
        return 0


def _noted(what, moment):
    return f"noted/{what}/{moment:%Y-%m-%d}"


def this_network():
    """The network that this request comes from. Proxies count as far as BLOG_TRUSTED_PROXIES says."""
    return network_of(request.remote_addr)


def network_of(address):
    """The network that one person is likely to have alone: IPv4 as it is, IPv6 its first 64 bits; else the words."""
    try:
        found = ip_address((address or "").partition("%")[0])
    except ValueError:
        return address or "unknown"
    found = getattr(found, "ipv4_mapped", None) or found
    return str(found) if found.version == 4 else str(ip_network((int(found), 64), strict=False))


def digest_of(*keys):
    """32 hexadecimal digits that tell nothing of `keys` (strings) to whoever has not the key."""
    key = current_app.config["KEYS"].fingerprints
    return blake2b("\0".join(keys).encode("utf-8", "replace"), key=key, digest_size=16).hexdigest()


def _limiter():
    app = current_app._get_current_object()
    if "throttle" not in app.extensions:
        url = app.config["RUN"].limits_url
        seconds = {"socket_timeout": REDIS_SECONDS, "socket_connect_timeout": REDIS_SECONDS}
        options = seconds if url.startswith("redis") else {}
        counter = storage_from_string(url, wrap_exceptions=True, **options)
        app.extensions["throttle"] = FixedWindowRateLimiter(counter)
    return app.extensions["throttle"]
