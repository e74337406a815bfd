"""Serving: the installation is made whole, granian's workers start, the address is told once it answers,
and then the worker is started that sends letters."""

import os
import signal
import sys
import threading
from http.client import HTTPConnection, HTTPException
from multiprocessing import parent_process
from multiprocessing.connection import wait
from time import sleep

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from blog.housekeeping.address import asked_from_here, free_address, in_a_url
from blog.housekeeping.alongside import Alongside
from blog.housekeeping.demo_sign_ins import kept_sign_ins
from blog.housekeeping.first_owner import is_set_up, set_up_token
from blog.housekeeping.installation import make_whole
from blog.housekeeping.obstacles import OBSTACLES, in_words
from blog.settings import HOUSE
from blog.storage import db

# Connections a worker keeps open at once. Most of them wait for a browser's next request and cost next to nothing;
# how many requests are answered at once is BLOG_THREADS.
CONNECTIONS = 1024
SECONDS_TO_STOP = 15  # then whoever still asks is cut off
SECONDS_TO_ANSWER = 60


def serve(app):
    """Serves `app` until SIGINT or SIGTERM. Ends the process with 1 and one sentence where that is not possible."""
    run = app.config["RUN"]
    try:
        with app.app_context():
            make_whole(run, app.config["KEYS"])
            news = what_to_tell(app)
            db.session.remove()
            db.engine.dispose()  # workers are forked, and a connection belongs to one process
        address = free_address(run.host, run.port)
    except OBSTACLES as obstacle:
        sys.exit(f"The blog cannot start: {in_words(obstacle)}")
    except KeyboardInterrupt:
        sys.exit(130)
    server, alongside = _server(run, address), Alongside()
    then = alongside.start if run.worker else None
    tell = threading.Thread(target=_tell_when_it_answers, args=(address, run.port, news, then), daemon=True)
    server.on_startup(tell.start)
    try:
        server.serve(target_loader=load_in_worker)
    finally:
        alongside.stop()


def _server(run, address):
    return Granian(
        f"{HOUSE / 'app'}:app",
        address=address,
        port=run.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=run.workers,
        blocking_threads=run.threads,
        backpressure=CONNECTIONS,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_STOP,
        log_level=LogLevels.warning,
        log_access=False,
    )


def load_in_worker(_target):
    """What a worker serves. It has an application, and so connections, of its own."""
    # Until granian listens for it, a fork has its parent's answer to SIGTERM, which here would only note it.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.setpgid(0, 0)  # Ctrl-C reaches the parent alone, which stops its workers in good order
    threading.Thread(target=_stop_with_parent, daemon=True).start()
    from app import app  # the front door stands above this room, and is opened only here

    return app


def _stop_with_parent():
    """Where the parent was killed, nobody else would tell its workers to stop."""
    wait([parent_process().sentinel])
    os.kill(os.getpid(), signal.SIGTERM)


def what_to_tell(app):
    """The lines to print once the blog answers."""
    run = app.config["RUN"]
    listens = f"http://{in_a_url(run.host)}:{run.port}"
    lines = [f"The blog is at {listens}" + (f" for {run.url}" if run.url != listens else "")]
    if not is_set_up():
        token = set_up_token(app.config["KEYS"].sign_in)
        lines += ["Nobody has an account yet. Set it up here, once:", f"  {run.url}/set-up/{token}"]
    lines += kept_sign_ins(run.instance)
    return [*lines, "Ctrl-C stops it."]


def _tell_when_it_answers(address, port, lines, then):
    """Prints the `lines`; and what can wait begins, `then`: whoever starts the blog waits for pages, not for letters."""
    for _ in range(SECONDS_TO_ANSWER * 20):
        if _answers(asked_from_here(address), port):
            print(*lines, sep="\n", flush=True)  # noqa: T201  (said to whoever starts it)
            if then is not None:
                then()
            return
        sleep(0.05)
    print(f"The blog did not answer within {SECONDS_TO_ANSWER} seconds.", file=sys.stderr, flush=True)  # noqa: T201  (said to whoever starts it)
    os.kill(os.getpid(), signal.SIGTERM)


def _answers(address, port):
    connection = HTTPConnection(address, port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < 500
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
