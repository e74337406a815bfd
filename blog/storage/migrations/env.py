"""Alembic's entry: runs the steps against the application's own engine, in one transaction."""

from contextlib import contextmanager
from sqlite3 import IntegrityError

from alembic import context
from flask import current_app
from sqlalchemy import text
from sqlalchemy.types import TypeDecorator

from blog.storage import db


def plain_type(kind, thing, _autogen):
    """Steps name the database's types, never ours: a step must run as it was written for ever."""
    if kind == "type" and isinstance(thing, TypeDecorator):
        return "sa.DateTime(timezone=True)"
    return False


@contextmanager
def references_unchecked(connection):
    """SQLite changes a table by building it anew: while the old one is dropped, what refers to its rows must neither
    forbid that nor go with them. To be begun outside a transaction.
    """
    raw = connection.connection.driver_connection if connection.dialect.name == "sqlite" else None
    if raw is not None:
        raw.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        connection.rollback()
        if raw is not None:
            raw.execute("PRAGMA foreign_keys = ON")


def insist_on_references(connection):
    """Before anything is kept."""
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("PRAGMA foreign_key_check")).fetchmany(3)
        if broken:
            raise IntegrityError(f"These rows refer to what is not there: {broken}")


def run():
    with db.engine.connect() as connection, references_unchecked(connection):
        options = current_app.extensions["migrate"].configure_args
        context.configure(
            connection=connection, target_metadata=db.metadata, render_item=plain_type, **options
        )
        if connection.dialect.name == "postgresql":  # two machines that start at once take turns
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('migrations'))"))
        with context.begin_transaction():
            context.run_migrations()
        insist_on_references(connection)
        connection.commit()


run()
