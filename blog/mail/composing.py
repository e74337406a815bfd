"""Who writes which kind of letter. Rooms bring their composers, named in wiring; this cupboard knows only the kinds.

A composer takes (about, private_keys): the dict that was posted, and the PrivateKeys that only the worker has. It runs
in the worker, in a transaction of its own, and may write: a link that works once, or further letters where this one was
about many. It returns a Composed; or None where nothing is to be sent (any more).
"""

from dataclasses import dataclass

from flask import current_app

COMPOSERS = {}


class NobodyWritesThis(Exception):
    """No composer of this kind is known: a newer blog posted it, or an older one reads it."""


@dataclass(frozen=True)
class Composed:
    """A letter in words. `to` is one address, `text` and `html` come from blog/mail/rendering.py.

    `end_url` is an absolute address that ends such letters when it is posted to, without asking back (RFC 8058);
    `end_page` the absolute address of the page that asks first, the one to show: the footer links it.
    """

    to: str
    subject: str
    text: str
    html: str
    end_url: str | None = None
    end_page: str | None = None

    def __repr__(self):  # an address has no place in a log
        return f"<Composed {len(self.text)} characters>"


def connect_composers(composers):
    """`composers` is a dict: kind -> composer."""
    COMPOSERS.update(composers)


def compose(kind, about, private_keys):
    """What the composer of this kind returns. Raises NobodyWritesThis.

    A request is pretended, so that addresses can be built and templates say what they say elsewhere; nobody is signed in.
    """
    if kind not in COMPOSERS:
        raise NobodyWritesThis(kind)
    with current_app.test_request_context("/", base_url=current_app.config["RUN"].url):
        return COMPOSERS[kind](about, private_keys)
