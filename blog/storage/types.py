"""Column types that keep a promise the database alone would not."""

import re
import secrets
from datetime import UTC

from sqlalchemy import DateTime, Enum
from sqlalchemy.types import TypeDecorator

_PUBLIC_ID = re.compile("[0-9a-f]{16}")


class Moment(TypeDecorator):
    """A moment in UTC: aware going in, aware coming out, on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value, dialect):
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs its time zone.")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value, dialect):
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def one_word_of(kinds, name=None):
    """A column type that keeps the word of a StrEnum itself; SQLAlchemy alone would keep the member's name.

    `name` tells the constraints of two such columns in one table apart.
    """
    return Enum(
        kinds,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=True,
        length=20,
        name=name or kinds.__name__.lower(),
    )


def new_public_id():
    """16 hexadecimal digits from 64 random bits: what stands in addresses and anchors instead of an integer key."""
    return secrets.token_hex(8)


def is_public_id(typed):
    """Whether a string could be a public id: nothing else is worth asking the database for."""
    return _PUBLIC_ID.fullmatch(typed) is not None
