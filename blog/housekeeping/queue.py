"""Where the worker is woken: Huey, in a SQLite file of its own on one machine, in Redis on several.

Nothing is kept here that matters. All that is ever queued is the word "tick"; what there is to do stands in the
database's tables. So the file may be lost at any time, and who reads the queue reads nothing.
"""

import hashlib
from time import monotonic

from huey import RedisHuey, SqliteHuey, crontab
from huey.serializer import SignedSerializer

PATIENCE = 0.25  # seconds a request waits for the queue at most
SULK = 5  # seconds for which a queue that failed is not asked again
NAME = "blog"


class WorkerQueue:
    """`tick` is what a worker does when it is woken; whoever only wakes gives none."""

    def __init__(self, run, keys, tick=None):
        self.huey = _opened(run, keys, works=tick is not None)
        self._ask = self.huey.task(name="tick")(lambda: tick())
        self.huey.periodic_task(crontab(), name="minute", expires=60)(lambda: tick())

    def wake(self):
        """Asks for a tick. Where one is asked for already, it has not begun and will see what was done until now."""
        if self.huey.pending_count() == 0:
            self._ask()


def _opened(run, keys, *, works):
    # A message is a pickle: nobody who can write to the queue, but has no key, may have the worker open one.
    secret = hashlib.sha256(b"the worker's queue: " + keys.sign_in).hexdigest()
    options = {"results": False, "serializer": SignedSerializer(secret)}
    if run.queue_url:
        # The worker waits up to read_timeout for the next message, so its socket must wait longer than that.
        url = _with_patience(run.queue_url, 5 if works else PATIENCE)
        return RedisHuey(NAME, url=url, read_timeout=1, **options)
    path = run.instance / "queue.sqlite"
    path.touch(mode=0o600, exist_ok=True)
    patience = 5 if works else PATIENCE
    return SqliteHuey(NAME, filename=str(path), fsync=False, timeout=patience, **options)


def _with_patience(url, seconds):
    sign = "&" if "?" in url else "?"
    return f"{url}{sign}socket_connect_timeout={seconds}&socket_timeout={seconds}"


class Waker:
    """Wakes the worker from a request, which it never keeps waiting for long nor breaks."""

    def __init__(self, app):
        self._app, self._queue, self._not_before = app, None, 0.0

    def wake(self):
        if monotonic() < self._not_before:
            return
        try:
            if self._queue is None:
                self._queue = WorkerQueue(self._app.config["RUN"], self._app.config["KEYS"])
            self._queue.wake()
        except Exception as problem:  # a worker that hears nothing looks every minute anyway
            self._not_before = monotonic() + SULK
            self._app.logger.warning("The worker could not be woken: %s", type(problem).__name__)
