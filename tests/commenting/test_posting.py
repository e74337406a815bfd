from datetime import timedelta

import pytest
from sqlalchemy import func, select

from blog.accounts.account import Role
from blog.clock import now
from blog.commenting.comment import Comment, Status
from blog.moderating.verdict import reject
from blog.publishing.deletion import delete
from blog.publishing.publication import withdraw
from blog.storage import db
from blog.storage.site_setting import change_site_setting
from tests.builders import (
    a_comment,
    a_draft,
    a_public_article,
    addresses_kept,
    an_account,
    an_approved_comment,
)
from tests.commenting.posted import WORDS, post
from tests.real_forms import form_to


def the_comment():
    return db.session.scalars(select(Comment)).one()


def number_of_comments():
    return db.session.scalar(select(func.count()).select_from(Comment))


def test_a_comment_is_kept_pending_and_answered_with_its_receipt(app, visitor):
    article = a_public_article()
    answer = post(visitor, article, website="ada.example/~ada")
    comment = the_comment()
    assert answer.status_code == 303
    assert answer.location.startswith("/receipts/")
    assert (comment.status, comment.article, comment.parent) == (Status.PENDING, article, None)
    assert (comment.name, comment.website) == ("Ada", "https://ada.example/~ada")
    assert (comment.body, comment.body_html) == ("A *fine* article.", "<p>A <em>fine</em> article.</p>\n")
    assert addresses_kept() == ["ada@visitors.example"]
    assert visitor.get(answer.location).status_code == 200


def test_the_form_on_the_article_is_all_that_it_takes(app, visitor):
    article = a_public_article()
    action = f"/articles/{article.slug}/comments"
    page = visitor.get(f"/articles/{article.slug}").text
    fields = form_to(page, action)
    assert set(fields) == {"body", "parent", "name", "email", "website", "subject"}
    assert visitor.post(action, data=fields | WORDS).status_code == 303
    assert "Your email address will not be published. Required fields are marked" in " ".join(page.split())


def test_an_answer_is_left_under_what_it_answers(app, visitor):
    article = a_public_article()
    parent = an_approved_comment(article)
    action = f"/articles/{article.slug}/comments"
    page = visitor.get(f"{action}/new?parent={parent.public_id}").text
    assert parent.body in page
    assert f"Reply to {parent.name}" in page
    visitor.post(action, data=form_to(page, action) | WORDS)
    left = db.session.scalars(select(Comment).where(Comment.name == "Ada")).one()
    assert (left.parent, left.root_id, left.branch_id) == (parent, parent.id, left.id)


@pytest.mark.parametrize(
    ("field", "words", "message"),
    [
        ("body", "", "Write a comment."),
        ("body", " \r\n\u200b\t", "Write a comment."),
        ("body", "x" * 10_001, "At most 10,000 characters; this has 10,001."),
        ("body", "x" * 200_000, "At most 10,000 characters; this has 200,000."),
        ("name", "", "Enter your name."),
        ("name", "\u202e \u200b", "Enter your name."),
        ("name", "é" * 101, "At most 100 characters; this has 101."),
        ("email", "", "Enter your email address."),
        ("email", "ada", "Enter an email address like name@example.org."),
        ("email", "ada@visitors.example\r\nBcc: all@visitors.example", "Enter an email address"),
        ("email", "a" * 250 + "@visitors.example", "At most 254 characters; this has 267."),
        ("website", "javascript:alert(1)", "A website address starts with http:// or https://."),
        (
            "website",
            "https://ada.example/" + "x" * 500,
            "The website address can be at most 500 characters long.",
        ),
    ],
)
def test_a_form_that_cannot_be_taken_comes_back_with_everything_in_it(app, visitor, field, words, message):
    article = a_public_article()
    typed = WORDS | {"website": "https://ada.example", "remember": "y", field: words}
    answer = visitor.post(f"/articles/{article.slug}/comments", data=typed)
    assert answer.status_code == 422
    again = form_to(answer.text, f"/articles/{article.slug}/comments")
    again["body"] = again["body"].removeprefix("\r\n")  # a browser drops the first line end of a textarea
    assert again == typed | {"parent": "", "subject": ""}
    assert f'href="#{field}"' in answer.text
    assert f'aria-describedby="{field}-error"' in answer.text or f"{field}-hint {field}-error" in answer.text
    assert answer.text.count('aria-invalid="true"') == 1
    assert answer.text.count(message) == 2
    assert "data-error-summary" in answer.text
    assert article.title in answer.text
    assert number_of_comments() == 0


def test_limits_count_code_points_and_a_line_end_once(app, visitor):
    article = a_public_article()
    body = "🙂" * 9_998 + "\r\n" + "🙂"
    name, local = "👩‍🚀" * 33 + "x", "é" * 60
    website = "https://ada.example/" + "é" * 480
    answer = post(visitor, article, body=body, name=name, email=f"{local}@visitors.example", website=website)
    assert answer.status_code == 303
    comment = the_comment()
    assert (len(comment.body), len(comment.name), len(comment.website)) == (10_000, 100, 500)
    assert (comment.name, comment.website) == (name, website)


@pytest.mark.parametrize(
    "email",
    ["用户@例子.广告", "ada+blog@visitors.example", "Ada@Visitors.Example", "δοκιμή@παράδειγμα.δοκιμή"],
)
def test_addresses_in_every_script_are_taken(app, visitor, email):
    assert post(visitor, a_public_article(), email=f" {email} ").status_code == 303


def test_no_control_has_a_limit_that_would_cut_a_valid_text(app, visitor):
    page = visitor.get(f"/articles/{a_public_article().slug}").text
    assert page.count("maxlength") == 0
    assert [
        limit in page
        for limit in ('data-limit="10000"', 'data-limit="100"', 'data-limit="254"', 'data-limit="500"')
    ] == [True] * 4


def kept(answer):
    return [WORDS["body"] in answer.text, WORDS["name"] in answer.text, WORDS["email"] in answer.text]


def hidden_articles():
    withdrawn, deleted = a_public_article(), a_public_article()
    withdraw(withdrawn)
    delete(deleted, by=deleted.author)
    return [a_draft(), a_public_article(live=now() + timedelta(days=1)), withdrawn, deleted]


def test_an_article_that_is_not_public_takes_no_comments_and_gives_the_words_back(app, visitor):
    for article in hidden_articles():
        answer = post(visitor, article)
        assert (answer.status_code, kept(answer)) == (404, [True, True, False])
        assert article.title not in answer.text
    for path in ("/articles/never-was/comments", "/articles/%00/comments", "/articles/%ff/comments"):
        assert visitor.post(path, data=WORDS).status_code == 404
    assert number_of_comments() == 0


def test_a_closed_conversation_takes_no_comments_and_gives_the_words_back(app, visitor):
    article = a_public_article()
    change_site_setting("comments_open", False, by=None)
    answer = post(visitor, article)
    assert (answer.status_code, kept(answer)) == (403, [True, True, False])
    assert "Comments are closed on this blog." in answer.text
    assert visitor.get(f"/articles/{article.slug}/comments/new").status_code == 403
    assert number_of_comments() == 0


def test_an_answer_to_what_is_not_public_here_gives_the_words_back(app, visitor):
    article, moderator = a_public_article(), an_account(Role.MODERATOR)
    waiting, elsewhere, gone = a_comment(article), an_approved_comment(), an_approved_comment(article)
    reject(gone, by=moderator)
    before = number_of_comments()
    for parent in (
        waiting.public_id,
        elsewhere.public_id,
        gone.public_id,
        "0" * 16,
        str(gone.id),
        "\0",
        "é" * 9999,
    ):
        answer = post(visitor, article, parent=parent)
        assert (answer.status_code, kept(answer)) == (409, [True, True, False])
        assert f'href="/articles/{article.slug}"' in answer.text
    assert number_of_comments() == before


def test_a_filled_trap_is_answered_like_any_other_and_stands_as_spam(app, visitor):
    article = a_public_article()
    answer = post(visitor, article, subject="Cheap watches")
    honest = post(visitor, article, body="Honest words.")
    spam, other = db.session.scalars(select(Comment).order_by(Comment.id))
    assert (answer.status_code, honest.status_code) == (303, 303)
    assert (spam.status, other.status) == (Status.SPAM, Status.PENDING)
    assert "Waiting for a moderator" in visitor.get(answer.location).text
    assert "leave this empty" in visitor.get(f"/articles/{article.slug}").text


def test_nobody_can_say_more_than_the_form_asks(app, visitor):
    article = a_public_article()
    extra = {
        "status": "approved",
        "decision_count": "9",
        "account_id": "1",
        "by": "1",
        "id": "7",
        "public_id": "a" * 16,
        "left_at": "2001-01-01",
        "article_id": "99",
        "body_html": "<script>",
        "avatar_seed": "x",
        "honeypot_filled": "",
    }
    assert post(visitor, article, **extra).status_code == 303
    comment = the_comment()
    assert (comment.status, comment.decision_count, comment.account, comment.article) == (
        Status.PENDING,
        0,
        None,
        article,
    )
    assert (comment.id, comment.body_html) != (7, "<script>")
    assert now() - comment.left_at < timedelta(minutes=1)


def test_a_name_with_line_breaks_becomes_one_line_and_no_header(app, visitor):
    article = a_public_article()
    name = "Ada\r\nSet-Cookie: a=b\r\n\r\n<script>"
    answer = post(visitor, article, name=name, remember="y")
    assert the_comment().name == "Ada Set-Cookie: a=b <script>"
    assert all(not line.startswith("a=b") for line in answer.headers.getlist("Set-Cookie"))
    assert "\n" not in "".join(f"{key}{value}" for key, value in answer.headers)
    page = visitor.get(answer.location).text
    assert "&lt;script&gt;" in page
    assert "a=b <script>" not in page


def test_a_file_in_place_of_words_is_not_words(app, visitor):
    from io import BytesIO

    article = a_public_article()
    fields = {**WORDS, "body": (BytesIO(b"words"), "words.txt")}
    answer = visitor.post(
        f"/articles/{article.slug}/comments", data=fields, content_type="multipart/form-data"
    )
    assert answer.status_code == 422


def test_a_visitor_without_cookies_is_given_none_by_any_page(app, visitor):
    article = a_public_article()
    comment = an_approved_comment(article)
    for path in (
        f"/articles/{article.slug}",
        f"/articles/{article.slug}/comments/new?parent={comment.public_id}",
    ):
        answer = visitor.get(path)
        assert answer.headers.getlist("Set-Cookie") == []
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert answer.text == app.test_client().get(path).text
    assert post(visitor, article, name="").headers.getlist("Set-Cookie") == []


def test_another_site_cannot_post_here(app, visitor):
    article = a_public_article()
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ):
        answer = visitor.post(f"/articles/{article.slug}/comments", data=WORDS, headers=headers)
        assert answer.status_code == 403
    assert number_of_comments() == 0


def test_odd_headers_change_nothing(app, visitor):
    article = a_public_article()
    headers = {
        "X-Forwarded-Host": "evil.example",
        "X-Original-URL": "/desk",
        "X-HTTP-Method-Override": "DELETE",
    }
    answer = visitor.post(f"/articles/{article.slug}/comments", data=WORDS, headers=headers)
    assert (answer.status_code, answer.location.startswith("/receipts/")) == (303, True)


def test_the_words_can_be_looked_at_before_they_are_posted(app, visitor):
    article = a_public_article()
    parent = an_approved_comment(article)
    answer = post(visitor, article, preview="1", parent=parent.public_id, email="", website="not one")
    assert (answer.status_code, "Set-Cookie" in answer.headers) == (200, False)
    assert '<div class="words"><p>A <em>fine</em> article.</p>' in answer.text
    assert "Nothing has been posted yet." in answer.text
    assert number_of_comments() == 1
    fields = form_to(answer.text, f"/articles/{article.slug}/comments")
    assert (fields["body"].strip(), fields["name"]) == (WORDS["body"], WORDS["name"])
    assert (fields["website"], fields["parent"]) == ("not one", parent.public_id)


def test_what_cannot_be_posted_cannot_be_looked_at_either(app, visitor):
    draft = a_draft()
    answer = post(visitor, draft, preview="1")
    assert (answer.status_code, WORDS["body"] in answer.text) == (404, True)
    assert post(visitor, a_public_article(), preview="1", body="x" * 20_000).status_code == 200
