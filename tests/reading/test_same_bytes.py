"""A page for a visitor without cookies is the same bytes for everyone; whoever has a cookie gets a page of their own."""

import re
from datetime import timedelta

import pytest

from blog import create_app
from blog.clock import now
from tests.builders import a_public_article, an_account, an_approved_comment, sign_in

ADDRESSES = (
    "/",
    "/?before=winter",
    "/articles/winter",
    "/articles/winter?from={comment}",
    "/authors/ada",
    "/tags/snow",
    "/feed.xml",
    "/sitemap.xml",
    "/robots.txt",
    "/nothing-here",
)
NAMED = {"http://www.w3.org", "https://example.org"}  # a namespace, and the example in the form's help
ELSEWHERE = {
    "Host": "evil.example",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Prefix": "/evil",
    "Forwarded": "host=evil.example;proto=https",
    "X-Original-URL": "/desk",
    "X-Rewrite-URL": "/desk",
    "X-HTTP-Method-Override": "DELETE",
    "Accept-Language": "de",
    "User-Agent": "Somebody else",
    "Referer": "https://evil.example/",
}


@pytest.fixture
def environ(environ):
    return environ | {"BLOG_URL": "https://blog.example"}


@pytest.fixture
def comment(app):
    ada = an_account(handle="ada")
    a_public_article(by=ada, tags=["Snow"], title="Before")
    article = a_public_article(by=ada, tags=["Snow"], title="Winter", body="Words. " * 200)
    return an_approved_comment(article)


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_bytes_do_not_depend_on_who_asks(app, comment, time_machine, address):
    address = address.format(comment=comment.public_id)
    one = app.test_client().get(address)
    time_machine.move_to(now() + timedelta(days=1))
    other = app.test_client().get(address, headers=ELSEWHERE)
    assert other.data == one.data
    one.headers.pop("Date", None)
    other.headers.pop("Date", None)
    assert sorted(other.headers) == sorted(one.headers)
    assert "Set-Cookie" not in one.headers
    assert "cookie" not in one.headers.get("Vary", "").lower()
    assert one.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "evil" not in other.text


def test_another_process_gives_the_same_bytes(app, environ, visitor, comment):
    page = visitor.get("/articles/winter")
    again = create_app(environ).test_client().get("/articles/winter")
    assert again.data == page.data
    assert again.headers["ETag"] == page.headers["ETag"]


@pytest.mark.parametrize("address", ["/", "/articles/winter", "/feed.xml"])
def test_absolute_links_come_from_the_settings_alone(visitor, comment, address):
    page = visitor.get(address, headers=ELSEWHERE).text
    absolute = set(re.findall(r'https?://[^/"<)]+', page)) - NAMED
    assert absolute == {"https://blog.example"}


@pytest.mark.sqlite_only
@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("name", ["sign_in", "remembered", "my_comments", "anything"])
def test_whoever_has_a_cookie_gets_a_page_that_nobody_keeps(app, comment, address, name):
    visitor = app.test_client()
    visitor.set_cookie(name, "something")
    answer = visitor.get(address.format(comment=comment.public_id))
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer.headers


def test_a_signed_in_person_gets_a_page_of_their_own_even_after_asking_as_a_visitor(app, comment):
    seen = app.test_client().get("/articles/winter").headers["ETag"]
    person = sign_in(app.test_client(), comment.article.author)
    answer = person.get("/articles/winter", headers={"If-None-Match": seen})
    assert answer.status_code == 200
    assert 'name="csrf_token"' in answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("encoding", ["identity", "gzip", "br"])
@pytest.mark.parametrize("address", ["/", "/articles/winter", "/feed.xml"])
def test_who_has_the_page_already_is_told_so_until_it_changes(visitor, comment, address, encoding):
    wanted = {"Accept-Encoding": encoding}
    first = visitor.get(address, headers=wanted)
    assert first.headers.get("Content-Encoding", "identity") == encoding
    wanted["If-None-Match"] = first.headers["ETag"]
    again = visitor.get(address, headers=wanted)
    assert (again.status_code, again.data) == (304, b"")
    a_public_article(by=comment.article.author, title="New")
    an_approved_comment(comment.article)
    assert visitor.get(address, headers=wanted).status_code == 200


@pytest.mark.sqlite_only
@pytest.mark.parametrize("address", ADDRESSES)
def test_head_is_get_without_the_words(visitor, comment, address):
    address = address.format(comment=comment.public_id)
    asked, head = visitor.get(address), visitor.head(address)
    assert (head.status_code, head.data) == (asked.status_code, b"")
    assert head.headers.get("ETag") == asked.headers.get("ETag")
