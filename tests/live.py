"""The real application behind the real server, and a real browser to visit it with.

    def test_a_reader_sees_the_front_page(live_blog, browser_page):
        with live_blog.app.app_context():  # leave it before the visit: an open transaction keeps others waiting
            slug = a_public_article().slug
            db.session.commit()
        page = browser_page(live_blog, javascript=False)
        page.goto(f"/articles/{slug}")

`live_blog` is a fresh SQLite installation, served by granian in a process of its own on a free port of loopback. Its
`app` is the same installation in the test's process: rows made (and committed) there are seen by the server, and an
Account is signed in by a cookie that it signs. `browser_page` opens Chromium; where Chromium is missing the test skips.
"""

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from flask import Flask
from sqlalchemy import inspect

from blog import create_app
from blog.accounts.account import Account
from blog.storage import db
from blog.storage.database import reading_only
from tests.builders import sign_in
from tests.services import free_port, missing, wait_until

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]
HOUSE = Path(__file__).parent.parent


@dataclass
class LiveBlog:
    url: str  # http://127.0.0.1:port, without a slash at its end
    app: Flask
    log: Path  # what the server wrote

    def cookie_of(self, account):
        """The sign-in cookie of a committed Account, as Playwright takes it. Needs no application context."""
        with self.app.app_context(), reading_only():
            known = db.session.get(Account, inspect(account).identity)
            client = sign_in(self.app.test_client(), known)
        cookie = client.get_cookie(self.app.config["SESSION_COOKIE_NAME"])
        return {"name": cookie.key, "value": cookie.value, "url": self.url}


@pytest.fixture
def live_blog(made_sqlite, tmp_path):
    shutil.copytree(made_sqlite, tmp_path / "instance")
    with serving(tmp_path) as blog:
        yield blog


@contextmanager
def serving(folder, **environ):
    """A LiveBlog of the installation in `folder`/instance, served until the block ends; `environ` sets more."""
    port, log = free_port(), folder / "server.log"
    url = f"http://127.0.0.1:{port}"
    environ = {
        "INSTANCE": str(folder / "instance"),
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "BLOG_URL": url,
        "BLOG_COMMENT_RATE": "",  # tests post faster than people
    } | environ
    server = _start(environ, port, log)
    app = create_app(environ, TESTING=True)
    try:
        wait_until(lambda: _answers(url, server, log), what="the blog's server")
        yield LiveBlog(url, app, log)
    finally:
        _stop(server)
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def _start(environ, port, log):
    """granian with one worker, so that what a test counts stands in one process."""
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    command += ["--workers", "1", "--blocking-threads", "4", "--access-log", "app:app"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BLOG_")}
    with log.open("wb") as output:
        return subprocess.Popen(command, cwd=HOUSE, env=kept | environ, stdout=output, stderr=output)


def _answers(url, server, log):
    if server.poll() is not None:
        pytest.fail(f"the blog's server ended at its start:\n{log.read_text(errors='replace')}")
    try:
        return httpx.get(f"{url}/robots.txt", timeout=2).status_code < 500
    except httpx.TransportError:
        return False


def _stop(server):
    server.terminate()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


@pytest.fixture(scope="session")
def chromium():
    """One Chromium for all tests of this process; each test opens contexts of its own in it."""
    if not Path(CHROMIUM).exists():
        missing("Chromium is not installed (Debian: apt-get install chromium)")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("Playwright is not installed (pip install -r requirements-dev.txt)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def browser_page(chromium):
    """`browser_page(live_blog, …)` opens a page in a context of its own; paths are relative to the blog.

    `account` signs in, `javascript=False` switches scripts off, `width` and `height` are in CSS pixels. At the end
    of the test no page may have thrown an error, broken the Content-Security-Policy or asked another host.
    """
    contexts, problems = [], []

    def opened(blog, *, account=None, javascript=True, width=1280, height=900, dark=False, **options):
        context = chromium.new_context(
            base_url=blog.url,
            java_script_enabled=javascript,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            **options,
        )
        contexts.append(context)
        if account is not None:
            context.add_cookies([blog.cookie_of(account)])
        page = context.new_page()
        page.set_default_timeout(15_000)
        _note_problems(page, blog, problems)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert problems == []


def _note_problems(page, blog, problems):
    def note_console(message):
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            problems.append(message.text)

    def note_request(request):
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob", "about"} and address.netloc != urlsplit(blog.url).netloc:
            problems.append(f"asked another host: {request.url}")

    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", note_console)
    page.on("request", note_request)
