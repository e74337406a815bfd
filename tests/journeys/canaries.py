"""Email addresses that occur nowhere else, and every trace that one of them could leave."""

import base64
import hashlib
import re
from html import unescape
from urllib.parse import unquote, urljoin, urlsplit

HOW_MANY = 50
SHAPES = (
    "cnry{n:02}zqplain@canary{n:02}mail.example",
    "CNRY{n:02}ZQUpper@Canary{n:02}MAIL.Example",
    "cnry{n:02}zqtag+news{n:02}zq@canary{n:02}mail.example",
    "канарейка{n:02}зк@канарейка{n:02}почта.example",
    "cnry{n:02}zq.dötted@canary{n:02}mäil.example",
)
LINK = re.compile(
    r"""(?:href|action|src|content)=["']([^"']*)["']|<(?:loc|uri|id)>([^<]*)</|Sitemap: (\S+)"""
)


def addresses():
    """Fifty of them, as typed: plain, in capitals, with a tag, internationalised."""
    return [SHAPES[number % len(SHAPES)].format(n=number) for number in range(HOW_MANY)]


def traces_of(address):
    """Strings (in small letters where case does not count) of which none may be seen outside the desk."""
    local, _, domain = address.partition("@")
    untagged = f"{local.partition('+')[0]}@{domain}"
    names = {address, local, domain, local.partition("+")[0], domain.removesuffix(".example")}
    names |= {domain.lower().encode("idna").decode()}
    hashed = {address, address.lower(), address.upper(), untagged.lower(), f"{local}@{domain.lower()}"}
    digests = {trace for each in hashed for trace in _digests(each)}
    return {name.casefold() for name in names} | {digest.casefold() for digest in digests}


def _digests(words):
    for way in ("md5", "sha1", "sha256"):
        digest = hashlib.new(way, words.encode()).digest()
        yield digest.hex()
        yield base64.b64encode(digest).decode().rstrip("=")
        yield base64.urlsafe_b64encode(digest).decode().rstrip("=")


def found_in(text, traces):
    """Those of `traces` that `text` shows, escaped for HTML or for an address or not."""
    seen = f"{text}\n{unescape(text)}\n{unquote(text)}".casefold()
    return sorted(trace for trace in traces if trace in seen)


def everything_said(answer):
    """Status, headers and body of an answer of httpx, as one string."""
    return "\n".join([answer.request.url.path, *map(": ".join, answer.headers.multi_items()), answer.text])


def crawled(client, starts):
    """{address: answer} of everything on this site that can be reached by links from `starts`."""
    answers, left = {}, list(starts)
    while left:
        address = left.pop().partition("#")[0]
        if address in answers:
            continue
        answers[address] = answer = client.get(address)
        for found in LINK.finditer(answer.text):
            link = urlsplit(urljoin(str(answer.url), unescape(next(filter(None, found.groups()), ""))))
            if link.netloc == client.base_url.netloc.decode() and link.scheme == client.base_url.scheme:
                left.append(link.path + (f"?{link.query}" if link.query else ""))
        if "Location" in answer.headers:
            left.append(answer.headers["Location"])
    return answers
