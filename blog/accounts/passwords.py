"""A password is long enough to be worth guessing at, and kept only as an Argon2 hash."""

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
    """The Argon2 hash of a new password. Raises WeakPassword."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise WeakPassword
    return _hasher.hash(password)


def is_right(password, password_hash):
    """Whether `password` made `password_hash`; with None as hash: no, after the same work."""
    try:
        return (
            _hasher.verify(password_hash or _NOBODYS, password[: LONGEST + 1]) and password_hash is not None
        )
    except (Argon2Error, InvalidHashError):
        return False
