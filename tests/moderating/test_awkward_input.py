"""Input that broke programs elsewhere, in everything that staff can type or send: never a 500, words come back exactly."""

from urllib.parse import quote_from_bytes, urlencode

import pytest
from sqlalchemy import select

from blog.commenting.comment import Comment
from blog.commenting.forms import LONGEST_NAME
from blog.commenting.revision import Revision
from blog.storage import db
from blog.text.plain import tidy_body, tidy_line
from tests.builders import a_comment, token
from tests.corpora import corpus
from tests.moderating.asking import as_moderator


@pytest.fixture
def moderator(app):
    client, _account = as_moderator(app)
    return client


def test_edited_words_come_back_exactly(app, moderator):
    comment = a_comment(name="First", body="First.")
    path, form_token = f"/moderation/comments/{comment.public_id}/edit", token(moderator, "/moderation")
    texts = [entry["input"] for entry in corpus("text")]
    for n in range(0, len(texts), 40):
        body, name = "\n".join(texts[n : n + 40]), texts[n]
        name = name if tidy_line(name) and len(name) <= LONGEST_NAME else "Ada"
        answer = moderator.post(path, data={"csrf_token": form_token, "body": body, "name": name})
        assert answer.status_code == 303, texts[n : n + 40]
        assert (comment.body, comment.name) == (tidy_body(body), tidy_line(name))
        assert moderator.get("/moderation").status_code == 200
    assert moderator.get(answer.location).status_code == 200


def test_anything_can_be_searched_for(app, moderator):
    a_comment(name="Ada")
    texts = [entry["input"] for entry in corpus("text") if len(entry["input"]) < 2000]
    for text in texts[::10]:
        query = urlencode({"q": text}, errors="replace")
        assert moderator.get(f"/moderation?{query}").status_code == 200, text


def test_bytes_that_are_no_text_break_nothing(app, moderator):
    comment, form_token = a_comment(), token(moderator, "/moderation")
    one = f"/moderation/comments/{comment.public_id}"
    for entry in corpus("bytes")[::4]:
        quoted = quote_from_bytes(bytes.fromhex(entry["input"]))
        for path in ("/moderation?q=", "/moderation?after=", "/moderation?done=", "/moderation/comments/"):
            assert moderator.get(path + quoted).status_code in {200, 400, 404}, quoted
        for path, field in (
            (f"{one}/decision", "verdict"),
            (f"{one}/decision", "seen"),
            (f"{one}/reply", "seen"),
        ):
            fields = f"csrf_token={form_token}&{field}={quoted}"
            answer = moderator.post(path, data=fields, content_type="application/x-www-form-urlencoded")
            assert answer.status_code in {422, 400}, (path, field, quoted)
    assert comment.status == "pending"
    assert db.session.scalars(select(Revision)).all() == []
    assert len(db.session.scalars(select(Comment)).all()) == 1
