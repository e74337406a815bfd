"""The reading list with groups in it: one card each, in any order, for whoever may decide, as dear for many as for one."""

import re

import pytest
from sqlalchemy import event, text

from blog.accounts.account import Role
from blog.moderating.groups.counting import follow_likelihoods
from blog.moderating.queue import PER_PAGE
from blog.storage import db
from tests.builders import a_comment, a_public_article
from tests.moderating.asking import as_moderator, send
from tests.moderating.groups.alike import many_alike
from tests.moderating.groups.many import seed_pending

EVERY_PLACE = [
    "",
    "?order=fine",
    "?order=spam",
    "?order=article",
    "?shape=groups",
    "?shape=alone",
    "?pile=unsure",
    "?status=spam",
    "?status=approved",
    "?q=dollars",
    "?why=first_time",
]


def _names(page):
    return [part.partition('"')[0] for part in page.split('aria-label="Comment by ')[1:]]


def _flat(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_group_is_one_card_that_says_how_many_and_under_how_many_names(app):
    client, _moderator = as_moderator(app)
    many_alike(12)
    a_comment(name="Ada", body="Does the second column include the seed potatoes?")
    page = client.get("/moderation").text
    assert _names(page) == ["Jenny 0", "Ada"]
    said = _flat(page)
    assert "12 like this one" in said
    assert "5 names" in said
    assert "Spam all 12" in said


@pytest.mark.parametrize("order", ["article", "size", "spam"])
@pytest.mark.parametrize("rank", ["9" * 30, "nan", "1e400", "x"])
def test_a_page_that_begins_nowhere_is_none(app, order, rank):
    client, _moderator = as_moderator(app)
    comment = a_comment()
    answer = client.get(f"/moderation?order={order}&after={comment.public_id}&rank={rank}")
    assert answer.status_code in (302, 200, 404)


def test_an_authors_groups_hold_only_what_is_theirs(app):
    client, author = as_moderator(app, Role.AUTHOR)
    many_alike(4, a_public_article(by=author))
    many_alike(5, first=4)
    page = _flat(client.get("/moderation").text)
    assert "4 like this one" in page
    assert "4 names" in page
    other, _moderator = as_moderator(app)
    assert "9 like this one" in _flat(other.get("/moderation").text)


def test_orders_are_by_likelihood_and_article_and_the_largest_group(app):
    client, _moderator = as_moderator(app)
    older, newer = a_public_article(), a_public_article()
    chances = {"Ada": 0.5, "Bea": 0.99, "Cy": 0.01}
    for name, article in (("Ada", older), ("Bea", newer), ("Cy", older)):
        comment = a_comment(article, name=name, body=f"{name} says {name} alone.")
        db.session.execute(
            text("UPDATE finding SET likelihood = :p WHERE comment_id = :id"),
            {"p": chances[name], "id": comment.id},
        )
        follow_likelihoods([comment.id])
    assert _names(client.get("/moderation").text) == ["Ada", "Bea", "Cy"]
    assert _names(client.get("/moderation?order=fine").text) == ["Cy", "Ada", "Bea"]
    assert _names(client.get("/moderation?order=spam").text) == ["Bea", "Ada", "Cy"]
    assert _names(client.get("/moderation?order=article").text) == ["Bea", "Ada", "Cy"]
    many_alike(2)
    many_alike(
        3,
        words="Buy the watch number {} at https://watches.example/{} for the price of a loaf of bread today.",
    )
    assert [len(_names(client.get(f"/moderation?shape={shape}").text)) for shape in ("groups", "alone")] == [
        2,
        3,
    ]
    assert "3 alike" in _flat(client.get("/moderation?shape=groups").text).partition("2 alike")[0]


@pytest.mark.parametrize("order", ["age", "fine", "spam", "article"])
def test_pages_of_any_order_do_not_repeat(app, order):
    client, _moderator = as_moderator(app)
    articles = [a_public_article() for _ in range(3)]
    for n in range(2 * PER_PAGE + 3):
        a_comment(articles[n % 3], name=f"Visitor no. {n}")
    seen, address = [], f"/moderation?order={order}"
    while address:
        page = client.get(address).text
        seen += _names(page)
        found = re.search(r'href="([^"]+)"\s+rel="next"', page)
        address = found[1].replace("&amp;", "&") if found else None
    assert len(seen) == len(set(seen)) == 2 * PER_PAGE + 3


def test_filters_are_by_article_and_reason(app):
    client, _moderator = as_moderator(app)
    comment = a_comment(name="Ada")
    a_comment(name="Bea", body="Nothing of the kind.")
    assert _names(client.get(f"/moderation?article={comment.article.slug}").text) == ["Ada"]
    assert _names(client.get("/moderation?why=first_time").text) == ["Ada", "Bea"]
    assert _names(client.get("/moderation?why=ban").text) == []
    assert _names(client.get("/moderation?status=spam&away=1").text) == []


@pytest.mark.parametrize(
    "query", ["order=sideways", "pile=x", "why=no", "shape=round", "order=fine&rank=x&after={}"]
)
def test_what_cannot_be_asked_for_is_not_there(app, query):
    client, _moderator = as_moderator(app)
    assert client.get(f"/moderation?{query.format(a_comment().public_id)}").status_code == 404


def test_one_is_taken_out_of_its_group_and_left(app):
    client, _moderator = as_moderator(app)
    comments = many_alike(4)
    page = client.get("/moderation").text
    address = re.search(r'href="(/moderation/groups/[^"]+)"', page)[1]
    members = client.get(address).text
    assert _flat(members).count("Jenny") >= 4
    shown = f"{comments[2].public_id}.0."
    assert send(client, f"{address}/members", comment=[shown], apart="1").status_code == 303
    page = _flat(client.get("/moderation").text)
    assert "3 like this one" in page
    assert _names(client.get("/moderation?shape=alone").text) == [comments[2].name]


@pytest.mark.parametrize("place", EVERY_PLACE)
def test_a_page_asks_as_often_for_many_as_for_few(app, count_queries, place):
    client, _moderator = as_moderator(app)
    seed_pending(1)
    seed_pending(4, group_size=2)
    with count_queries() as for_few:
        client.get("/moderation" + place)
    seed_pending(2000)
    seed_pending(600, group_size=3)
    db.session.commit()
    with count_queries() as for_many:
        assert client.get("/moderation" + place).status_code == 200
    assert len(for_many) <= len(for_few) + 1  # one more where there are groups on the page
    assert len(for_many) <= 14, "\n".join(for_many)


@pytest.mark.sqlite_only
def test_a_hundred_thousand_cost_as_many_questions_as_one(app, count_queries):
    client, _moderator = as_moderator(app)
    seed_pending(100_000)
    db.session.commit()
    with count_queries() as asked:
        assert client.get("/moderation?order=fine").text.count("data-card") == PER_PAGE
    assert len(asked) <= 14


@pytest.mark.sqlite_only
@pytest.mark.parametrize("place", EVERY_PLACE[:8])
def test_no_page_reads_all_that_waits(app, place):
    """SQLite's own plan: whatever a page of groups asks is answered from an index, without sorting what waits."""
    client, _moderator = as_moderator(app)
    seed_pending(3000)
    db.session.commit()
    db.session.execute(text("ANALYZE"))
    db.session.commit()
    asked = []

    def note(_connection, _cursor, statement, parameters, *_rest):
        if statement.startswith("SELECT"):
            asked.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    client.get("/moderation" + place)
    event.remove(db.engine, "before_cursor_execute", note)
    connection = db.engine.raw_connection()
    for statement, parameters in asked:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]
        whole = [
            step
            for step in plan
            if re.match(r"SCAN (comment|group_member|group_tally|finding)\b(?! USING)", step)
        ]
        assert whole == [], f"{statement}\n{plan}"
        if "group_tally" in statement and "shape" not in place:
            assert not [step for step in plan if step == "USE TEMP B-TREE FOR ORDER BY"], (
                f"{statement}\n{plan}"
            )
    connection.close()
