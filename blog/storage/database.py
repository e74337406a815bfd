"""How connections are opened and transactions begun, on SQLite and on PostgreSQL.

The SQLite driver's own transaction control lets a released savepoint survive an outer rollback and gives two SELECTs of
one session different snapshots, so it is switched off and BEGIN is ours: IMMEDIATE for whatever may write, so that a
transaction that reads before it writes never fails half-way, and plain for what only reads.
"""

import sqlite3
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from hashlib import blake2b
from pathlib import Path
from time import sleep

from sqlalchemy import event, func, select
from sqlalchemy.pool import QueuePool

from blog.storage import db

BUSY_SECONDS = 10
_reads_only = ContextVar("reads_only", default=False)


def engine_options(url, *, threads):
    """Options for `create_engine`: exactly one connection for each of the `threads` that may want one.

    A statement that fails is logged without its values: an email could be among them.
    """
    pool = {"poolclass": QueuePool, "pool_size": threads, "max_overflow": 0, "pool_timeout": 30}
    pool["hide_parameters"] = True
    if url.startswith("sqlite"):
        return {**pool, "connect_args": {"timeout": BUSY_SECONDS, "check_same_thread": False}}
    return {**pool, "pool_pre_ping": True}


def listen_to(engine):
    """Sets up what every connection of this engine needs. Called once an engine."""
    if engine.dialect.name == "sqlite":
        _make_private(engine.url.database)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)


def _make_private(path):
    """A new database belongs to the owner of the process alone: emails will stand in it. SQLite's own files follow it."""
    with suppress(OSError):  # whoever connects will be told better
        Path(path).touch(mode=0o600, exist_ok=True)


def _prepare_sqlite(connection, _record):
    connection.isolation_level = None  # the driver begins and commits nothing by itself
    for pragma in (
        f"busy_timeout = {BUSY_SECONDS * 1000}",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()
    _switch_to_wal(connection)
    # SQLite's own knows no letters but ASCII's; a search that finds "Ärger" must find "ärger" too.
    connection.create_function("lower", 1, _lower, deterministic=True)


def _lower(value):
    return value.lower() if isinstance(value, str) else value


def _switch_to_wal(connection):
    """Two processes that meet a new file at once may both be refused; SQLite waits for nobody here."""
    for tries_left in reversed(range(BUSY_SECONDS * 20)):
        try:
            connection.execute("PRAGMA journal_mode = WAL").close()
            return
        except sqlite3.OperationalError as problem:
            if not tries_left or problem.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            sleep(0.05)


def _begin_sqlite(connection):
    reads_only = _reads_only.get()
    if connection.info.get("reads_only", False) is not reads_only:
        connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if reads_only else 'OFF'}")
        connection.info["reads_only"] = reads_only
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


def _begin_postgresql(connection):
    """The driver puts these into its own BEGIN, which it sends with the first statement."""
    driver, reads_only = connection.connection.driver_connection, _reads_only.get()
    driver.read_only = reads_only
    driver.isolation_level = 3 if reads_only else None  # 3: REPEATABLE READ, so that a page sees one snapshot


@contextmanager
def reading_only():
    """Transactions begun inside see one snapshot, wait for no writer and cannot write."""
    token = _reads_only.set(True)
    try:
        yield
    finally:
        _reads_only.reset(token)


def lock_for(words):
    """Makes transactions that name the same `words` (a string) wait for each other until they end.

    On SQLite a transaction that may write is alone from its BEGIN IMMEDIATE on, so nothing more is needed.
    """
    if db.session.connection().dialect.name == "postgresql":
        number = int.from_bytes(blake2b(words.encode(), digest_size=8).digest(), signed=True)
        db.session.execute(select(func.pg_advisory_xact_lock(number)))
