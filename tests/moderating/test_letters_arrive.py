"""The letters to staff reach a real mail server, with the header that ends them, and their links work as they arrive."""

import logging
from contextlib import suppress
from re import findall

import pytest

from blog.accounts.account import Role
from blog.clock import now
from blog.commenting.comment import Status
from blog.mail.delivery import deliver_letters
from blog.moderating.letters import post_digests, post_heads
from blog.moderating.logbook.entry import find_head
from blog.storage import db
from blog.storage.site_setting import change_site_setting
from tests.builders import a_comment, a_public_article, an_account
from tests.mail.smtp import start_mail_server


@pytest.fixture
def smtp():
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    server = start_mail_server()
    yield server
    with suppress(AssertionError):
        server.controller.stop()


@pytest.fixture
def environ(environ, smtp):
    mail = {"BLOG_SMTP_URL": smtp.url, "BLOG_MAIL_FROM": "Forge <blog@forge.example>"}
    return environ | mail | {"BLOG_URL": "https://forge.example"}


def test_a_moderator_decides_from_the_letter_that_arrived_and_nothing_secret_is_logged(app, smtp, caplog):
    caplog.set_level(logging.DEBUG)
    change_site_setting("moderation_letters_decide", True, by=None)
    ruth = an_account(Role.MODERATOR, email="ruth@staff.example")
    comment = a_comment(
        a_public_article(by=ruth, title="Bread"), email="ada@canary.example", body="CANARY words."
    )
    db.session.commit()
    post_digests()
    db.session.commit()
    assert deliver_letters(None) == 1
    (received,) = smtp.received
    assert received.to == ["ruth@staff.example"] and "canary" not in received.content.decode().casefold()
    assert received.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    (path,) = findall(r"https://forge\.example(/letter-decisions/\S+)", received.part("plain"))
    assert f'href="https://forge.example{path}"' in received.part("html")
    visitor = app.test_client()
    assert "CANARY words." in visitor.get(path).text
    assert visitor.post(path, data={"verdict": "approve", "edition": ""}).status_code == 303
    assert (comment.status, comment.decision_count) == (Status.APPROVED, 1)
    app.logger.warning("Somebody asked for %s", path)
    for line in (record.getMessage() for record in caplog.records):
        assert path.rpartition("/")[2] not in line and "canary.example" not in line and "ruth@" not in line


def test_the_owner_gets_the_head_that_stands(app, smtp):
    owner = an_account(Role.OWNER, email="owner@staff.example")
    change_site_setting("title", "Bread", by=owner)
    db.session.commit()
    post_heads(at=now())
    db.session.commit()
    deliver_letters(None)
    (received,) = [each for each in smtp.received if "logbook" in each.message["Subject"]]
    assert f"\r\n{find_head()}\r\n" in received.part("plain")
    assert received.message["List-Unsubscribe"].startswith("<https://forge.example/staff-letters/")
