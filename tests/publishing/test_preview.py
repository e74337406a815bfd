from sqlalchemy import func, select

from blog.publishing.article import Article
from blog.publishing.words import words_of
from blog.storage import db
from tests.builders import a_draft, token
from tests.publishing.desk import WORDS, typed


def test_the_preview_is_the_html_that_readers_will_get_and_keeps_nothing(desk):
    body = "# One\n\n```python\nx = 1\n```\n\n<script>alert(1)</script>\n\n| a |\n|---|\n| b |\n"
    answer = desk.post("/desk/articles/preview", **(WORDS | {"body": body, "title": "<i>T</i>"}))
    assert answer.status_code == 200
    assert words_of(body, {}).html in answer.text
    assert "&lt;i&gt;T&lt;/i&gt;" in answer.text
    assert "<html" not in answer.text
    assert "<script" not in answer.text
    assert db.session.scalar(select(func.count(Article.id))) == 0


def test_the_token_may_come_as_a_header(desk):
    csrf_token = token(desk.visitor, "/desk/articles/new")
    header = {"X-CSRFToken": csrf_token}
    preview = desk.visitor.post("/desk/articles/preview", data={"body": "*x*"}, headers=header)
    assert "<em>x</em>" in preview.text


def test_without_scripts_the_preview_comes_with_the_form_as_it_was_typed(desk):
    given = WORDS | {"title": "", "tags": "a, b", "slug": "Not Yet"}
    page = desk.post("/desk/articles/preview", whole="1", **given).text
    assert {name: typed(page, name) for name in given} == given
    assert "<em>forty years</em>" in page
    assert 'action="/desk/articles"' in page


def test_the_preview_of_an_edit_goes_on_to_the_same_article(desk):
    article, others = a_draft(by=desk.account), a_draft()
    page = desk.post(f"/desk/articles/preview?article={article.id}", whole="1", version=1, **WORDS).text
    assert f'action="/desk/articles/{article.id}"' in page
    assert typed(page, "version") == "1"
    page = desk.post(f"/desk/articles/preview?article={others.id}", whole="1", **WORDS).text
    assert others.title not in page
    assert 'action="/desk/articles"' in page
