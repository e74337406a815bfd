"""Cross-site posts are refused; what a signed-in person posts carries a token; clients that are no browser pass."""

import sqlite3
from io import BytesIO

import pytest
from flask import request
from flask_wtf.csrf import generate_csrf

from blog.storage import db
from tests.builders import an_account, sign_in

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def door(app):
    app.add_url_rule("/door", view_func=lambda: f"in by {request.method}", methods=["POST", "PUT", "DELETE"])
    return "/door"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 403),
        ({"Origin": "http://localhost"}, 200),
        ({"Origin": "http://127.0.0.1:8000"}, 200),  # BLOG_URL
        ({"Origin": "http://localhost:81"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://localhost.evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://[::1"}, 403),
        ({"Origin": "http://127.0.0.1:port"}, 403),
    ],
)
def test_a_visitors_post(visitor, door, headers, status):
    assert visitor.post(door, headers=headers).status_code == status


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_signed_in_person_needs_the_token(app, visitor, door, method):
    account = an_account()
    db.session.commit()
    sign_in(visitor, account)
    assert visitor.open(door, method=method).status_code == 400
    assert visitor.open(door, method=method, data={"csrf_token": "made-up"}).status_code == 400


def test_a_token_of_somebody_else_is_refused(app, door):
    mine, theirs = app.test_client(), app.test_client()
    one, two = an_account(), an_account()
    db.session.commit()
    app.add_url_rule("/token", view_func=generate_csrf)
    sign_in(mine, one), sign_in(theirs, two)
    own, foreign = mine.get("/token").text, theirs.get("/token").text
    assert mine.post(door, data={"csrf_token": foreign}).status_code == 400
    assert mine.post(door, data={"csrf_token": own}).status_code == 200
    assert mine.post(door, headers={"X-CSRFToken": own}).status_code == 200


def test_a_stale_form_gives_back_what_was_typed_but_no_address(app, visitor, door):
    account = an_account()
    db.session.commit()
    sign_in(visitor, account)
    page = visitor.post(door, data={"body": "Words I <b>typed</b>", "email": "private@visitors.example"})
    assert "Words I &lt;b&gt;typed&lt;/b&gt;" in page.text
    assert "private@visitors.example" not in page.text


@pytest.mark.parametrize(
    ("path", "status"), [("/articles/a%00b", 404), ("/?before=a%00b", 400), ("/%00", 404)]
)
def test_an_address_with_a_nul_is_no_address(visitor, path, status):
    assert visitor.get(path).status_code == status


class Upload(BytesIO):
    """What a browser sends. Each time that some of it is read, it notes whether others could write meanwhile."""

    def __init__(self, content, database):
        super().__init__(content)
        self.database, self.others_could_write = database, []

    def readinto(self, buffer):
        other = sqlite3.connect(self.database, timeout=0)
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            self.others_could_write.append(False)
        else:
            self.others_could_write.append(True)
        finally:
            other.close()
        return super().readinto(buffer)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("path", ["/door", "/desk/pictures", "/desk/articles", "/nowhere"])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_nobody_waits_while_something_is_sent_slowly(app, visitor, door, path, kind):
    account = an_account()
    db.session.commit()
    sign_in(visitor, account)
    content = b'--x\r\nContent-Disposition: form-data; name="body"\r\n\r\nwords\r\n--x--\r\n'
    upload = Upload(content, db.engine.url.database)
    visitor.post(path, input_stream=upload, content_length=len(content), content_type=kind)
    assert set(upload.others_could_write) == {True}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"&".join([b"a=b"] * 200), 200),
        (b"&".join([b"a=b"] * 201), 413),
        (b"&" * 400_000, 413),
        (b"a=" + b"b" * (16 * 2**20 - 2), 200),
        (b"a=" + b"b" * (16 * 2**20 - 1), 413),
    ],
)
def test_a_form_of_too_many_or_too_long_fields_is_refused(visitor, door, body, status):
    answer = visitor.post(door, data=body, content_type=FORM)
    assert answer.status_code == status


def test_what_is_given_back_to_be_sent_again_cannot_be_much_more_than_was_sent(visitor):
    answer = visitor.post("/desk/articles", data=b"&".join([b"a=b"] * 400_000), content_type=FORM)
    assert (answer.status_code, len(answer.data) < 5_000) == (413, True)


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ({"Origin": "null"}, False),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, False),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, True),
        ({"Origin": "https://evil.example"}, True),
    ],
)
def test_a_page_with_a_secret_address_may_post_without_saying_where_it_comes_from(visitor, headers, refused):
    answer = visitor.post("/receipts/nobodys-token/body", headers=headers)
    assert (answer.status_code == 403) is refused
