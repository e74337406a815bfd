"""Pages of coming in, of people, and of oneself."""

from blog.accounts.views import (
    forgotten,
    interrupted,
    invitations,
    letters,
    passwords,
    people,
    profile,
    signing_in,
)
from blog.accounts.views.blueprint import accounts
from blog.accounts.views.sessions import start_session

__all__ = [
    "accounts",
    "forgotten",
    "interrupted",
    "invitations",
    "letters",
    "passwords",
    "people",
    "profile",
    "signing_in",
    "start_session",
]
