"""The only place in the house that knows what time it is."""

from datetime import UTC, datetime


def now():
    """This moment, aware, in UTC."""
    return datetime.now(UTC)
