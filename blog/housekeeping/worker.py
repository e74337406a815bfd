"""The worker: a process beside the web's that sends letters, opens addresses for those who may see them, and tidies.

It alone has the private keys. It does what wiring's TICKS names, each minute and whenever it is woken.
"""

import os
import signal
import threading
from time import sleep

from blog.housekeeping.queue import Waker, WorkerQueue
from blog.housekeeping.ticking import run_ticks
from blog.storage.private_keys import load_private_keys

THREADS = 2  # while one waits for a mail server, the other answers
SECONDS_TO_STOP = 15  # then what it is doing is cut off, and done again by the next worker
SLOWEST_LOOK = 1.0  # seconds between two looks into a SQLite queue where nothing happens


def work(app, *, parent=None):
    """Works until SIGTERM or SIGINT. With `parent`, a process id, it ends too when that is not its parent any more."""
    private_keys = load_private_keys(app.config["RUN"])
    queue = WorkerQueue(app.config["RUN"], app.config["KEYS"], lambda: run_ticks(app, private_keys))
    consumer = queue.huey.create_consumer(
        workers=THREADS,
        max_delay=SLOWEST_LOOK,
        check_worker_health=True,
        graceful_signal="TERM",
        shutdown_timeout=SECONDS_TO_STOP,
    )
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    queue.wake()  # what waited while there was no worker
    consumer.run()


def _end_with(parent):
    """Where the parent was killed, nobody else would tell it to stop."""
    while os.getppid() == parent:
        sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)


def nudge(app):
    """Wakes the worker, from wherever something was left for it. Never fails."""
    app.extensions.setdefault("waker", Waker(app)).wake()
