"""The steps of migrations/ lead to exactly the tables that the models say."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from blog.storage import db
from blog.storage.migration import FOLDER, is_from_newer_code, is_up_to_date


def test_there_is_one_newest_step():
    assert len(ScriptDirectory(str(FOLDER)).get_heads()) == 1


def test_a_migrated_database_differs_in_nothing_from_the_models(app):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, db.metadata) == []


def test_a_database_knows_when_it_is_newer_than_the_code(app):
    assert is_up_to_date()
    assert not is_from_newer_code()
    with db.engine.begin() as connection:
        (known,) = connection.scalars(text("SELECT version_num FROM alembic_version"))
        connection.execute(text("UPDATE alembic_version SET version_num = 'from tomorrow'"))
    try:
        assert is_from_newer_code()
    finally:
        with db.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :known"), {"known": known})
