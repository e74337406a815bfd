"""Installations as earlier versions left them, to be upgraded."""

from contextlib import contextmanager

import flask_migrate

from blog import create_app
from blog.storage import db
from blog.storage.migration import FOLDER
from tests.services import postgresql_url


@contextmanager
def an_earlier_app(database, tmp_path, name, *, revision="0001"):
    """An app in its context, whose database was made up to `revision` and holds nothing; `name` is that of a PostgreSQL
    database of its own.
    """
    environ = {"INSTANCE": str(tmp_path / "instance")}
    if database == "postgresql":
        environ["BLOG_DATABASE_URL"] = postgresql_url(name)
    app = create_app(environ)
    with app.app_context():
        flask_migrate.upgrade(directory=str(FOLDER), revision=revision)
        yield app
        db.session.remove()
        db.engine.dispose()
