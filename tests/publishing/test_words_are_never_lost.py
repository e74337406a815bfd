from html import unescape
from re import findall, search

from sqlalchemy import select

from blog.publishing.article import Article
from blog.storage import db
from tests.builders import PASSWORD, a_draft, an_account
from tests.publishing.desk import WORDS, Desk, typed


def the_form(page, action):
    """The fields of the page's form to `action`, as a browser would send them."""
    inside = search(rf'<form[^>]*action="{action}".*?</form>', page, flags=16)
    assert inside, f"no form to {action}"
    fields = dict(findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', inside[0]))
    fields |= dict(findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\r?\n?(.*?)</textarea>', inside[0], flags=16))
    return {name: unescape(words) for name, words in fields.items()}


def test_a_sign_in_that_expired_in_mid_writing_gives_the_words_back(app):
    account = an_account(password=PASSWORD)
    article = a_draft(by=account, body="Before.")
    visitor = app.test_client()
    body = "First line.\n\n<b>An hour's</b> work & more."
    path = f"/desk/articles/{article.id}"
    answer = visitor.post(path, data=WORDS | {"body": body, "version": "1", "csrf_token": "old"})
    assert "Sign in" in answer.text
    assert article.body == "Before."
    carried = the_form(answer.text, "/sign-in")
    answer = visitor.post("/sign-in", data=carried | {"email": account.email, "password": PASSWORD})
    kept = the_form(answer.text, path)
    answer = visitor.post(path, data=kept)
    assert (answer.status_code, article.body) == (303, body)


def test_words_that_are_far_too_long_come_back_with_the_reason(desk):
    body = "一二三四五六七八九十" * 100_000
    answer = desk.write(body=body)
    assert answer.status_code == 422
    assert typed(answer.text, "body") == body
    assert "This has 1,000,000 characters; at most 200,000 are possible." in answer.text
    assert db.session.scalars(select(Article)).all() == []


def test_a_contributor_whose_draft_was_deleted_meanwhile_gets_the_words_back(app):
    desk = Desk(app, "contributor")
    article = a_draft(by=desk.account)
    Desk(app, "editor").says(article, "deletion")
    answer = desk.save(article, body="Words that took an hour.")
    assert answer.status_code == 409
    assert "Words that took an hour." in answer.text
