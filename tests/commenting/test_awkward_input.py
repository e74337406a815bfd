"""Input that broke programs elsewhere goes through the real form: never a 500, and what is taken comes back exactly."""

import re
from urllib.parse import quote_from_bytes, urlencode

import pytest
from sqlalchemy import select

from blog.commenting.comment import Comment
from blog.commenting.forms import LONGEST_NAME
from blog.storage import db
from blog.text.plain import tidy_body, tidy_line
from tests.builders import a_public_article, addresses_kept
from tests.commenting.posted import post
from tests.corpora import corpus

# Without control characters and lone surrogates, which are no text.
CONTROL = r"\x00-\x1f\x7f-\x9f\ud800-\udfff"
PLAIN = re.compile(rf"[^{CONTROL}]*[^{CONTROL}\s]")


@pytest.fixture
def article(app):
    return a_public_article()


def in_batches(texts, longest):
    """Lists of texts that, joined, have at most `longest` code points; what is longer stands alone."""
    batch = []
    for text in texts:
        if batch and len(" ".join([*batch, text])) > longest:
            yield batch
            batch = []
        batch.append(text)
    yield batch


def test_words_and_names_come_back_exactly(app, visitor, article):
    expected = []
    for number, batch in enumerate(in_batches([entry["input"] for entry in corpus("text")], LONGEST_NAME)):
        name, body = " ".join(batch), f"{number}\n" + "\n".join(batch)
        name = "Ada" if len(name) > LONGEST_NAME else name
        taken = 303 if tidy_line(name) else 422
        answer = post(visitor, article, name=name, body=body)
        assert (answer.status_code, batch) == (taken, batch)
        if taken == 303:
            expected.append((tidy_line(name), tidy_body(body)))
    kept = db.session.execute(select(Comment.name, Comment.body).order_by(Comment.id)).all()
    assert list(map(tuple, kept)) == expected


def test_words_without_control_characters_are_kept_as_they_were_typed(app, visitor, article):
    plain = [entry["input"] for entry in corpus("text") if PLAIN.fullmatch(entry["input"])]
    batches = list(in_batches(plain, 9_000))
    for batch in batches:
        assert post(visitor, article, body="\r\n".join(batch)).status_code == 303
    kept = db.session.scalars(select(Comment.body).order_by(Comment.id)).all()
    assert kept == ["\n".join(batch) for batch in batches]


def test_every_page_shows_what_was_typed(app, visitor, article):
    for batch in in_batches([entry["input"] for entry in corpus("text")], 9_000):
        answer = post(visitor, article, body="\n".join(batch), name=tidy_line(batch[0])[:100] or "Ada")
        assert answer.status_code == 303
        assert visitor.get(answer.location).status_code == 200
        assert visitor.get(f"/articles/{article.slug}").status_code == 200
        assert post(visitor, article, body="\n".join(batch), email="").status_code == 422


@pytest.mark.sqlite_only
def test_every_email_is_taken_or_refused(app, visitor, article):
    for number, entry in enumerate(corpus("emails")):
        answer = post(visitor, article, email=entry["input"], body=f"Words {number}")
        assert answer.status_code in (303, 422), entry
    kept = addresses_kept()
    assert len(kept) > 50
    assert [email for email in kept if len(email) > 254 or re.search(r"[\s<>]", email)] == []


@pytest.mark.sqlite_only
def test_every_website_is_taken_as_a_web_address_or_refused(app, visitor, article):
    for number, entry in enumerate(corpus("urls")):
        answer = post(visitor, article, website=entry["input"], body=f"Words {number}")
        assert answer.status_code in (303, 422), entry
    kept = [website for website in db.session.scalars(select(Comment.website)) if website]
    assert len(kept) > 50
    assert [website for website in kept if not re.fullmatch(r'https?://[^\s"<>\\]+', website)] == []


def raw(visitor, article, fields):
    """Posts bytes as no browser would, where they are not UTF-8."""
    body = b"&".join(name.encode() + b"=" + value for name, value in fields.items())
    return visitor.post(
        f"/articles/{article.slug}/comments", data=body, content_type="application/x-www-form-urlencoded"
    )


@pytest.fixture
def awkward_bytes():
    return [bytes.fromhex(entry["input"]) for entry in corpus("bytes")]


def test_bytes_that_are_no_text_are_taken_or_refused(app, visitor, article, awkward_bytes):
    others = {"body": b"Words", "name": b"Ada", "email": b"ada%40visitors.example"}
    every_one = b"|".join(awkward_bytes)
    for number, sent in enumerate([every_one, *awkward_bytes[::8]]):
        quoted, bare = quote_from_bytes(sent, safe="").encode(), sent.translate(None, b"&=+%")
        answers = [
            raw(visitor, article, others | {"body": b"%d " % number + quoted, "name": b"A" + quoted[:200]}),
            raw(visitor, article, others | {"body": b"%d " % number + bare}),
            raw(visitor, article, others | {"parent": quoted}),
            raw(visitor, article, others | {"website": b"https://a.example/" + quoted}),
        ]
        assert [answer.status_code for answer in answers if answer.status_code >= 500] == []


def test_bytes_that_are_no_text_lead_nowhere(app, visitor, article, awkward_bytes):
    here = f"/articles/{article.slug}"
    for sent in awkward_bytes[::8]:
        quoted = quote_from_bytes(sent, safe="")
        if not quoted.strip("%0123456789ABCDEF.~_-"):
            for path in (
                f"/articles/{quoted}/comments/new",
                f"{here}/comments/{quoted}",
                f"/receipts/{quoted}",
            ):
                assert visitor.get(path).status_code == 404
        assert visitor.get(f"{here}/comments/new?parent={quoted}").status_code in (400, 409)
        assert visitor.get(f"{here}?from={quoted}").status_code in (400, 404)
        bare = sent.decode("latin-1").translate(dict.fromkeys((0, 10, 13)))
        answer = visitor.get(here, headers={"Cookie": f"my_comments={bare}; remembered={bare}"})
        assert answer.status_code == 200


def test_valid_utf_8_comes_back_exactly(app, visitor, article):
    valid = [
        bytes.fromhex(entry["input"]).decode() for entry in corpus("bytes") if entry["expect"] == "valid"
    ]
    words = "|".join(valid)
    assert post(visitor, article, body=words).status_code == 303
    assert db.session.scalar(select(Comment.body)) == tidy_body(words)


def test_a_form_with_odd_shapes_is_taken_or_refused(app, visitor, article):
    path = f"/articles/{article.slug}/comments"
    for data, kind in (
        (b"", None),
        (b"body", "application/x-www-form-urlencoded"),
        (b"&&==&body=a&body=b&name=&name=c", "application/x-www-form-urlencoded"),
        (urlencode({"body": "a" * 100_000}).encode(), "application/x-www-form-urlencoded"),
        (b'{"body": "a"}', "application/json"),
        (b"body=a", "text/plain"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"garbage", "multipart/form-data"),
    ):
        answer = visitor.post(path, data=data, content_type=kind)
        assert answer.status_code in (400, 413, 422)
