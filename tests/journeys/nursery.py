"""Servers that live for a moment: the real one, started again and again without the second that Python takes to begin.

Run as a program, this process loads the application once and waits. For each line that it reads it gives birth to a
process in a session of its own, which serves as `make serve` does, with its worker; and it prints that session's number.
"""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import select

from blog.accounts.account import Account, Role
from blog.commenting.leaving import leave_once
from blog.housekeeping.serving import serve
from blog.housekeeping.worker import work
from blog.moderating.verdict import approve
from blog.publishing.article import Article
from blog.storage import db
from tests.builders import sign_in

HOUSE = Path(__file__).parent.parent.parent


class Nursery:
    def __init__(self, program):
        self._program = program

    def life(self):
        """Begins one; returns the number of its session."""
        self._program.stdin.write(b"\n")
        self._program.stdin.flush()
        return int(self._program.stdout.readline())


@contextmanager
def nursery(environ, log):
    """A Nursery of the blog that `environ` says; `log` (a Path) is what its servers write."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BLOG_")}
    with log.open("wb") as output:
        program = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.nursery"],
            cwd=HOUSE,
            env=kept | environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=output,
        )
    try:
        yield Nursery(program)
    finally:
        program.stdin.close()
        program.wait(20)


def kill(session):
    """SIGKILL to every process of a session, which is ours, at once; again until none is left."""
    for _ in range(1000):
        living = members_of(session)
        if not living:
            return
        for pid in living:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    raise AssertionError(f"session {session} does not die")


def members_of(session):
    """The ids of its processes, the first one first; without those that are dead and not buried yet."""
    found = []
    for entry in os.scandir("/proc"):
        if not entry.name.isdigit():
            continue
        with suppress(OSError):
            # Behind the name of the program, which may hold anything: state, parent, group, session.
            state, _parent, _group, belongs_to = (
                Path(entry.path, "stat").read_text().rpartition(")")[2].split()[:4]
            )
            if int(belongs_to) == session and (state not in "ZX" or _has_threads(entry.path)):
                found.append(int(entry.name))
    return sorted(found)


def _has_threads(path):
    """Whether a process whose first thread is dead has others that are still dying, with all that they hold open."""
    return len(os.listdir(Path(path, "task"))) > 1


def _give_birth():
    from app import app  # the front door is opened once, and by those who serve only

    _warm_up(app)
    with app.app_context():
        db.engine.dispose()  # no connection is inherited
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are buried without being asked for
    for _line in sys.stdin.buffer:
        child = os.fork()
        if child == 0:
            _live(app)
        os.write(1, f"{child}\n".encode())


def _warm_up(app):
    """What a server does for the first time takes it a while: here it is done for all of them, and taken back."""
    said = {"name": "Nobody", "email": "nobody@visitors.example", "body": "Nothing.", "network": "192.0.2.1"}
    with app.app_context():
        article = db.session.scalars(select(Article).limit(1)).one()
        comment = leave_once(article, keys=app.config["KEYS"], **said)
        moderator = db.session.scalars(select(Account).where(Account.role == Role.MODERATOR)).one()
        client = sign_in(app.test_client(), moderator)
        approve(comment, by=moderator)
        db.session.rollback()
        db.session.remove()
    client.get("/moderation")


def _live(app):
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    os.dup2(2, 1)
    server = os.getpid()
    if os.fork() == 0:
        work(app, parent=server)
    else:
        serve(app)
    os._exit(0)


if __name__ == "__main__":
    _give_birth()
