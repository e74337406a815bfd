"""A count of how often something was tried, in a small SQLite file that all workers share, each row with its end.

It plugs into the library `limits` under the scheme sqlite. It is a file of its own so that counting neither waits for
the blog's database nor makes it wait, and what it holds may be lost at any time.
"""

import os
import sqlite3
import threading

from limits.storage import Storage

from blog.clock import now

BUSY_SECONDS = 1  # whoever waits longer is let through by blog/web/throttle.py
SWEEP_SECONDS = 60
SWEEP_ROWS = 2000

_TABLE = """
    CREATE TABLE IF NOT EXISTS counter (key TEXT PRIMARY KEY, count INTEGER NOT NULL, ends REAL NOT NULL)
    WITHOUT ROWID
"""
_INDEX = "CREATE INDEX IF NOT EXISTS counter_ends ON counter (ends)"
# One statement, so that it is whole whoever else counts at the same moment.
_COUNT = """
    INSERT INTO counter (key, count, ends) VALUES (:key, :amount, :ends)
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN ends <= :now THEN excluded.count ELSE count + excluded.count END,
        ends = CASE WHEN ends <= :now THEN excluded.ends ELSE ends END
    RETURNING count
"""
_SWEEP = "DELETE FROM counter WHERE key IN (SELECT key FROM counter WHERE ends <= ? LIMIT ?)"


class LimitCounter(Storage):
    STORAGE_SCHEME = ["sqlite"]

    def __init__(self, uri, wrap_exceptions=False, **options):
        """`uri` is sqlite:/// and the path of the file, which is made where it is absent."""
        super().__init__(uri, wrap_exceptions, **options)
        self._path = uri.removeprefix("sqlite:///")
        self._local = threading.local()
        self._next_sweep = 0.0

    @property
    def base_exceptions(self):
        return sqlite3.Error

    def incr(self, key, expiry, amount=1):
        """Adds `amount` and returns the new count, which ends `expiry` seconds after the first."""
        moment = _moment()
        self._sweep(moment)
        values = {"key": key, "amount": amount, "now": moment, "ends": moment + expiry}
        return self._ask(_COUNT, values)[0][0]

    def get(self, key):
        rows = self._ask("SELECT count FROM counter WHERE key = ? AND ends > ?", (key, _moment()))
        return rows[0][0] if rows else 0

    def get_expiry(self, key):
        """The moment at which the count ends, in seconds since 1970; now where nothing is counted."""
        moment = _moment()
        rows = self._ask("SELECT ends FROM counter WHERE key = ? AND ends > ?", (key, moment))
        return rows[0][0] if rows else moment

    def check(self):
        try:
            return self._ask("SELECT 1") == [(1,)]
        except sqlite3.Error:
            return False

    def reset(self):
        """Forgets everything; returns how many counts there were."""
        return self._connection().execute("DELETE FROM counter").rowcount

    def clear(self, key):
        self._ask("DELETE FROM counter WHERE key = ?", (key,))

    def _sweep(self, moment):
        """Counts that ended are taken away, some at a time, so that nobody waits long for it."""
        if moment < self._next_sweep:
            return
        self._next_sweep = moment + SWEEP_SECONDS
        if self._connection().execute(_SWEEP, (moment, SWEEP_ROWS)).rowcount == SWEEP_ROWS:
            self._next_sweep = moment

    def _ask(self, statement, values=()):
        return self._connection().execute(statement, values).fetchall()

    def _connection(self):
        """Each thread has its own, and a forked process does not use its parent's."""
        if getattr(self._local, "process", None) != os.getpid():
            self._local.connection = _open(self._path)
            self._local.process = os.getpid()
        return self._local.connection


def _open(path):
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    for statement in ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = OFF", _TABLE, _INDEX):
        connection.execute(statement).fetchall()
    return connection


def _moment():
    return now().timestamp()
