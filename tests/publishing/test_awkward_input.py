from blog.publishing.writing import rewrite_article
from blog.text.plain import tidy_body, tidy_line
from tests.builders import a_draft, token
from tests.corpora import corpus
from tests.publishing.desk import typed

TOGETHER = 50  # awkward texts in one article


def texts():
    """As a browser sends them: it has no lone surrogates."""
    return [entry["input"].encode("utf-8", "replace").decode() for entry in corpus("text")]


def test_awkward_words_are_kept_exactly_and_come_back_into_the_form(desk):
    article, all_of_them = a_draft(by=desk.account), texts()
    csrf_token = token(desk.visitor, "/desk/articles/new")
    for start in range(0, len(all_of_them), TOGETHER):
        some = all_of_them[start : start + TOGETHER]
        fields = {
            "title": f"{start} {some[0]}"[:200],
            "body": "x" + "\n\n".join(some) + "x",
            "summary": " ".join(some)[:500],
            "tags": f"tag {start} {some[1]}"[:50],
        }
        answer = desk.visitor.post(
            f"/desk/articles/{article.id}",
            data=fields | {"version": article.version, "csrf_token": csrf_token},
        )
        assert answer.status_code == 303, some
        assert article.title == tidy_line(fields["title"])
        assert article.body == tidy_body(fields["body"])
        assert article.summary == tidy_line(fields["summary"])
        page = desk.get(f"/desk/articles/{article.id}/edit").text
        assert typed(page, "body") == article.body


def test_any_text_can_be_a_title(app):
    article = a_draft()
    for version, text in enumerate(texts(), start=1):
        title = f"{version} {text}"[:200]
        rewrite_article(article, version=version, title=title, body="x", summary=text[:500])
        assert article.title == tidy_line(title)
