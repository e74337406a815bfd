"""Addresses that are secrets: whoever knows one needs no other proof, so they are logged, kept and told nowhere."""

# The first part of their paths; what follows it is the secret.
ROOMS = ("receipts", "set-up", "invitations", "passwords")


def is_secret(path):
    """Whether the path of an address (a string that begins with a slash) is one, or could be."""
    return path.lstrip("/").partition("/")[0] in ROOMS
