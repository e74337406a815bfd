"""Words that one process writes and another alone can read, and digests by which words are compared without being known.

The cryptography is libsodium's (PyNaCl): sealed boxes for what only the holder of a private key may read, secret boxes
for what whoever holds one key may write and read.
"""

import hmac

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox


class CannotOpen(Exception):
    """These bytes were not made with this key, or were changed since."""


def new_private_key():
    """32 bytes."""
    return bytes(PrivateKey.generate())


def public_of(private):
    """The 32 bytes of the public half of a private key (32 bytes)."""
    return bytes(PrivateKey(private).public_key)


def seal(words, public):
    """Bytes of `words` (a string), readable with the private half of `public` alone; different each time."""
    return SealedBox(PublicKey(public)).encrypt(words.encode())


def opened(sealed, private):
    """The string that was sealed. Raises CannotOpen."""
    try:
        return SealedBox(PrivateKey(private)).decrypt(sealed).decode()
    except CryptoError:
        raise CannotOpen from None


def encrypt(words, key):
    """Bytes of `words` (a string), readable with the same `key` (32 bytes); different each time."""
    return bytes(SecretBox(key).encrypt(words.encode()))


def decrypt(box, key):
    """The string that was encrypted. Raises CannotOpen."""
    try:
        return SecretBox(key).decrypt(box).decode()
    except CryptoError:
        raise CannotOpen from None


def keyed_digest(words, key):
    """64 hexadecimal digits (HMAC-SHA-256) of `words` (a string), of no use to whoever has not the `key` (bytes)."""
    return hmac.new(key, words.encode("utf-8", "surrogatepass"), "sha256").hexdigest()


def derived_key(key, purpose):
    """32 bytes for one `purpose` (a string), made from a `key` (bytes) that serves several."""
    return hmac.digest(key, purpose.encode(), "sha256")
