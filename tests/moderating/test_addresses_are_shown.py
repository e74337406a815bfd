"""Who may sees an address by one click, which is recorded; the answer is theirs alone and goes after ten minutes."""

from datetime import timedelta

import pytest
from flask import current_app
from sqlalchemy import select

from blog.accounts.account import Role
from blog.clock import now
from blog.commenting.inquiry import About, Inquiry, answer_inquiries, answer_to, ask
from blog.storage import db
from blog.storage.private_keys import load_private_keys
from blog.storage.sealing import CannotOpen
from tests.builders import a_comment, a_public_article, an_account
from tests.moderating.asking import as_moderator, send


def the_worker_answers(at=None):
    answer_inquiries(load_private_keys(current_app.config["RUN"]), at=at)


def test_one_click_and_the_workers_answer_show_it(app):
    client, _moderator = as_moderator(app, name="Mo Tanaka")
    comment = a_comment(email="Ada.Byron@visitors.example")
    noise = a_comment(email="grace@visitors.example")
    path = f"/moderation/comments/{comment.public_id}"
    page = client.get(path).text
    assert "A…@visitors.example" in page
    assert "Ada.Byron@" not in page
    assert send(client, f"{path}/address").status_code == 303
    assert "data-awaited" in client.get(path).text
    the_worker_answers()
    page = client.get(path).text
    assert "Ada.Byron@visitors.example" in page
    assert "Mo Tanaka" in page.split("Who looked at this address")[1]
    assert "grace@" not in client.get(f"/moderation/comments/{noise.public_id}").text


def test_a_second_click_asks_nothing_new_while_the_answer_stands(app):
    client, _moderator = as_moderator(app)
    path = f"/moderation/comments/{a_comment().public_id}/address"
    for _ in range(2):
        send(client, path)
    the_worker_answers()
    send(client, path)
    assert len(db.session.scalars(select(Inquiry)).all()) == 1


def test_the_answer_goes_after_ten_minutes_and_the_record_stays(app):
    client, moderator = as_moderator(app)
    comment = a_comment(email="ada@visitors.example")
    path = f"/moderation/comments/{comment.public_id}"
    send(client, f"{path}/address")
    the_worker_answers()
    the_worker_answers(at=now() + timedelta(minutes=11))
    page = client.get(path).text
    assert "ada@visitors.example" not in page
    assert moderator.name in page.split("Who looked at this address")[1]
    assert "Show the whole address" in page


def test_nobody_else_can_open_the_answer_not_even_with_the_rows(app):
    keys, other = current_app.config["KEYS"], an_account(Role.MODERATOR)
    inquiry = ask(About.ADDRESS, a_comment(email="ada@visitors.example"), secret="mine", keys=keys, by=other)
    db.session.commit()
    the_worker_answers()
    db.session.refresh(inquiry)
    assert b"ada" not in inquiry.answer
    assert answer_to(inquiry, secret="mine", keys=keys) == "ada@visitors.example"
    with pytest.raises(CannotOpen):
        answer_to(inquiry, secret="yours", keys=keys)


def test_what_nobody_answered_is_not_answered_any_more(app):
    keys, at = current_app.config["KEYS"], now() - timedelta(minutes=20)
    inquiry = ask(About.ADDRESS, a_comment(), secret="mine", keys=keys, at=at)
    db.session.commit()
    the_worker_answers()
    db.session.refresh(inquiry)
    assert inquiry.answer is None


def test_an_author_may_moderate_but_not_see_an_address(app):
    client, author = as_moderator(app, role=Role.AUTHOR)
    comment = a_comment(a_public_article(by=author))
    path = f"/moderation/comments/{comment.public_id}"
    assert "Show the whole address" not in client.get(path).text
    assert send(client, f"{path}/address").status_code == 403
    assert db.session.scalars(select(Inquiry)).all() == []


def test_looking_is_no_get(app):
    client, _moderator = as_moderator(app)
    assert client.get(f"/moderation/comments/{a_comment().public_id}/address").status_code == 405
