"""Readers choose which threads come first, the site says which usually do, and neither costs more than the other."""

import re

import pytest
from sqlalchemy import event

from blog.clock import now
from blog.commenting.conversation import conversation_on, start_of_part_with
from blog.commenting.order import Order
from blog.reading.queries import newest_comments
from blog.storage import db
from blog.storage.site_setting import change_site_setting
from tests.builders import a_public_article, an_approved_comment
from tests.commenting.posted import ids_on, many_approved, post
from tests.commenting.test_conversation import comment_called

LINKS = re.compile(r'<a[^>]*href="(/articles/winter[^"]*)"[^>]*>([^<]*)<')


@pytest.fixture
def article(app):
    change_site_setting("comments_per_page", 10, by=None)
    return a_public_article(title="Winter")


def links_on(page):
    """{words: address} of the links to the article itself."""
    return {words.strip(): address.replace("&amp;", "&") for address, words in LINKS.findall(page)}


def test_a_reader_chooses_the_order_and_pages_through_it(visitor, article):
    many = many_approved(article, [None, 0, None, *[None] * 22])
    page = visitor.get("/articles/winter").text
    assert ids_on(page) == many[:10]
    newest = links_on(page)["Newest first"]
    assert newest == "/articles/winter?order=newest#comments"
    backwards, address = [], newest
    while address:
        page = visitor.get(address.partition("#")[0]).text
        assert '<link rel="canonical" href="http://127.0.0.1:8000/articles/winter">' in page
        assert links_on(page)["Oldest first"] == "/articles/winter#comments"
        backwards += ids_on(page)
        address = links_on(page).get("Later comments →")
    assert backwards == [*many[:1:-1], many[0], many[1]]
    earlier = links_on(page)["← Earlier comments"]
    assert earlier == f"/articles/winter?from={many[14]}&order=newest#comments"


def test_the_site_says_which_order_is_usual(visitor, article):
    many = many_approved(article, [None, 0, None])
    change_site_setting("comments_newest_first", True, by=None)
    page = visitor.get("/articles/winter").text
    assert ids_on(page) == [many[2], many[0], many[1]]
    assert links_on(page)["Oldest first"] == "/articles/winter?order=oldest#comments"
    oldest = visitor.get("/articles/winter?order=oldest").text
    assert ids_on(oldest) == many
    assert links_on(oldest)["Newest first"] == "/articles/winter#comments"


def test_what_is_no_order_is_the_usual_one(visitor, article):
    many = many_approved(article, [None, None])
    for word in ("", "sideways", "NEWEST", "é"):
        page = visitor.get(f"/articles/winter?order={word}").text
        assert ids_on(page) == many
        assert "order=newest" in page


def test_a_single_comment_needs_no_order(visitor, article):
    many_approved(article, [None])
    assert "first</a>" not in visitor.get("/articles/winter").text


@pytest.mark.parametrize("number", [3, 40, 95])
def test_a_comments_address_keeps_to_the_readers_order(visitor, article, number):
    many = many_approved(article, [None] * 100)
    answer = visitor.get(f"/articles/winter/comments/{many[number]}?order=newest")
    address, _, anchor = answer.location.partition("#")
    assert anchor == f"comment-{many[number]}"
    assert "order=newest" in address
    assert many[number] in ids_on(visitor.get(address).text)
    page = visitor.get("/articles/winter?order=newest").text
    assert f"/articles/winter/comments/{many[99]}?order=newest" in page


def test_ones_own_waiting_comment_stands_first_where_the_newest_do(visitor, article):
    said = [an_approved_comment(article).public_id for _ in range(2)]
    post(visitor, article)
    page = visitor.get("/articles/winter?order=newest").text
    assert ids_on(page)[1:] == said[::-1]
    assert ids_on(visitor.get("/articles/winter").text)[:2] == said


@pytest.mark.sqlite_only
@pytest.mark.parametrize("order", list(Order))
def test_every_part_of_ten_thousand_comments_is_read_from_an_index(article, order):
    many = many_approved(article, [None if n % 4 == 0 else n - n % 4 for n in range(10_000)])
    db.session.refresh(article)
    for number in (0, 5001, 9998):
        plans = plans_of(conversation_on, article, start=many[number], order=order)
        plans += plans_of(start_of_part_with, comment_called(many[number]), order=order)
        assert len(plans) >= 4
        for statement, plan in plans:
            assert "TEMP B-TREE" not in plan, statement
            assert "SCAN comment" not in plan, statement


@pytest.mark.sqlite_only
def test_feeds_are_read_from_an_index_too(article):
    many_approved(article, [None] * 1000)
    db.session.refresh(article)
    for of in (None, article):
        ((statement, plan),) = plans_of(newest_comments, 50, at=now(), article=of)
        assert "TEMP B-TREE" not in plan, statement
        assert [name for name in ("comment", "article", "publication") if f"SCAN {name}" in plan] == [], (
            statement
        )


def plans_of(ask, *about, **details):
    """[(statement, its plan in words)] of what SQLite is asked."""
    asked = []

    def note(_connection, _cursor, statement, parameters, *_rest):
        if statement.startswith(("SELECT", "WITH")):
            asked.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        ask(*about, **details)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    raw = db.session.connection().connection.driver_connection
    return [
        (statement, " / ".join(row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)))
        for statement, parameters in asked
    ]
