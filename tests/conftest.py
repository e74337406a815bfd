"""What every test can ask for. `app` runs a test once a database; where PostgreSQL is missing, it says so."""

import shutil
from contextlib import contextmanager
from contextvars import Context

import pytest
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from sqlalchemy import event, text

from blog import create_app
from blog.housekeeping.installation import make_whole
from blog.storage import db
from tests.services import postgresql_url

pytest_plugins = ("tests.live",)  # the fixtures live_blog and browser_page

DATABASES = ("sqlite", "postgresql")
NO_LIMIT = {"BLOG_COMMENT_RATE": ""}  # tests post faster than people
KEPT = {"key_fingerprint", "address_key"}  # tables that belong to the installation's keys


def pytest_generate_tests(metafunc):
    """A test that uses the application uses a database, and so runs on both; `@pytest.mark.sqlite_only` says not."""
    if "database" in metafunc.fixturenames:
        only = metafunc.definition.get_closest_marker("sqlite_only")
        metafunc.parametrize("database", DATABASES[:1] if only else DATABASES)


@pytest.fixture(scope="session")
def made_sqlite(tmp_path_factory):
    """An installation with an empty, migrated database; copied for each test."""
    folder = tmp_path_factory.mktemp("made")
    app = create_app({"INSTANCE": str(folder)})
    with app.app_context():
        _make(app)
        db.session.remove()
        db.engine.dispose()
    return folder


@pytest.fixture(scope="session")
def made_postgresql(tmp_path_factory, worker_id):
    """(address of an empty, migrated database of this test process's own, its installation's folder)."""
    folder = tmp_path_factory.mktemp("made-pg")
    url = postgresql_url(f"blog_{worker_id}")
    app = create_app({"INSTANCE": str(folder), "BLOG_DATABASE_URL": url})
    with app.app_context():
        _make(app)
        db.session.remove()
        db.engine.dispose()
    return url, folder


@pytest.fixture(scope="session")
def worker_id(request):
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


def _make(app):
    make_whole(app.config["RUN"], app.config["KEYS"])


@pytest.fixture
def environ(database, tmp_path, request):
    """The environment of an installation of this test's own, whose database is made and empty."""
    if database == "sqlite":
        shutil.copytree(request.getfixturevalue("made_sqlite"), tmp_path / "instance")
        return NO_LIMIT | {"INSTANCE": str(tmp_path / "instance")}
    url, folder = request.getfixturevalue("made_postgresql")
    shutil.copytree(folder, tmp_path / "instance")
    return NO_LIMIT | {"INSTANCE": str(tmp_path / "instance"), "BLOG_DATABASE_URL": url}


@pytest.fixture
def app(environ):
    app = create_app(environ, TESTING=True)
    app.test_client_class = Visitor
    app.jinja_env.bytecode_cache = CompiledTemplates()
    with app.app_context():
        if "BLOG_DATABASE_URL" in environ:
            _empty()
        yield app
        db.session.remove()
        db.engine.dispose()


def _empty():
    """PostgreSQL's database is shared by the tests of a process; nobody else's rows are left in it.

    DELETE, because TRUNCATE makes new files for every table, which takes fifty times as long where there is so little.
    """
    names = [table.name for table in reversed(db.metadata.sorted_tables) if table.name not in KEPT]
    db.session.execute(text("; ".join(f"DELETE FROM {name}" for name in names)))
    db.session.execute(
        text(
            "SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S' AND relname <> 'address_key_id_seq'"
        )
    )
    db.session.commit()


class CompiledTemplates(BytecodeCache):
    """Templates compiled by one test serve the next: every application compiles its own otherwise."""

    kept = {}

    def load_bytecode(self, bucket):
        if code := self.kept.get((bucket.key, bucket.checksum)):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket):
        self.kept[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


class Visitor(FlaskClient):
    """A browser without a window: what the test has written so far is committed before it asks.

    Asks from an empty context: Flask would lend a request the test's own application context, and with it the test's
    database session and whoever was signed in before.
    """

    def open(self, *args, **kwargs):
        db.session.commit()
        answer = Context().run(super().open, *args, **kwargs)
        db.session.expire_all()
        return answer


@pytest.fixture
def visitor(app):
    return app.test_client()


@pytest.fixture
def count_queries(app):
    """`with count_queries() as asked:` collects the statements sent to the database, BEGIN and pragmas left out.

    What the test has built so far is committed before: whatever a commit brings along is not what it counts.
    """

    @contextmanager
    def counting():
        asked, session = [], db.session()
        session.expire_on_commit = False  # what the test holds need not be asked for again
        session.commit()
        session.expire_on_commit = True

        def note(_connection, _cursor, statement, *_rest):
            if not statement.startswith(("BEGIN", "PRAGMA")):
                asked.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield asked
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return counting
