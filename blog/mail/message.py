"""A letter as it goes over the wire: one recipient, text and HTML side by side, and headers that nobody can write into."""

import re
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

LONGEST_SUBJECT = 150
_UNSPEAKABLE = re.compile(r"[\x00-\x20\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]+")
_HEADER_ADDRESS = re.compile(r"https?://[\x21-\x3b\x3d\x3f-\x7e]{1,900}")  # printable ASCII without < and >


class NotDeliverable(ValueError):
    """This letter cannot be sent to anybody. Says why in a fixed phrase."""


@dataclass(frozen=True)
class Envelope:
    """What the mail server is told, and the whole message as bytes."""

    sender: str
    to: str
    utf8: bool  # the address cannot be written in ASCII
    content: bytes

    def __repr__(self):
        return f"<Envelope {len(self.content)} bytes>"


def envelope_of(composed, *, public_id, at, run):
    """The Envelope of a Composed. `run` are RunSettings. Raises NotDeliverable."""
    to, utf8 = _reachable(composed.to)
    message = EmailMessage(policy=SMTP)
    name, _, sender = run.mail_from.rpartition("<")
    sender, sender_utf8 = _reachable(sender.rstrip(">"))
    if sender_utf8:
        raise NotDeliverable("BLOG_MAIL_FROM is not written in ASCII")
    message["From"] = Address(one_line(name), addr_spec=sender)
    message["Subject"] = one_line(composed.subject)[:LONGEST_SUBJECT]
    message["Date"] = format_datetime(at)
    message["Auto-Submitted"] = "auto-generated"
    # Quoted-printable: survives servers that know seven bits only, and cuts lines that would be too long.
    message.set_content(composed.text, cte="quoted-printable")
    message.add_alternative(composed.html, subtype="html", cte="quoted-printable")
    ours = {"To": to, "Message-ID": message_id(public_id, run.url), **_way_out(composed)}
    # Written by hand: the library would fold a long address and thereby break it. No part of them can hold a line break.
    head = "".join(f"{header}: {value}\r\n" for header, value in ours.items())
    return Envelope(sender, to, utf8, head.encode() + message.as_bytes())


def one_line(words):
    """Words without line breaks or other letters that steer instead of being seen."""
    return _UNSPEAKABLE.sub(" ", words).strip()


def message_id(public_id, url):
    """The same for every try of a letter."""
    return f"<{public_id}@{ascii_host(url)}>"


def ascii_host(url):
    """The host of an address, as the older internet writes it."""
    host = urlsplit(url).hostname
    try:
        return f"[IPv6:{host}]" if ":" in host else host.encode("idna").decode()
    except UnicodeError:
        return "localhost"


def _reachable(address):
    """(the address as servers write it, whether that needs SMTPUTF8). Raises NotDeliverable."""
    try:
        known = validate_email(address, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        raise NotDeliverable("the address makes no sense") from None
    if known.ascii_email:
        return known.ascii_email, False
    return known.normalized, True


def _way_out(composed):
    """One click where a post ends the letters (RFC 8058), else the page that asks (RFC 2369)."""
    address = composed.end_url or composed.end_page
    if not address:
        return {}
    if not _HEADER_ADDRESS.fullmatch(address):
        raise NotDeliverable("the address that ends such letters makes no sense")
    headers = {"List-Unsubscribe": f"<{address}>"}
    if composed.end_url:
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
