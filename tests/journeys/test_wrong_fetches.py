"""The server asks nobody for what people typed, and what they typed forges no line of its log."""

import os
import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path

import httpx
import pytest

from blog import create_app
from blog.accounts.account import Role
from blog.commenting.comment import Comment
from blog.moderating.verdict import approve
from blog.storage import db
from tests.builders import a_public_article, an_account
from tests.services import free_port, wait_until

pytestmark = pytest.mark.sqlite_only
HOUSE = Path(__file__).parent.parent.parent


@pytest.fixture
def listener():
    """(its address, a list of what was sent to it): a door on loopback at which nobody should ever knock."""
    heard, door = [], socket.create_server(("127.0.0.1", 0))

    def listen():
        while True:
            try:
                caller, _address = door.accept()
            except OSError:
                return
            with caller:
                heard.append(caller.recv(2000))

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{door.getsockname()[1]}", heard
    door.shutdown(socket.SHUT_RDWR)
    door.close()
    thread.join(5)


def test_the_server_fetches_nothing_that_was_typed(live_blog, listener):
    address, heard = listener
    with live_blog.app.app_context():
        author = an_account(Role.AUTHOR, name="Ada", bio=f"{address}/bio")
        words = f"{address}/bare\n\n[a]({address}/link) ![a]({address}/picture) <img src={address}/raw>"
        article = a_public_article(
            by=author, title=f"{address}/title", summary=f"{address}/summary", body=words
        )
        path = f"/articles/{article.slug}"
        db.session.commit()
    said = {
        "name": f"{address}/name",
        "website": f"{address}/website",
        "email": "e@visitors.example",
        "body": words,
    }
    asked = {"Referer": f"{address}/referer", "X-Forwarded-Host": address, "User-Agent": address}
    answer = httpx.post(f"{live_blog.url}{path}/comments", data=said, headers=asked)
    assert answer.status_code == 303
    with live_blog.app.app_context():
        approve(db.session.scalar(db.select(Comment)), by=an_account(Role.MODERATOR))
        db.session.commit()
    for page in (path, "/", "/feed.xml", "/sitemap.xml", answer.headers["Location"], "/authors/ada"):
        assert httpx.get(live_blog.url + page, headers=asked).status_code == 200
    assert heard == []
    knocking = socket.create_connection(
        ("127.0.0.1", int(address.rsplit(":", 1)[1]))
    )  # it would have been heard
    knocking.sendall(b"knock")
    knocking.close()
    _wait_for(heard)
    assert heard == [b"knock"]


def _wait_for(heard):
    for _ in range(200):
        if heard:
            return
        threading.Event().wait(0.02)


@pytest.fixture
def served(made_sqlite, tmp_path):
    """(address, log, app) of a blog served as `make serve` does it."""
    shutil.copytree(made_sqlite, tmp_path / "instance")
    port, log = free_port(), tmp_path / "server.log"
    url = f"http://127.0.0.1:{port}"
    environ = {
        "INSTANCE": str(tmp_path / "instance"),
        "BLOG_COMMENT_RATE": "",
        "PORT": str(port),
        "BLOG_WORKERS": "1",
        "BLOG_URL": url,
    }
    with log.open("wb") as output:
        command = [sys.executable, "app.py"]
        server = subprocess.Popen(command, cwd=HOUSE, env=os.environ | environ, stdout=output, stderr=output)
    app = create_app(environ, TESTING=True)
    try:
        wait_until(lambda: "The blog is at" in log.read_text(errors="replace"), seconds=40, what="the blog")
        yield url, log, app
    finally:
        server.terminate()
        server.wait(20)
        with app.app_context():
            db.engine.dispose()


def test_the_log_holds_no_secret_and_no_forged_line(served):
    url, log, app = served
    forged = "x\r\n[INFO] forged line\r\nSet-Cookie: forged=1\n"
    with app.app_context():
        path = f"/articles/{a_public_article().slug}"
        db.session.commit()
    said = dict.fromkeys(("name", "body", "website", "parent"), forged) | {
        "email": "zqcanary@visitors.example"
    }
    accepted = httpx.post(f"{url}{path}/comments", data=said | {"website": "", "parent": ""})
    receipt = accepted.headers["Location"]
    answers = [
        accepted,
        httpx.post(f"{url}{path}/comments", data=said),
        httpx.post(f"{url}/sign-in", data={"email": forged, "password": forged, "next": f"/{forged}"}),
        httpx.get(f"{url}/sign-in", params={"next": f"/{forged}"}),
        httpx.get(f"{url}/desk/articles", params={"state": forged}),
        httpx.get(f"{url}/receipts/x%0d%0a[INFO]%20forged%20line"),
        httpx.get(url + receipt),
        httpx.get(f"{url}{receipt}/x"),
    ]
    for answer in answers:
        assert answer.status_code < 500
        assert "forged" not in answer.headers.get("Set-Cookie", "")
        assert not [value for value in answer.headers.values() if "\n" in value or "\r" in value]
    written = log.read_text(errors="replace")
    assert "forged" not in written and "zqcanary" not in written
    assert receipt.rpartition("/")[2] not in written
