import pytest
from sqlalchemy import select

from blog.accounts.account import Role
from blog.commenting.comment import Comment
from blog.moderating.verdict import approve, mark_as_spam, reject
from blog.storage import db
from tests.builders import a_public_article, an_account, an_approved_comment
from tests.commenting.posted import post

ONLY_YOU = "Waiting for a moderator: only you can see this"


@pytest.fixture
def article(app):
    return a_public_article()


def page_for(client, article):
    return client.get(f"/articles/{article.slug}")


def the_comment():
    return db.session.scalars(select(Comment).where(Comment.name == "Ada")).one()


def test_only_the_writer_sees_a_waiting_comment(app, visitor, article):
    untouched = page_for(app.test_client(), article)
    post(visitor, article)
    own = page_for(visitor, article)
    assert own.text.count(ONLY_YOU) == 1
    assert "<em>fine</em>" in own.text
    assert own.headers["Cache-Control"] == "private, no-store"
    other = page_for(app.test_client(), article)
    assert other.data == untouched.data
    assert page_for(visitor, a_public_article()).text.count(ONLY_YOU) == 0


def test_a_waiting_answer_stands_under_what_it_answers(app, visitor, article):
    first, second = an_approved_comment(article), an_approved_comment(article)
    post(visitor, article, parent=first.public_id)
    page = page_for(visitor, article).text
    places = [page.index(f'id="comment-{c.public_id}"') for c in (first, the_comment(), second)]
    assert places == sorted(places)
    assert "No comments yet" not in page
    assert "2 comments" in page


def test_once_decided_it_is_no_longer_marked(app, visitor, article):
    moderator = an_account(Role.MODERATOR)
    post(visitor, article)
    approve(the_comment(), by=moderator)
    page = page_for(visitor, article).text
    assert (page.count(ONLY_YOU), page.count("<em>fine</em>")) == (0, 1)
    for verdict in (reject, mark_as_spam):
        verdict(the_comment(), by=moderator)
        page = page_for(visitor, article).text
        assert (page.count(ONLY_YOU), page.count("<em>fine</em>")) == (0, 0)


def test_a_program_that_fell_into_the_trap_sees_what_anyone_would(app, visitor, article):
    post(visitor, article, subject="filled")
    assert page_for(visitor, article).text.count(ONLY_YOU) == 1


def test_the_cookie_is_closed_to_scripts_and_to_other_sites(app, visitor, article):
    (cookie,) = post(visitor, article).headers.getlist("Set-Cookie")
    parts = [part.partition("=")[0] for part in cookie.split("; ")]
    assert sorted(parts) == sorted(["my_comments", "Expires", "HttpOnly", "Max-Age", "Path", "SameSite"])
    assert "Path=/articles" in cookie
    assert "SameSite=Lax" in cookie
    assert "Max-Age=2592000" in cookie


def test_on_https_the_cookies_go_over_nothing_else(app, article):
    client = app.test_client()
    db.session.commit()
    answer = client.post(
        f"/articles/{article.slug}/comments",
        data={"body": "b", "name": "n", "email": "n@visitors.example", "remember": "y"},
        base_url="https://localhost",
    )
    cookies = answer.headers.getlist("Set-Cookie")
    assert [("Secure" in cookie) for cookie in cookies] == [True, True]


def test_a_forged_cookie_shows_nothing(app, visitor, article):
    post(visitor, article)
    for forged in (the_comment().public_id, f'["{the_comment().public_id}"]', "x.y", "", "é", "W10.x"):
        stranger = app.test_client()
        stranger.set_cookie("my_comments", forged, path="/articles")
        stranger.set_cookie("remembered", forged, path="/articles")
        page = page_for(stranger, article)
        assert (page.status_code, page.text.count(ONLY_YOU)) == (200, 0)


def test_one_cookie_does_not_stand_for_the_other(app, visitor, article):
    post(visitor, article, remember="y")
    stranger = app.test_client()
    stranger.set_cookie(
        "my_comments", visitor.get_cookie("remembered", path="/articles").value, path="/articles"
    )
    stranger.set_cookie(
        "remembered", visitor.get_cookie("my_comments", path="/articles").value, path="/articles"
    )
    page = page_for(stranger, article)
    assert (page.text.count(ONLY_YOU), page.text.count('value="Ada"')) == (0, 0)


def test_the_newest_twenty_are_known(app, visitor, article):
    for number in range(22):
        post(visitor, article, body=f"Words {number:02}.")
    page = page_for(visitor, article).text
    assert [f"Words {number:02}." in page for number in range(22)] == [False] * 2 + [True] * 20


def test_whoever_asks_is_remembered_on_this_device_alone(app, visitor, article):
    post(visitor, article, website="ada.example", remember="y")
    page = page_for(visitor, article)
    assert [
        f'value="{value}"' in page.text for value in ("Ada", "ada@visitors.example", "https://ada.example")
    ] == [True] * 3
    assert 'checked id="remember"' in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page_for(app.test_client(), article).text.count("Ada") == 0


def test_whoever_does_not_ask_is_not_remembered(app, visitor, article):
    post(visitor, article)
    page = page_for(visitor, article).text
    assert page.count('value="Ada"') == 0
    assert visitor.get_cookie("remembered", path="/articles") is None


def test_whoever_asks_no_more_is_forgotten(app, visitor, article):
    post(visitor, article, remember="y")
    post(visitor, article, body="Other words.")
    assert visitor.get_cookie("remembered", path="/articles") is None
    assert page_for(visitor, article).text.count("ada@visitors.example") == 0
