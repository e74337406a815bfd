"""The database's shape, brought up to date by Alembic. The steps are in migrations/versions."""

import sqlite3
from pathlib import Path

import flask_migrate
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from blog.storage import db
from blog.storage.database import BUSY_SECONDS

# Before the second step addresses were kept in clear.
HAD_CLEAR_ADDRESSES = {"0001"}

FOLDER = Path(__file__).parent / "migrations"

migrate = flask_migrate.Migrate(directory=str(FOLDER), compare_type=True, render_as_batch=True)


def upgrade_database():
    """Applies the steps that this database has not seen. Needs an application context. Nothing to do is quick."""
    if is_up_to_date():
        return
    before = set(steps_seen())
    flask_migrate.upgrade(directory=str(FOLDER))
    if before & HAD_CLEAR_ADDRESSES:
        leave_nothing_behind()


def leave_nothing_behind():
    """Writes the database's files anew, so that what was overwritten or deleted stands in none of their pages."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("VACUUM (FULL) contact"))
            return
    _rewrite_sqlite(db.engine.url.database)


def _rewrite_sqlite(path):
    """On a connection of its own: VACUUM cannot run where our BEGIN has been."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=BUSY_SECONDS)
    try:
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.close()


def is_up_to_date():
    return set(steps_seen()) == set(ScriptDirectory(str(FOLDER)).get_heads())


def is_from_newer_code():
    """Whether this database has seen a step that is not among ours."""
    ours = {step.revision for step in ScriptDirectory(str(FOLDER)).walk_revisions()}
    return not ours.issuperset(steps_seen())


def steps_seen():
    """The revisions that this database stands at; none where it was never made."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_heads()
