"""A blog that can send letters, to a mail server that the test started."""

import logging
from contextlib import suppress

import pytest

from blog.mail import postbox
from blog.mail.composing import COMPOSERS, Composed
from tests.mail.smtp import start_mail_server

ADDRESS = "{}@readers.example"


@pytest.fixture
def smtp():
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    server = start_mail_server()
    yield server
    with suppress(AssertionError):  # stopped by the test
        server.controller.stop()


@pytest.fixture
def environ(environ, smtp):
    return environ | {
        "BLOG_SMTP_URL": smtp.url,
        "BLOG_MAIL_FROM": "Forge <blog@forge.example>",
        "BLOG_URL": "https://forge.example",
    }


@pytest.fixture(autouse=True)
def greetings(monkeypatch):
    """A kind of letter of the tests' own: `about` names whom to greet."""
    monkeypatch.setitem(COMPOSERS, "greeting", greet)


@pytest.fixture
def hasty(monkeypatch):
    """Waits for a silent server for a moment only."""
    monkeypatch.setattr(postbox, "SECONDS", 0.3)


def greet(about, _private_keys):
    name = about["name"]
    words = f"Good morning, {name}."
    return Composed(ADDRESS.format(name), f"For {name}", f"{words}\n", f"<p>{words}</p>\n")
