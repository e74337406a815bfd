"""A password is long enough to be worth guessing at, and kept only as an Argon2 hash."""

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from blog.refusals import NotAcceptable

SHORTEST, LONGEST = 10, 200  # characters

_hasher = PasswordHasher()
# Checked where there is no account, so that an unknown address takes the same work as a wrong password.
_NOBODYS = _hasher.hash("nobody's password")


class WeakPassword(NotAcceptable):
    sentence = (
        f"A password has from {SHORTEST} to {LONGEST} characters. A few unrelated words make a good one."
    )


def hashed(password):
    """The Argon2 hash of a new password. Raises WeakPassword.

    It takes a while and much memory, on purpose: no transaction that others wait for should be open meanwhile.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise WeakPassword
    return _hasher.hash(_as_bytes(password))


def is_right(password, password_hash):
    """Whether `password` made `password_hash`; with None as hash: no, after the same work."""
    try:
        right = _hasher.verify(password_hash or _NOBODYS, _as_bytes(password[: LONGEST + 1]))
        return right and password_hash is not None
    except (Argon2Error, InvalidHashError):
        return False


def is_outdated(password_hash):
    """Whether it was made with less work than is asked today."""
    return _hasher.check_needs_rehash(password_hash)


def _as_bytes(password):
    """Keyboards differ in how they compose ä; the same letters count as the same password."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
