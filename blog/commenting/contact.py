"""A commenter's private email, sealed, in a table of its own that no public page's query reaches.

Whoever takes it can seal it and no more: only the worker has the key that opens it. People are told apart by keyed
digests of their addresses, and moderators see a glimpse, such as j…@example.org.
"""

import unicodedata
from datetime import datetime

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.commenting.address_key import AddressKey, current_address_key
from blog.commenting.comment import Comment
from blog.storage import db
from blog.storage.sealing import decrypt, encrypt, keyed_digest, seal
from blog.storage.types import Moment


class Contact(db.Model):
    comment_id: Mapped[int] = mapped_column(db.ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True)
    comment: Mapped[Comment] = relationship()
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    key_id: Mapped[int] = mapped_column(db.ForeignKey("address_key.id"), index=True)
    key: Mapped[AddressKey] = relationship()
    glimpse: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64), index=True)
    domain_digest: Mapped[str] = mapped_column(String(64), index=True)
    # Keyed digest of the whole posting (article, parent, name, email, body), by which a repeat is recognised.
    fingerprint: Mapped[str] = mapped_column(String(64))
    # Keyed digest of the words alone, by which the same words under many names are.
    words_digest: Mapped[str | None] = mapped_column(String(64))
    # Keyed digests of where it came from (commenting/network.py); gone when their time is over.
    network_digest: Mapped[str | None] = mapped_column(String(64), index=True)
    range_digest: Mapped[str | None] = mapped_column(String(64), index=True)
    network_until: Mapped[datetime | None] = mapped_column(Moment, index=True)
    left_at: Mapped[datetime] = mapped_column(Moment)

    __table_args__ = (
        Index("ix_contact_fingerprint_left_at", "fingerprint", "left_at"),
        Index("ix_contact_words_digest_left_at", "words_digest", "left_at"),
    )


def make_contact(comment, *, email, fingerprint, keys, at, network=None):
    """The Contact of a new Comment. `keys` are the installation's Keys, `network` a Network or None."""
    key = current_address_key(keys)
    contact = Contact(
        comment=comment,
        **sealed_columns(email, public=key.public_key, keys=keys),
        key_id=key.id,
        fingerprint=fingerprint,
        words_digest=digest_of_words(comment.body, keys),
        network_digest=network.address if network else None,
        range_digest=network.range if network else None,
        network_until=network.until if network else None,
        left_at=at,
    )
    db.session.add(contact)
    return contact


def sealed_columns(email, *, public, keys):
    """What a row keeps of an address (a string): sealed, its glimpse, and its digests, by column."""
    return {
        "sealed": seal(email, public),
        "glimpse": encrypt(_glimpse(email), keys.glimpses),
        "digest": digest_of_address(email, keys),
        "domain_digest": digest_of_domain(email.rpartition("@")[2], keys),
    }


def digest_of_address(email, keys):
    """64 hexadecimal digits, the same however the address is cased."""
    return keyed_digest(f"address {_in_small_letters(email)}", keys.digests)


def digest_of_domain(domain, keys):
    return keyed_digest(f"domain {_in_small_letters(domain)}", keys.digests)


def digest_of_words(body, keys):
    """The same for the same words, however they are spaced and cased."""
    return keyed_digest(f"words {_folded(' '.join(body.split()))}", keys.fingerprints)


def glimpse_of(contact, keys):
    """What moderators see of an address at once: j…@example.org."""
    return decrypt(contact.glimpse, keys.glimpses)


def email_of(contact, private_keys):
    """The address itself. Only the worker has PrivateKeys. Raises NoPrivateKey or CannotOpen."""
    return private_keys.opened(contact.sealed, contact.key.public_key)


def _glimpse(email):
    local, _at, domain = email.rpartition("@")
    return f"{local[:1]}…@{domain}"


def _in_small_letters(address):
    """Not casefolded: that makes one of straße.de and strasse.de, which are two domains, and may be two people's."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", address.strip()).lower())


def _folded(words):
    return unicodedata.normalize("NFC", words.strip().casefold())
