"""The worker is there when the blog is, does what waits at once, and comes and goes with the blog."""

import os
import pickle
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_IMODE

import pytest

from blog import create_app
from blog.accounts.account import Role
from blog.housekeeping.queue import Waker, WorkerQueue
from blog.housekeeping.trial_letter import post_trial
from blog.mail.letter import Letter
from blog.storage import db
from tests.builders import an_account
from tests.housekeeping.starting import HOUSE, running_blog, surroundings
from tests.housekeeping.test_start import is_gone
from tests.mail.smtp import start_mail_server
from tests.services import free_port, redis_url, wait_until


@pytest.fixture
def smtp():
    server = start_mail_server()
    yield server
    server.controller.stop()


@pytest.fixture
def mailing(smtp):
    return {"BLOG_SMTP_URL": smtp.url, "BLOG_MAIL_FROM": "Forge <blog@forge.example>"}


@pytest.fixture
def environ(environ, mailing):
    return environ | mailing


@contextmanager
def working(environ, said):
    """A worker alone, as on another machine."""
    with said.open("w") as output:
        command = [sys.executable, "-m", "flask", "housekeeping", "work"]
        process = subprocess.Popen(
            command, cwd=HOUSE, env=surroundings(**environ), stdout=output, stderr=output
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def worker_of(server):
    """The process id of the worker beside a running blog, or None."""
    for children in Path(f"/proc/{server.pid}/task").glob("*/children"):
        for child in children.read_text().split():
            with suppress(OSError):
                if b"work" in Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0"):
                    return int(child)
    return None


def test_a_worker_alone_sends_what_waited_and_what_is_posted_then(app, environ, smtp, tmp_path):
    """What waited is looked for at its start; for the rest it is woken by the commit, long before a minute is over."""
    editor = an_account(Role.EDITOR)  # an owner is written to about the logbook too
    post_trial(editor)
    db.session.commit()
    with working(environ, tmp_path / "said") as worker:
        wait_until(lambda: len(smtp.received) == 1, what="the letter that waited")
        for number in (2, 3, 4):
            letter = post_trial(editor)
            db.session.commit()
            wait_until(lambda number=number: len(smtp.received) == number, seconds=10, what="another letter")
        assert smtp.to() == [editor.email] * 4
        assert "letters leave the blog and arrive" in smtp.received[0].part("plain")
        wait_until(lambda: _is_sent(letter), what="its outcome")
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(20) == 0
    assert S_IMODE(os.stat(f"{environ['INSTANCE']}/queue.sqlite").st_mode) == 0o600
    assert (tmp_path / "said").read_text() == ""


def _is_sent(letter):
    db.session.rollback()
    db.session.expire_all()
    return db.session.get(Letter, letter.id).status.value == "sent"


def test_redis_wakes_a_worker(environ, smtp, tmp_path):
    environ |= {"BLOG_QUEUE_URL": redis_url()}
    app = create_app(environ)
    with app.app_context():
        with working(environ, tmp_path / "said") as worker:
            editor = an_account(Role.EDITOR)
            for number in (1, 2, 3):
                post_trial(editor)
                db.session.commit()
                wait_until(lambda number=number: len(smtp.received) == number, what="the letter")
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(20) == 0
        db.session.remove()
        db.engine.dispose()
    assert not os.path.exists(f"{environ['INSTANCE']}/queue.sqlite")


@pytest.mark.sqlite_only
def test_a_queue_that_is_away_breaks_no_request_and_is_left_alone_for_a_while(app, caplog):
    app.config["RUN"] = type(app.config["RUN"])(
        **{**vars(app.config["RUN"]), "queue_url": f"redis://:secret@127.0.0.1:{free_port()}"}
    )
    app.extensions["waker"] = Waker(app)
    owner = an_account(Role.OWNER)
    for _ in range(3):
        assert post_trial(owner) is not None
        db.session.commit()
    assert caplog.text.count("The worker could not be woken") == 1
    assert "secret" not in caplog.text


@pytest.mark.sqlite_only
def test_the_queue_does_not_grow_while_nobody_works(app):
    owner = an_account(Role.OWNER)
    for _ in range(4):
        post_trial(owner)
        db.session.commit()
    assert WorkerQueue(app.config["RUN"], app.config["KEYS"]).huey.pending_count() == 1


@pytest.mark.sqlite_only
def test_nothing_that_somebody_else_put_into_the_queue_is_opened(app):
    queue = WorkerQueue(app.config["RUN"], app.config["KEYS"])
    queue.huey.storage.enqueue(pickle.dumps({"a": 1}))
    with pytest.raises(ValueError, match=r"Separator|Signature"):
        queue.huey.dequeue()


# Beside the web ----------------------------------------------------------------------------------------------------------


def test_serving_starts_a_worker_that_delivers_what_the_web_posts(tmp_path, mailing, smtp):
    folder = tmp_path / "instance"
    with running_blog(folder, tmp_path / "said", BLOG_WORKERS=1, **mailing) as blog:
        app = create_app({"INSTANCE": str(folder)} | mailing)
        with app.app_context():
            owner = an_account(Role.OWNER)
            post_trial(owner)
            db.session.commit()
            db.session.remove()
            db.engine.dispose()
        wait_until(lambda: smtp.received, what="the letter")
        worker = worker_of(blog.server)
        assert blog.stop() == 0
        assert is_gone(worker)


def test_a_worker_that_dies_is_started_again_and_ends_with_a_blog_that_is_killed(tmp_path, mailing):
    with running_blog(tmp_path / "instance", tmp_path / "said", BLOG_WORKERS=1, **mailing) as blog:
        wait_until(lambda: worker_of(blog.server), what="the worker")
        first = worker_of(blog.server)
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: worker_of(blog.server) not in {first, None}, what="another worker")
        assert "The worker ended (-9)" in blog.said
        second = worker_of(blog.server)
        os.kill(blog.server.pid, signal.SIGKILL)
        wait_until(lambda: is_gone(second), what="the end of the worker")


def test_serving_without_a_worker(tmp_path, mailing):
    with running_blog(
        tmp_path / "instance", tmp_path / "said", BLOG_WORKERS=1, BLOG_WORKER="no", **mailing
    ) as blog:
        assert worker_of(blog.server) is None
        assert blog.stop(signal.SIGINT) == 0
