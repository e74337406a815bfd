import pytest
from sqlalchemy import select

from blog.accounts.account import Role
from blog.publishing.article import Article
from blog.publishing.publication import publish, withdraw
from blog.storage import db
from tests.builders import a_draft, a_public_article, an_account, token
from tests.publishing.desk import Desk

EVERYWHERE = [
    *(("GET", f"/desk/articles{rest}") for rest in ("", "/new", "/{id}", "/{id}/edit")),
    *(("POST", f"/desk/articles{rest}") for rest in ("", "/preview", "/{id}")),
    *(
        ("POST", f"/desk/articles/{{id}}/{act}")
        for act in ("publication", "withdrawal", "deletion", "restoration")
    ),
    ("POST", "/desk/pictures"),
]
OF_ONE = [(method, path) for method, path in EVERYWHERE if "{id}" in path]
WAYS = ("{}", "{}/", "/{}", "{}%2f", "{}?x=/")


def state_of(article):
    return article.body, article.version, article.publication, article.deletion


def test_nobody_gets_in_without_a_session(visitor):
    article = a_draft()
    before = state_of(article)
    for method, path in EVERYWHERE:
        path = path.format(id=article.id)
        answer = visitor.open(
            path, method=method, data={} if method == "GET" else {"title": "x", "body": "x"}
        )
        if method == "GET":
            assert (answer.status_code, answer.location.partition("?")[0]) == (302, "/sign-in"), path
        else:
            assert answer.status_code not in (201, 303, 500), path
        assert article.body not in answer.text
    assert state_of(article) == before
    assert db.session.scalars(select(Article)).all() == [article]


def test_a_moderator_publishes_nothing(app):
    moderator, article = Desk(app, Role.MODERATOR), a_draft()
    before, csrf_token = state_of(article), token(moderator.visitor)
    for method, path in EVERYWHERE:
        path = path.format(id=article.id)
        fields = {} if method == "GET" else {"csrf_token": csrf_token, "title": "x", "body": "x"}
        assert moderator.visitor.open(path, method=method, data=fields).status_code == 403, path
    assert state_of(article) == before
    assert db.session.scalars(select(Article)).all() == [article]


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.CONTRIBUTOR])
def test_an_article_by_somebody_else_is_not_there(app, role):
    desk = Desk(app, role)
    csrf_token = token(desk.visitor, "/desk/articles/new")
    for article in (a_draft(), a_public_article()):
        before = state_of(article)
        for method, path in OF_ONE:
            for way in WAYS:
                target = way.format(path.format(id=article.id))
                fields = {"csrf_token": csrf_token, "title": "x", "body": "x", "version": 1}
                answer = desk.visitor.open(target, method=method, data={} if method == "GET" else fields)
                assert answer.status_code in (308, 404, 405), target
                assert article.body not in answer.text
        assert state_of(article) == before


@pytest.mark.parametrize("role", [Role.EDITOR, Role.OWNER])
def test_editor_and_owner_write_and_publish_everything(app, role):
    desk, article = Desk(app, role), a_draft()
    assert desk.save(article, body="Edited.").status_code == 303
    assert desk.says(article, "publication").status_code == 303
    assert article.is_public()
    assert desk.says(article, "withdrawal").status_code == 303
    assert desk.says(article, "deletion").status_code == 303
    assert article.deletion.by == desk.account
    assert desk.says(article, "restoration").status_code == 303
    assert state_of(article) == ("Edited.", 2, None, None)


def test_a_contributor_writes_drafts_and_publishes_none(app):
    desk = Desk(app, Role.CONTRIBUTOR)
    assert desk.write().status_code == 303
    article = a_draft(by=desk.account)
    assert desk.says(article, "publication").status_code == 403
    assert desk.save(article, body="Rewritten.").status_code == 303
    page = desk.get(f"/desk/articles/{article.id}").text
    assert "An editor publishes it." in page
    assert "Publish now" not in page
    assert "/publication" not in page


def test_a_contributor_leaves_alone_what_is_published_or_soon_will_be(app):
    desk = Desk(app, Role.CONTRIBUTOR)
    article = a_draft(by=desk.account)
    publish(article, by=an_account(Role.EDITOR))
    before = state_of(article)
    answer = desk.save(article, body="Words that took an hour.")
    assert answer.status_code == 403
    assert "Words that took an hour." in answer.text
    assert desk.get(f"/desk/articles/{article.id}/edit").status_code == 403
    for act in ("withdrawal", "deletion", "publication"):
        assert desk.says(article, act).status_code == 403
    assert state_of(article) == before
    assert desk.get(f"/desk/articles/{article.id}").status_code == 200
    withdraw(article)
    assert desk.save(article, body="Now.").status_code == 303


def test_a_number_that_no_article_can_have_is_not_there(desk):
    for number in ("0", "9" * 30, "-1", "1.5", "%2f"):
        assert desk.get(f"/desk/articles/{number}").status_code == 404
