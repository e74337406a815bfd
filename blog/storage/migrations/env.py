"""Alembic's entry: runs the steps against the application's own engine, in one transaction."""

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


def run():
    with db.engine.connect() as connection:
        options = current_app.extensions["migrate"].configure_args
        context.configure(
            connection=connection, target_metadata=db.metadata, render_item=plain_type, **options
        )
        if connection.dialect.name == "postgresql":  # two machines that start at once take turns
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('migrations'))"))
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
