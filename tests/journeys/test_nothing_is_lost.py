"""A comment whose receipt was told to its writer is there, once, whatever becomes of the machine in that moment.

The real server, with two workers and the one that sends letters, serves eight visitors and a moderator. All its processes
are killed with SIGKILL at random moments, and it is started again, over and over.
"""

import os
import socket
import threading
from collections import Counter
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from flask import current_app
from sqlalchemy import select, text

from blog.accounts.account import Role
from blog.commenting.comment import Comment, Status
from blog.commenting.receipt import receipt_token
from blog.commenting.verification import faults
from blog.storage import db
from tests.builders import a_public_article, an_account, sign_in
from tests.journeys.crowd import Crowd
from tests.journeys.nursery import kill, nursery
from tests.services import missing

KILLS = 100 if os.environ.get("CI") else 12  # on each of the two databases
LIFE, LONGEST_LIFE = 0.15, 1.0  # seconds, on average and at most, once it answers
KILLED_AT_THE_START = 0.1  # of all


@pytest.fixture
def environ(environ):
    if not Path("/proc/self/stat").exists():
        missing("There is no /proc here, in which the processes of a session are found")
    port = a_port_that_is_given_to_nobody()
    serving = {"HOST": "127.0.0.1", "PORT": str(port), "BLOG_URL": f"http://127.0.0.1:{port}"}
    return environ | serving | {"BLOG_WORKERS": "2", "BLOG_THREADS": "4"}


def a_port_that_is_given_to_nobody():
    """Below those that the system gives to whoever connects: a visitor who knocks at a port where nobody listens may be
    given that very port, and so reach himself and keep the server out.
    """
    first = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    for port in Random().sample(range(first // 2, first), 50):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


@pytest.mark.timeout(300)
def test_no_comment_whose_receipt_was_told_is_lost_however_often_everything_is_killed(app, environ, tmp_path):
    crowd = a_crowd(app, int(environ["PORT"]))
    with nursery(environ, tmp_path / "server.log") as servers, crowd:
        live_and_die(servers, crowd, Random(f"{db.engine.dialect.name} 1"), tmp_path / "server.log")
    found = {comment.body: comment for comment in db.session.scalars(select(Comment))}
    times = Counter(db.session.scalars(select(Comment.body)))
    key = current_app.config["KEYS"].receipts
    assert crowd.surprises == []
    assert [words for words in crowd.receipts if times[words] != 1] == []
    assert [words for words, number in times.items() if number != 1] == []
    assert set(times) <= set(crowd.said)
    lost = [words for words, answered in crowd.said.items() if answered and words not in times]
    assert lost == []
    opens = [w for w, way in crowd.receipts.items() if way == f"/receipts/{receipt_token(found[w], key)}"]
    assert len(opens) == len(crowd.receipts) > KILLS
    assert list(faults(current_app.config["KEYS"])) == []
    decided = [comment for comment in found.values() if comment.status is not Status.PENDING]
    assert len(decided) >= crowd.approvals >= KILLS // 50
    some_receipts_open(app, crowd)
    if db.engine.dialect.name == "sqlite":
        assert db.session.scalar(text("PRAGMA integrity_check")) == "ok"


def a_crowd(app, port):
    author = an_account()
    slugs = [a_public_article(by=author).slug for _ in range(5)]
    moderator = sign_in(app.test_client(), an_account(Role.MODERATOR))
    moderator.get("/desk")  # a form puts what its token is made of into the cookie
    cookie = moderator.get_cookie(app.config["SESSION_COOKIE_NAME"])
    db.session.remove()
    db.engine.dispose()
    return Crowd(port, slugs, f"{cookie.key}={cookie.value}")


def live_and_die(servers, crowd, random, log):
    pause = threading.Event()
    for _ in range(KILLS):
        crowd.is_answered.clear()
        session = servers.life()
        try:
            if random.random() >= KILLED_AT_THE_START:
                assert crowd.is_answered.wait(20), f"the blog did not come up:\n{_last_words(log)}"
            pause.wait(min(random.expovariate(1 / LIFE), LONGEST_LIFE))
        finally:
            kill(session)


def _last_words(log):
    return log.read_text(errors="replace")[-2000:]


def some_receipts_open(app, crowd):
    visitor = app.test_client()
    for words, way in list(crowd.receipts.items())[:: max(1, len(crowd.receipts) // 20)]:
        page = visitor.get(way)
        assert (page.status_code, words in page.text) == (200, True)
