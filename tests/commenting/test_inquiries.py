"""What the worker is asked: one question that it cannot answer keeps nobody else waiting."""

import pytest
from flask import current_app

from blog.commenting.contact import Contact
from blog.commenting.inquiry import About, answer_inquiries, answer_to, ask
from blog.storage import db
from blog.storage.sealing import CannotOpen
from tests.builders import a_comment, an_account
from tests.commenting.letters import private_keys


def test_a_question_that_cannot_be_answered_keeps_nobody_else_waiting(app):
    keys, moderator = current_app.config["KEYS"], an_account()
    broken, whole = a_comment(), a_comment(email="ada@visitors.example")
    db.session.get(Contact, broken.id).sealed = b"no box at all, and longer than the key of one would be"
    asked = [ask(About.ADDRESS, each, by=moderator, secret="s", keys=keys) for each in (broken, whole)]
    db.session.commit()
    with pytest.raises(CannotOpen):
        answer_inquiries(private_keys())
    assert [answer_to(each, secret="s", keys=keys) for each in asked] == [None, "ada@visitors.example"]
    assert [each.is_waiting() for each in asked] == [True, False]
