"""What a rule of each kind looks for, made of what somebody typed: one a line. Nothing is taken that could not match.

Of addresses, their domains and networks only keyed digests are kept, with a sealed glimpse by which staff know them again.
"""

from base64 import b64decode, b64encode
from datetime import datetime
from ipaddress import ip_address

from email_validator import EmailNotValidError, validate_email

from blog.commenting.contact import digest_of_address, digest_of_domain
from blog.moderating.links import host_of
from blog.moderating.rules.expressions import LONGEST as LONGEST_EXPRESSION
from blog.moderating.rules.expressions import NotAnExpression, compiled
from blog.moderating.rules.folding import folded
from blog.moderating.rules.rule import Kind
from blog.storage.sealing import CannotOpen, decrypt, encrypt

MOST_LINES, LONGEST_LINE = 1000, 200
MOST_LINKS = 40  # more are not counted


class NotAPattern(ValueError):
    """Its words say what is wrong, and what to do."""


def lines_of(typed):
    """What was typed, a line each, once each and without empty ones. Raises NotAPattern."""
    lines = list(dict.fromkeys(line.strip() for line in typed.splitlines() if line.strip()))
    if len(lines) > MOST_LINES:
        raise NotAPattern(
            f"At most {MOST_LINES:,} lines; these are {len(lines):,}. Make several rules of them."
        )
    for line in lines:
        if len(line) > LONGEST_LINE:
            raise NotAPattern(f"“{line[:40]}…” is too long: a line has at most {LONGEST_LINE} characters.")
    return lines


def pattern_of(kind, typed, *, keys, part=False, kept=()):
    """The pattern of a rule of this Kind, from what was typed (a string). `kept` are entries of the rule's last version
    that cannot be typed again, because they are digests. Raises NotAPattern.
    """
    if kind is Kind.EVERYTHING:
        return {}
    if kind is Kind.LINKS:
        return {"more_than": _number(typed)}
    if kind is Kind.REGEX:
        return {"pattern": _expression(typed)}
    if kind is Kind.NETWORKS:
        if not kept:
            raise NotAPattern(
                "A network can only be taken from a comment: open the comment's page and begin there."
            )
        return {"networks": list(kept)}
    lines = lines_of(typed)
    if not lines and not kept:
        raise NotAPattern("Write at least one line.")
    read, name = READERS[kind]
    found = [*kept, *(read(line, keys) for line in lines)]
    if kind in (Kind.WORDS, Kind.NAMES):
        return {name: found, "part": bool(part)}
    return {name: _once_each(found)}


def _number(typed):
    typed = typed.strip()
    if not (typed.isascii() and typed.isdigit()) or int(typed) > MOST_LINKS:
        raise NotAPattern(
            f"Write a whole number from 0 to {MOST_LINKS}: more links than that and the rule speaks."
        )
    return int(typed)


def _expression(typed):
    typed = typed.strip("\r\n")
    if not typed.strip():
        raise NotAPattern("Write an expression.")
    if len(typed) > LONGEST_EXPRESSION:
        raise NotAPattern(f"At most {LONGEST_EXPRESSION} characters; this has {len(typed)}.")
    try:
        expression = compiled(typed)
    except NotAnExpression as problem:
        raise NotAPattern(str(problem)) from None
    if expression.search(b"") is not None:
        raise NotAPattern(
            "This finds something in every comment, even an empty one. Say more exactly what it looks for."
        )
    return typed


def _words(line, _keys):
    if not folded(line):
        raise NotAPattern(f"“{line}” holds nothing that could be found.")
    return line


def _domain(line, _keys):
    host = host_of(line.removeprefix("*.").removeprefix("."))
    if host is None:
        raise NotAPattern(
            f"“{line}” is not a domain. One looks like example.org; what lies under it counts too."
        )
    return host


def _address(line, keys):
    try:
        address = validate_email(line, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise NotAPattern(f"“{line}” is not an email address. One looks like name@example.org.") from None
    local, _at, domain = address.rpartition("@")
    return {"digest": digest_of_address(address, keys), "glimpse": sealed(f"{local[:1]}…@{domain}", keys)}


def _address_domain(line, keys):
    domain = line.removeprefix("*").removeprefix("@")
    if host_of(domain) is None or "@" in domain or "/" in domain:
        raise NotAPattern(f"“{line}” is not the domain of an address. One looks like @example.org.")
    return {"digest": digest_of_domain(domain, keys), "glimpse": sealed(f"@{domain.lower()}", keys)}


READERS = {
    Kind.WORDS: (_words, "words"),
    Kind.NAMES: (_words, "names"),
    Kind.DOMAINS: (_domain, "domains"),
    Kind.ADDRESSES: (_address, "addresses"),
    Kind.ADDRESS_DOMAINS: (_address_domain, "domains"),
}
BY_DIGEST = {Kind.ADDRESSES: "addresses", Kind.ADDRESS_DOMAINS: "domains", Kind.NETWORKS: "networks"}


def network_entry(contact, comment, *, keys, wide=False):
    """Where a Comment came from, as an entry of a pattern; `wide`: the range around it. None where it is not known."""
    digest = contact and (contact.range_digest if wide else contact.network_digest)
    if not digest:
        return None
    when = f"{comment.left_at:%d %B %Y, %H:%M} UTC".removeprefix(
        "0"
    )  # not whose: a name can be erased, a version not
    glimpse = f"{'the range around ' if wide else ''}the network of a comment of {when}"
    return network_digest_entry(digest, contact.network_until, glimpse, keys=keys, wide=wide)


def network_digest_entry(digest, until, glimpse, *, keys, wide=False):
    return {
        "digest": digest,
        "of": "range" if wide else "address",
        "until": until.isoformat(),
        "glimpse": sealed(glimpse, keys),
    }


def until_of(entry):
    """The moment from which an entry about a network compares with nothing any more."""
    return datetime.fromisoformat(entry["until"])


def is_ip(line):
    try:
        ip_address(line)
    except ValueError:
        return False
    return True


def sealed(glimpse, keys):
    return b64encode(encrypt(glimpse, keys.glimpses)).decode()


def glimpse_in(entry, keys):
    """What staff see of an entry that is a digest: j…@example.org, @example.org."""
    try:
        return decrypt(b64decode(entry.get("glimpse", "")), keys.glimpses)
    except (CannotOpen, ValueError):
        return "…"


def typed_of(kind, pattern):
    """What a form shows of a pattern to be changed; the digests are not in it."""
    if kind is Kind.LINKS:
        return str(pattern["more_than"])
    if kind is Kind.REGEX:
        return pattern["pattern"]
    name = {Kind.WORDS: "words", Kind.NAMES: "names", Kind.DOMAINS: "domains"}.get(kind)
    return "\n".join(pattern[name]) if name else ""


def entries_by_digest(kind, pattern):
    """Those of a pattern that cannot be shown or typed again."""
    return pattern.get(BY_DIGEST[kind], []) if kind in BY_DIGEST else []


def _once_each(entries):
    seen = {}
    for entry in entries:
        seen.setdefault(entry["digest"] if isinstance(entry, dict) else entry, entry)
    return list(seen.values())
