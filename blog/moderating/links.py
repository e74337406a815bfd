"""A link in a comment is whatever a reader could follow or type, however it is marked up: Markdown, HTML, BBCode or bare.

Names of hosts are compared in the one form that the network knows: small ASCII letters, without www.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote

import idna

from blog.moderating.spam_filter.links import links_in

LONGEST_HOST = 253
_SCHEME = re.compile(r"(?:[a-z][a-z0-9+.-]{0,9}:)?//", re.IGNORECASE)
_PATH = re.compile(r"[/?#\\]")
# A dotted name that reads like a host, under whatever ending: rules about domains look at these too.
_DOTTED = re.compile(
    r"(?<![\w.-])[^\W_](?:[\w-]{0,62}[^\W_])?(?:[.\u3002\uff0e\uff61][^\W_](?:[\w-]{0,62}[^\W_])?){1,8}"
)


@dataclass(frozen=True)
class Links:
    """`number` is how many there are, `hosts` of which hosts, in their order and once each."""

    number: int
    hosts: tuple


def links_of(text):
    """The Links of a text as it was typed. The same address twice in a row, as markup needs it, is one link."""
    found, before = [], None
    for link in links_in(text):
        host = host_of(link)
        if host is None or link == before:
            continue
        found.append(host)
        before = link
    return Links(len(found), tuple(dict.fromkeys(found)))


def dotted_names(text):
    """The set of hosts that a text may name, links or not."""
    return {host for each in set(_DOTTED.findall(text)) if (host := normal_host(each))} | set(
        links_of(text).hosts
    )


def host_of(address):
    """The host of an address (with or without a scheme) in its normal form; None where there is none."""
    bare = _SCHEME.sub("", address.strip(), count=1)
    host = _PATH.split(bare, maxsplit=1)[0].rpartition("@")[2]
    return normal_host(re.sub(r":\d*$", "", host))


def normal_host(name):
    """`name` in small ASCII letters without www. and without dots at its ends; None where it cannot be a host's."""
    name = unquote(name).strip(" .\u3002\uff0e\uff61")
    if not name or len(name) > LONGEST_HOST:
        return None
    try:
        host = idna.encode(name, uts46=True, transitional=False).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        host = name.lower() if re.fullmatch(r"[\w.-]+", name, re.ASCII) else ""
    host = host.lower().removeprefix("www.")
    return host if "." in host else None


def with_parents(host):
    """The host and every domain that it lies in: a.b.example, b.example, example."""
    labels = host.split(".")
    return [".".join(labels[start:]) for start in range(len(labels))]
