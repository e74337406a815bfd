from datetime import timedelta

import pytest

from blog.accounts.account import Role
from blog.clock import now
from blog.publishing.deletion import delete
from blog.publishing.publication import publish
from blog.publishing.standing import page_of
from tests.builders import a_draft, a_public_article, an_account, an_approved_comment
from tests.publishing.desk import Desk, titles

STATES = ("draft", "scheduled", "published", "deleted")


def one_of_each(by):
    for state in STATES:
        article = a_draft(by=by, title=f"{state} by {by.name}")
        if state == "scheduled":
            publish(article, by=by, goes_live_at=now() + timedelta(days=1))
        if state == "published":
            publish(article, by=by)
        if state == "deleted":
            delete(article, by=by)


def test_an_author_sees_their_own_articles_by_state(desk):
    one_of_each(desk.account)
    one_of_each(an_account())
    for state in STATES:
        assert titles(desk.get(f"/desk/articles?state={state}").text) == [f"{state} by {desk.account.name}"]
    assert titles(desk.get("/desk/articles").text) == [f"draft by {desk.account.name}"]
    assert titles(desk.get("/desk/articles?state=nonsense").text) == [f"draft by {desk.account.name}"]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.OWNER])
def test_editor_and_owner_see_everybodys_with_their_names(app, role):
    desk, author = Desk(app, role), an_account(name="Grace Marsh")
    one_of_each(author)
    one_of_each(desk.account)
    page = desk.get("/desk/articles?state=published").text
    assert titles(page) == [f"published by {desk.account.name}", "published by Grace Marsh"]
    assert "Grace Marsh</td>" in page


def test_an_empty_state_says_what_would_stand_there(desk):
    _noise = a_draft()
    page = desk.get("/desk/articles").text
    assert "No drafts." in page
    assert "<table" not in page


def test_comments_are_counted(desk):
    article = a_public_article(by=desk.account)
    for _ in range(2):
        an_approved_comment(article)
    assert 'data-label="Comments">2</td>' in desk.get("/desk/articles?state=published").text


@pytest.mark.parametrize("state", STATES)
def test_a_list_costs_the_same_with_one_row_and_with_many(app, count_queries, state):
    desk = Desk(app, Role.OWNER)

    def asked():
        with count_queries() as statements:
            desk.get(f"/desk/articles?state={state}")
        return len(statements)

    one_of_each(an_account())
    asked()
    one = asked()
    for _ in range(4):
        one_of_each(an_account())
    assert asked() == one


@pytest.mark.parametrize("state", STATES)
def test_the_pages_of_a_list_hold_every_article_once_in_both_directions(app, state):
    owner = an_account(Role.OWNER)
    moment = now() - timedelta(days=1)
    for n in range(7):
        article = a_draft(title=f"{n}", at=moment)
        if state == "scheduled":
            publish(article, by=owner, goes_live_at=now() + timedelta(days=1 + n // 3))
        if state == "published":
            publish(article, by=owner, at=moment)
        if state == "deleted":
            delete(article, by=owner, at=moment)
    forwards, page = [], page_of(state, account=owner, size=3)
    assert page.earlier is None
    while True:
        forwards.append([article.title for article in page.articles])
        if page.later is None:
            break
        page = page_of(state, account=owner, after=page.later, size=3)
    order = sorted("0123456", reverse=state != "scheduled")
    assert [title for part in forwards for title in part] == order
    backwards = [[article.title for article in page.articles]]
    while page.earlier is not None:
        page = page_of(state, account=owner, before=page.earlier, size=3)
        backwards.insert(0, [article.title for article in page.articles])
    assert backwards == forwards


def test_a_page_that_goes_on_from_an_article_which_left_begins_anew(desk):
    article = a_draft(by=desk.account, title="There")
    for edge in ("before=999", "after=999", "after=x", "before=-1", "after=" + "9" * 40):
        assert titles(desk.get(f"/desk/articles?{edge}").text) == [article.title]
