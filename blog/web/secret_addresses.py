"""Addresses that are secrets: whoever knows one needs no other proof, so they are logged, kept and told nowhere."""

# The first part of their paths; what follows it is the secret.
ROOMS = (
    *("receipts", "set-up", "invitations", "passwords", "letters", "staff-letters", "my-data"),
    "letter-decisions",
)


def is_secret(path):
    """Whether the path of an address (a string that begins with a slash) is one, or could be."""
    return path.lstrip("/").partition("/")[0] in ROOMS


def takes_one_click(path):
    """Whether a mailbox's own button may post there (RFC 8058), from whichever site it is shown on.

    It ends letters and does nothing else, for whoever has the link, whoever is signed in.
    """
    room, _slash, rest = path.lstrip("/").partition("/")
    return room in {"letters", "staff-letters"} and rest.partition("/")[2] == "end"
