"""A blog of its own behind the real server, with the people who look at it."""

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import httpx

from blog import create_app
from blog.accounts.account import Role
from blog.housekeeping.installation import make_whole
from blog.storage import db
from blog.storage.site_setting import change_site_setting
from tests.builders import an_account, sign_in
from tests.services import free_port, wait_until

HOUSE = Path(__file__).parent.parent.parent
SERVER = [
    "granian",
    "--interface",
    "wsgi",
    "--workers",
    "1",
    "--blocking-threads",
    "4",
    "--host",
    "127.0.0.1",
    "--no-ws",
    "--port",
]


class Stage:
    """`app` is the server's installation in this process; `owner` and `moderator` are cookies for a browser."""

    def __init__(self, url, app):
        self.url, self.app = url, app
        with app.app_context():
            people = {role: an_account(role, name=f"The {role}") for role in (Role.OWNER, Role.MODERATOR)}
            change_site_setting("comments_per_page", 500, by=people[Role.OWNER])
            change_site_setting("articles_per_page", 100, by=people[Role.OWNER])
            db.session.commit()
        self.owner, self.moderator = (self._cookie(people[role]) for role in (Role.OWNER, Role.MODERATOR))

    def _cookie(self, account):
        with self.app.app_context():
            client = sign_in(self.app.test_client(), db.session.merge(account, load=False))
        client.get("/moderation")  # from now on the session holds what form tokens are made of
        cookie = client.get_cookie("sign_in")
        return {"name": cookie.key, "value": cookie.value, "url": self.url}

    def client(self, *, cookie=None):
        """Flask's test client, signed in by one of the cookies."""
        client = self.app.test_client()
        if cookie:
            client.set_cookie(cookie["name"], cookie["value"])
        return client


@contextmanager
def a_stage(folder):
    """Yields a Stage whose installation is made in `folder` (a Path)."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environ = {"INSTANCE": str(folder / "instance"), "HOST": "127.0.0.1", "PORT": str(port), "BLOG_URL": url}
    environ["BLOG_COMMENT_RATE"] = ""
    app = create_app(environ, TESTING=True)
    with app.app_context():
        make_whole(app.config["RUN"], app.config["KEYS"])
        db.session.remove()
    command = [sys.executable, "-m", *SERVER, str(port), "tests.attack.served:app"]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=HOUSE, env=os.environ | environ, stdout=log, stderr=log)
        try:
            wait_until(lambda: _answers(url), what="the server under attack")
            yield Stage(url, app)
        finally:
            server.terminate()
            server.wait(20)
            with app.app_context():
                db.engine.dispose()


def _answers(url):
    try:
        return httpx.get(f"{url}/robots.txt", timeout=2).is_success
    except httpx.TransportError:
        return False
