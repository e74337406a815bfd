from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from blog.accounts.account import Role
from blog.clock import now
from blog.commenting.closure import (
    CLOSED_EVERYWHERE,
    CLOSED_HERE,
    STAFF_ONLY,
    Kind,
    close_conversation,
    closed_because,
    find_closure,
)
from blog.commenting.comment import Comment
from blog.commenting.receipt import receipt_token
from blog.storage import db
from blog.storage.site_setting import change_site_setting, default_site_settings
from tests.builders import a_public_article, an_account, an_approved_comment, sign_in, token
from tests.commenting.posted import post

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def site(*, open=True, days=0):
    settings = default_site_settings()
    settings.comments_open, settings.comments_close_after_days = open, days
    return settings


@pytest.mark.parametrize(
    ("settings", "later", "closed"),
    [
        (site(), timedelta(days=9999), False),
        (site(open=False), timedelta(0), True),
        (site(days=7), timedelta(days=7, seconds=-1), False),
        (site(days=7), timedelta(days=7), True),
        (site(open=False, days=7), timedelta(days=1), True),
    ],
)
def test_a_conversation_is_open_while_the_settings_say_so(app, settings, later, closed):
    article = a_public_article(live=NOON)
    assert (closed_because(article, settings, NOON + later) is not None) is closed


def test_a_closed_conversation_shows_what_was_said_and_why_no_more_is_taken(app, visitor):
    article = a_public_article(live=now() - timedelta(days=3))
    said = an_approved_comment(article)
    page = f"/articles/{article.slug}"
    assert f"parent={said.public_id}" in visitor.get(page).text
    change_site_setting("comments_close_after_days", 2, by=None)
    closed = visitor.get(page).text
    assert said.body in closed
    assert "This conversation is closed: comments were open for 2 days." in closed
    assert [words in closed for words in ("<form", "parent=", "Reply")] == [False] * 3


@pytest.fixture
def article(app):
    return a_public_article(live=now() - timedelta(days=3))


@pytest.fixture
def author(app, article):
    return sign_in(app.test_client(), article.author)


def page_of(article):
    return f"/articles/{article.slug}"


def desk_of(article):
    return f"/desk/articles/{article.id}/closure"


def set_to(client, article, kind, sentence=""):
    fields = {"csrf_token": token(client), "kind": kind, "sentence": sentence}
    return client.post(desk_of(article), data=fields)


def test_an_author_closes_a_conversation_with_a_sentence_and_opens_it_again(visitor, author, article):
    said, beside = an_approved_comment(article), a_public_article()
    done = set_to(author, article, "closed", "  Thank you all,\n we have\tread  it. ")
    assert (done.status_code, done.location) == (303, desk_of(article))
    closed = visitor.get(page_of(article)).text
    assert "Thank you all, we have read it." in closed
    assert said.body in closed
    assert [words in closed for words in ("<form", "parent=", "Reply")] == [False] * 3
    assert "<form" in visitor.get(page_of(beside)).text
    assert 'value="Thank you all, we have read it."' in author.get(desk_of(article)).text
    set_to(author, article, "open")
    assert "<form" in visitor.get(page_of(article)).text
    assert find_closure(article) is None


def test_a_closed_conversation_without_words_says_the_usual_ones(visitor, author, article):
    set_to(author, article, "closed")
    page = visitor.get(page_of(article)).text
    assert CLOSED_HERE in page
    assert "No comments yet" not in page


@pytest.mark.parametrize("kind", list(Kind))
def test_what_is_posted_to_a_closed_conversation_is_not_lost(visitor, article, kind):
    close_conversation(article, by=article.author, kind=kind, sentence="Enough said.")
    for preview in ({}, {"preview": "1"}):
        answer = post(visitor, article, body="My careful words.", **preview)
        assert answer.status_code == 403
        assert "Enough said." in answer.text
        assert "My careful words." in answer.text
    assert visitor.get(f"{page_of(article)}/comments/new").status_code == 403
    assert db.session.scalar(select(func.count(Comment.id))) == 0


def test_an_article_without_comments_shows_none_and_keeps_them(visitor, author, article):
    said = an_approved_comment(article, body="Words that rest.")
    other = an_approved_comment(body="Words elsewhere.")
    permalink = f"{page_of(article)}/comments/{said.public_id}"
    set_to(author, article, "without")
    page = visitor.get(page_of(article)).text
    assert [words in page for words in (said.body, "comment", "Reply")] == [False, True, False]
    assert [words in page for words in ("#comments", 'id="comments"', "<form")] == [False] * 3
    for address in (permalink, f"{page_of(article)}/comments.xml"):
        assert visitor.get(address).status_code == 404
    feed = visitor.get("/comments.xml").text
    assert [words in feed for words in (said.body, other.body)] == [False, True]
    home = visitor.get("/").text
    assert home.count("1 comment") == 1
    assert f"{page_of(article)}#comments" not in home
    set_to(author, article, "open")
    assert said.body in visitor.get(page_of(article)).text
    assert visitor.get(permalink).status_code == 302


def test_a_receipt_of_a_comment_on_an_article_without_comments_leads_to_the_article(app, visitor, article):
    comment = an_approved_comment(article)
    close_conversation(article, by=article.author, kind=Kind.WITHOUT)
    receipt = receipt_token(comment, app.config["KEYS"].receipts)
    assert f'href="{page_of(article)}"' in visitor.get(f"/receipts/{receipt}").text


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.OWNER, 200),
        (Role.EDITOR, 200),
        (Role.MODERATOR, 200),
        (Role.AUTHOR, 404),
        (Role.CONTRIBUTOR, 404),
    ],
)
def test_others_close_it_where_they_moderate_it(app, visitor, article, role, status):
    other = sign_in(app.test_client(), an_account(role))
    assert other.get(desk_of(article)).status_code == status
    assert set_to(other, article, "closed").status_code == (303 if status == 200 else 404)
    assert (find_closure(article) is not None) is (status == 200)
    assert visitor.get(desk_of(article)).status_code in (302, 303, 401)


def test_what_cannot_be_meant_is_refused_with_what_was_typed(author, article):
    for kind, sentence in (("closed", "long " * 50), ("ajar", "Typed."), ("", "Typed.")):
        answer = set_to(author, article, kind, sentence)
        assert answer.status_code == 422
        assert sentence.strip() in answer.text
    assert find_closure(article) is None
    assert author.get("/desk/articles/999999999/closure").status_code == 404


def test_the_desk_leads_there_and_says_what_closes_it_all_the_same(author, article):
    assert f'href="{desk_of(article)}"' in author.get(f"/desk/articles/{article.id}").text
    change_site_setting("comments_open", False, by=None)
    assert CLOSED_EVERYWHERE in author.get(desk_of(article)).text


def test_the_whole_blog_closes_with_words_of_its_own(visitor, article):
    change_site_setting("comments_open", False, by=None)
    assert CLOSED_EVERYWHERE in visitor.get(page_of(article)).text
    change_site_setting("comments_closed_sentence", "We are on holiday until May.", by=None)
    close_conversation(article, by=article.author, sentence="This one stays closed.")
    for answer in (visitor.get(page_of(article)), post(visitor, article)):
        assert "We are on holiday until May." in answer.text
        assert "This one stays closed." not in answer.text


def test_where_staff_alone_comment_a_visitor_reads_so_and_staff_find_a_form(visitor, author, article):
    change_site_setting("comments_staff_only", True, by=None)
    said = an_approved_comment(article)
    page = visitor.get(page_of(article)).text
    assert STAFF_ONLY in page
    assert [words in page for words in (said.body, "<form", "Reply")] == [True, False, False]
    refused = post(visitor, article, body="My careful words.")
    assert (refused.status_code, "My careful words." in refused.text) == (403, True)
    assert "Post comment" in author.get(page_of(article)).text
    fields = {"csrf_token": token(author), "body": "From the house."}
    assert author.post(f"{page_of(article)}/comments", data=fields).status_code == 303
    assert "From the house." in visitor.get(page_of(article)).text


def test_closing_it_again_changes_what_was_said(app, article):
    first = close_conversation(article, by=article.author, sentence="One.")
    assert close_conversation(article, by=article.author, kind=Kind.WITHOUT, sentence="Two.") is first
    assert (first.kind, first.sentence) == (Kind.WITHOUT, "Two.")
