"""WordPress's two lists of words become house rules; each line's fate is told before anything is saved.

There a line is found inside words, in a comment's content, name, website, address, network address and browser. Here
too, with two differences: addresses and networks are kept as fingerprints, and which browser it was is not kept at all.
Source of the rule: the hints beside "Comment Moderation" and "Disallowed Comment Keys" under Settings, Discussion.
"""

import re
from dataclasses import dataclass
from ipaddress import ip_network

from email_validator import EmailNotValidError, validate_email

from blog.clock import now
from blog.commenting.network import RANGE, network_at
from blog.moderating.finding import Outcome
from blog.moderating.links import normal_host
from blog.moderating.rules.patterns import (
    NotAPattern,
    is_ip,
    lines_of,
    network_digest_entry,
    pattern_of,
    until_of,
)
from blog.moderating.rules.rule import Draft, Kind, Mode

SHORT = 3  # code points: what is shorter is found in many words
_PART_OF_IP = re.compile(
    r"\d{1,3}(?:\.\d{1,3}){0,2}\.|\d{1,3}(?:\.\d{1,3}){1,2}|[\d.]+\*|[0-9a-f:]+::?\*?", re.IGNORECASE
)
_THREE_NUMBERS = re.compile(r"(\d{1,3}\.\d{1,3}\.\d{1,3})\.?\*?")
_DOMAIN = re.compile(r"(?:https?://)?(?:www\.|\*\.|\.)?([^\s/@:]+\.[^\W\d_]{2,})/?", re.IGNORECASE)


@dataclass(frozen=True)
class PastedLine:
    """A line, the Kinds of rule it goes into (none: it is left out), and that in words."""

    line: str
    kinds: tuple
    becomes: str


@dataclass(frozen=True)
class PastedList:
    outcome: Outcome
    lines: tuple
    drafts: tuple


def read_pasted(typed, outcome, *, keys, days, mode=Mode.ON, at=None):
    """The PastedList of what was pasted (a string). `keys` are the Keys, `days` how long a network's fingerprint lasts.

    Raises NotAPattern where it is far too long.
    """
    at = at or now()
    lines, networks = [], []
    for line in lines_of(typed):
        entry = _network(line, keys, days, at)
        if entry is not None:
            networks.append(entry)
        lines.append(_read(line, entry))
    drafts = _drafts(lines, networks, outcome, mode, keys)
    return PastedList(outcome, tuple(lines), tuple(drafts))


def _read(line, entry):
    if entry is not None:
        day = f"{until_of(entry):%d %B %Y}".lstrip("0")
        around = ", with all others in its range" if entry["of"] == "range" else ""
        return PastedLine(
            line,
            (Kind.NETWORKS,),
            f"A network{around}, as a fingerprint that ends on {day}: paste it again then.",
        )
    if _PART_OF_IP.fullmatch(line) or _is_net(line):
        return PastedLine(
            line, (), "Left out: of networks only fingerprints are kept, so part of one cannot be compared."
        )
    if _is_address(line):
        return PastedLine(line, (Kind.ADDRESSES,), "An email address, as a fingerprint.")
    if line.startswith("@") and normal_host(line[1:]):
        return PastedLine(line, (Kind.ADDRESS_DOMAINS,), "The domain of email addresses, as a fingerprint.")
    if (found := _DOMAIN.fullmatch(line)) and normal_host(found[1]):
        both = (Kind.DOMAINS, Kind.ADDRESS_DOMAINS)
        return PastedLine(
            line, both, "A domain: links to it and what lies under it, and email addresses at it."
        )
    short = " It is very short, so many words hold it." if len(line) < SHORT else ""
    return PastedLine(
        line, (Kind.WORDS,), f"Words, also as part of others, in comment, name and website.{short}"
    )


def _drafts(lines, networks, outcome, mode, keys):
    for kind in (Kind.WORDS, Kind.DOMAINS, Kind.ADDRESSES, Kind.ADDRESS_DOMAINS):
        typed = "\n".join(_typed(each.line, kind) for each in lines if kind in each.kinds)
        if typed:
            pattern = pattern_of(kind, typed, keys=keys, part=True)
            yield Draft(kind, pattern, outcome, mode, note="Pasted from WordPress")
    if networks:
        pattern = pattern_of(Kind.NETWORKS, "", keys=keys, kept=networks)
        yield Draft(Kind.NETWORKS, pattern, outcome, mode, note="Pasted from WordPress")


def _typed(line, kind):
    found = _DOMAIN.fullmatch(line) if kind in (Kind.DOMAINS, Kind.ADDRESS_DOMAINS) else None
    host = found and normal_host(found[1])
    if not host:
        return line
    return host if kind is Kind.DOMAINS else f"@{host}"


def _network(line, keys, days, at):
    """The entry of a pattern for a whole network address, or for a range as wide as those that are compared; else None."""
    address, wide = line, False
    if three := _THREE_NUMBERS.fullmatch(line):
        address, wide = f"{three[1]}.0", True
    elif _is_net(line):
        net = ip_network(line, strict=False)
        address, wide = str(net.network_address), net.prefixlen == RANGE[net.version]
        if not wide and net.num_addresses > 1:
            return None
    if not is_ip(address):
        return None
    found = network_at(address, keys=keys, at=at, days=days)
    digest = found.range if wide else found.address
    return network_digest_entry(digest, found.until, "a pasted network", keys=keys, wide=wide)


def _is_net(line):
    try:
        ip_network(line, strict=False)
    except ValueError:
        return False
    return "/" in line


def _is_address(line):
    try:
        validate_email(line, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return True


__all__ = ["NotAPattern", "PastedLine", "PastedList", "read_pasted"]
