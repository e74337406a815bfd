"""A visitor may give the address of a website: http or https, of a named host, without a password in it."""

import ipaddress
import re
import unicodedata
from urllib.parse import SplitResult, quote, urlsplit

LONGEST_WEBSITE = 500

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(.*)", re.IGNORECASE | re.DOTALL)
_PORT = re.compile(r"\d{1,5}(?:[/?#]|$)")
# Controls, what cannot be seen, spaces and lone surrogates.
_UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})
_NOT_IN_ADDRESSES = re.compile(r'["<>`{}|^]')


def normalised_website(typed: str) -> str:
    """`typed` as an absolute address with its scheme and host in lower case; "" for an empty one.

    A missing scheme becomes https. Raises ValueError, with a sentence for the person who typed it, for anything
    but an http or https address of at most 500 characters.
    """
    typed = typed.strip()
    if not typed:
        return ""
    if len(typed) > LONGEST_WEBSITE:
        raise ValueError(f"The website address can be at most {LONGEST_WEBSITE} characters long.")
    if any(unicodedata.category(letter) in _UNSEEN_CATEGORIES for letter in typed) or "\\" in typed:
        raise ValueError("The website address cannot contain spaces, backslashes or invisible characters.")
    address = _built(_split(_with_scheme(typed)))
    if len(address) > LONGEST_WEBSITE:
        raise ValueError(f"The website address can be at most {LONGEST_WEBSITE} characters long.")
    return address


def _with_scheme(typed: str) -> str:
    scheme, rest = found.groups() if (found := _SCHEME.fullmatch(typed)) else ("", typed)
    if scheme.lower() in ("http", "https"):
        if not rest.startswith("//"):
            raise ValueError("A website address continues with // after http: or https:.")
        return typed
    if scheme and not ("." in scheme and _PORT.match(rest)):  # example.org:8080 has a port, not a scheme
        raise ValueError("A website address starts with http:// or https://.")
    address = "https:" + typed if typed.startswith("//") else "https://" + typed
    if "." not in address[8:]:
        raise ValueError("Enter a whole website address, such as https://example.org.")
    return address


def _split(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        _ = parts.port  # it is read, and refused, only when asked for
    except ValueError:
        raise ValueError(
            "This is not a website address. A whole one looks like https://example.org."
        ) from None
    if "@" in parts.netloc:
        raise ValueError("A website address cannot contain a user name or a password.")
    if not _is_host(parts.hostname or "") or parts.port == 0 or parts.netloc.endswith(":"):
        raise ValueError(
            "This website address has no valid host name. A whole one looks like https://example.org."
        )
    return parts


def _is_host(host: str) -> bool:
    if ":" in host:
        return _is_ip(host, ipaddress.IPv6Address)
    labels = unicodedata.normalize("NFKC", host).removesuffix(".").split(".")
    if re.fullmatch(r"\d+|0x[0-9a-f]*", labels[-1]):  # browsers read such a host as a number
        return _is_ip(host, ipaddress.IPv4Address)
    return len(host) <= 253 and all(map(_is_label, labels))


def _is_label(label: str) -> bool:
    letters = all(c in "-_" or c.isalnum() or unicodedata.category(c) in ("Mn", "Mc", "So") for c in label)
    return letters and 1 <= len(label) <= 63 and not label.startswith("-") and not label.endswith("-")


def _is_ip(host: str, kind: type) -> bool:
    try:
        kind(host)
    except ValueError:
        return False
    return "%" not in host  # a zone has a meaning on one machine only


def _built(parts: SplitResult) -> str:
    path = "/" + parts.path.removeprefix("/") if parts.path else ""
    rest = (
        path + (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    )
    quoted = _NOT_IN_ADDRESSES.sub(lambda found: quote(found[0]), rest)
    return f"{parts.scheme}://{parts.netloc.lower()}{quoted}"
