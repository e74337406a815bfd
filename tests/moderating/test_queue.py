"""The reading list of what waits, and of what was decided."""

from datetime import timedelta

import pytest

from blog.accounts.account import Role
from blog.clock import now
from blog.commenting.comment import Status
from blog.moderating.first_look import HONEYPOT
from blog.moderating.queue import PER_PAGE, waiting_count
from blog.moderating.verdict import approve, mark_as_spam, reject, undo
from blog.storage import db
from tests.builders import a_comment, a_public_article, an_account, an_approved_comment
from tests.moderating.asking import as_moderator


def test_whoever_waits_longest_stands_first(app):
    client, _moderator = as_moderator(app)
    a_comment(name="Younger")
    a_comment(name="Older", at=now() - timedelta(days=2))
    page = client.get("/moderation").text
    assert page.index("Comment by Older") < page.index("Comment by Younger")
    assert page.count('aria-current="true"') == 1
    assert page.index('aria-current="true"') < page.index("Comment by Older")


def test_what_was_decided_does_not_wait(app):
    client, moderator = as_moderator(app)
    an_approved_comment(name="Long public", by=moderator)
    a_comment(name="Still waiting")
    page = client.get("/moderation").text
    assert "Comment by Still waiting" in page
    assert "Long public" not in page


@pytest.mark.parametrize("role", [Role.OWNER, Role.EDITOR, Role.MODERATOR])
def test_owner_editor_and_moderator_see_everything_and_a_glimpse_of_its_email(app, role):
    client, _account = as_moderator(app, role)
    a_comment(name="Ada", email="ada@visitors.example")
    page = client.get("/moderation").text
    assert "Comment by Ada" in page
    assert "a…@visitors.example" in page
    assert "ada@visitors.example" not in page


def test_an_author_sees_what_waits_on_their_own_articles(app):
    client, author = as_moderator(app, Role.AUTHOR)
    a_comment(a_public_article(by=author), name="At my table")
    a_comment(name="Elsewhere", email="elsewhere@visitors.example")
    page = client.get("/moderation").text
    assert "Comment by At my table" in page
    assert "lsewhere" not in page


def test_an_author_is_told_nothing_of_an_address_at_other_articles(app):
    client, author = as_moderator(app, Role.AUTHOR)
    an_approved_comment(email="ada@visitors.example")
    a_comment(a_public_article(by=author), email="ada@visitors.example")
    assert "No other approved comment came with this address." in client.get("/moderation").text


def test_a_contributor_may_not_open_it(app):
    client, _account = as_moderator(app, Role.CONTRIBUTOR)
    assert client.get("/moderation").status_code == 403


def test_the_number_waiting_is_of_those_one_may_decide_about(app):
    author = an_account(Role.AUTHOR)
    a_comment(a_public_article(by=author))
    a_comment()
    an_approved_comment()
    counted = {
        role: db.session.scalar(waiting_count(an_account(role)))
        for role in (Role.OWNER, Role.EDITOR, Role.MODERATOR, Role.AUTHOR, Role.CONTRIBUTOR)
    }
    assert counted == {"owner": 2, "editor": 2, "moderator": 2, "author": 0, "contributor": 0}
    assert db.session.scalar(waiting_count(author)) == 1


def test_it_says_why_a_comment_is_here_and_what_it_answers(app):
    client, moderator = as_moderator(app, name="Mo Tanaka")
    article = a_public_article(title="The winter ledger")
    first = an_approved_comment(article, by=moderator, name="Grace", body="It *turns*.")
    answer = a_comment(article, parent=first, name="Ada")
    page = client.get("/moderation").text
    assert "Every comment waits for a person." in page
    assert "The winter ledger" in page
    assert "“It turns.”" in page
    approve(answer, by=moderator)
    undo(answer, by=moderator)
    assert "Mo Tanaka took back a decision: it had been approved." in client.get("/moderation").text


def test_a_typed_address_is_no_proof(app):
    client, moderator = as_moderator(app)
    for _ in range(2):
        an_approved_comment(by=moderator, email="ada@visitors.example", at=now() - timedelta(days=9))
    reject(a_comment(email="ada@visitors.example"), by=moderator)
    a_comment(email="ada@visitors.example")
    page = " ".join(client.get("/moderation").text.split())
    assert "This address was typed with 2 other approved comments, the first on <time" in page
    assert "1 was rejected or spam." in page
    assert "It was only typed: anybody can type it." in page


def test_a_long_queue_comes_in_pages_that_do_not_repeat(app):
    client, moderator = as_moderator(app)
    article, at = a_public_article(), now()
    comments = [a_comment(article, at=at, email=f"v{n}@visitors.example") for n in range(PER_PAGE + 3)]
    first = client.get("/moderation").text
    anchor = comments[PER_PAGE - 1].public_id
    assert f"/moderation?after={anchor}" in first
    approve(comments[PER_PAGE - 1], by=moderator)  # a page begins behind it all the same
    second = client.get(f"/moderation?after={anchor}").text
    shown = [
        [c.public_id for c in comments if f'id="comment-{c.public_id}"' in page] for page in (first, second)
    ]
    assert shown == [[c.public_id for c in comments[:PER_PAGE]], [c.public_id for c in comments[PER_PAGE:]]]


def test_behind_the_last_page_is_the_beginning(app):
    client, _moderator = as_moderator(app)
    last = a_comment()
    answer = client.get(f"/moderation?after={last.public_id}")
    assert answer.status_code == 302
    assert answer.location == "/moderation"


@pytest.mark.parametrize(
    "query",
    [
        "after=0123456789abcdef",
        "after=%27--",
        "status=withdrawn",
        "status=all",
        "after=' OR 1=1",
    ],
)
def test_what_is_not_there_is_not_found(app, query):
    client, _moderator = as_moderator(app)
    a_comment()
    assert client.get(f"/moderation?{query}").status_code == 404


def test_an_author_cannot_page_by_another_ones_comment(app):
    client, _author = as_moderator(app, Role.AUTHOR)
    assert client.get(f"/moderation?after={a_comment().public_id}").status_code == 404


def test_an_empty_queue_says_when_the_last_decision_was(app):
    client, moderator = as_moderator(app)
    assert "No comments are waiting." in client.get("/moderation").text
    approve(a_comment(), by=moderator, at=now() - timedelta(hours=2))
    page = client.get("/moderation").text
    assert "No comments are waiting. The last decision was <time" in " ".join(page.split())


def test_each_status_has_its_view_newest_first(app):
    client, moderator = as_moderator(app)
    for n, act in enumerate((approve, approve, reject, mark_as_spam)):
        act(a_comment(name=f"Visitor no. {n}", at=now() - timedelta(days=9 - n)), by=moderator)
    assert _names(client.get("/moderation?status=approved").text) == ["Visitor no. 1", "Visitor no. 0"]
    assert _names(client.get("/moderation?status=rejected").text) == ["Visitor no. 2"]
    assert _names(client.get("/moderation?status=spam").text) == ["Visitor no. 3"]
    assert _names(client.get("/moderation").text) == []


def test_the_spam_view_says_what_the_rule_said(app):
    client, _moderator = as_moderator(app)
    comment = a_comment(honeypot_filled=True)
    assert comment.status is Status.SPAM
    page = client.get("/moderation?status=spam").text
    assert HONEYPOT in page
    assert "Marked as spam by the hidden field." in page


def test_an_author_cannot_find_out_a_whole_address_by_guessing_it(app):
    client, author = as_moderator(app, role=Role.AUTHOR)
    a_comment(a_public_article(by=author), name="Ada Byron", email="ada@visitors.example")
    assert "Ada Byron" not in client.get("/moderation?status=pending&q=ada@visitors.example").text
    assert "Ada Byron" in client.get("/moderation?status=pending&q=@visitors.example").text


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("weather", ["Ada"]),
        ("WEATHER", ["Ada"]),
        ("ada", ["Ada"]),
        ("Grace@Visitors.example", ["Grace"]),
        ("grace@", []),
        ("the price", ["Grace"]),
        ("price weather", []),
        ("100%", ["Grace"]),
        ("%", ["Grace"]),
        ("_", []),
        ("\\", []),
        ("' OR '1'='1", []),
        (" \t ", ["Grace", "Ada"]),
    ],
)
def test_search_looks_for_every_word_as_it_is_typed(app, words, found):
    client, moderator = as_moderator(app)
    an_approved_comment(by=moderator, name="Ada", email="byron@visitors.example", body="The weather.")
    an_approved_comment(
        by=moderator, name="Grace", email="grace@visitors.example", body="The price: 100% eggs."
    )
    an_approved_comment(by=moderator, name="Noise", email="n@visitors.example", body="Nothing of the kind")
    reject(a_comment(name="Ada", body="weather, but rejected"), by=moderator)
    page = client.get("/moderation", query_string={"status": "approved", "q": words}).text
    assert [name for name in _names(page) if name != "Noise"] == found
    assert ("Noise" in _names(page)) is (not words.strip())


def test_a_search_stays_in_the_address_of_every_form(app):
    client, moderator = as_moderator(app)
    an_approved_comment(by=moderator, body="About eggs.")
    page = client.get("/moderation?status=approved&q=eggs").text
    assert page.count("status=approved&amp;q=eggs") >= 3
    assert 'value="eggs"' in page


def test_a_search_of_any_length_is_answered(app):
    client, _moderator = as_moderator(app)
    assert client.get("/moderation", query_string={"q": "a b " * 2000}).status_code == 200


def test_a_page_of_twenty_asks_as_often_as_a_page_of_one(app, count_queries):
    client, moderator = as_moderator(app)
    parent = an_approved_comment(by=moderator)
    a_comment(parent.article, parent=parent, email="someone@visitors.example")
    db.session.commit()
    with count_queries() as for_one:
        client.get("/moderation")
    for n in range(25):
        answer = a_comment(email=f"{n % 7}@visitors.example")
        if n % 2:
            approve(answer, by=an_account(Role.MODERATOR))
            undo(answer, by=moderator)
    db.session.commit()
    with count_queries() as for_many:
        assert client.get("/moderation").text.count("data-card") == PER_PAGE
    assert len(for_many) == len(for_one)
    assert len(for_many) <= 14


def _names(page):
    return [part.partition('"')[0] for part in page.split('aria-label="Comment by ')[1:]]
