"""The database's shape, brought up to date by Alembic. The steps are in migrations/versions."""

from pathlib import Path

import flask_migrate
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from blog.storage import db

FOLDER = Path(__file__).parent / "migrations"

migrate = flask_migrate.Migrate(directory=str(FOLDER), compare_type=True, render_as_batch=True)


def upgrade_database():
    """Applies the steps that this database has not seen. Needs an application context. Nothing to do is quick."""
    if not is_up_to_date():
        flask_migrate.upgrade(directory=str(FOLDER))


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
