"""Staff mend a comment's words; what the visitor wrote stays to be seen by staff."""

from html import unescape
from re import search

import pytest

from blog.accounts.account import Role
from blog.commenting.revision import edit_comment, revisions_of
from blog.storage import db
from tests.builders import a_comment, a_public_article, an_account, an_approved_comment
from tests.moderating.asking import as_moderator, send

WORDS = {"body": "Mended *words*.", "name": "Ada Byron", "website": "ada.example"}


def test_an_edit_changes_the_words_and_keeps_what_was_written(app):
    client, moderator = as_moderator(app)
    comment = a_comment(name="Ada", body="As it came.", website="https://old.example")
    answer = send(client, _path(comment), **WORDS)
    assert (answer.status_code, answer.location) == (303, f"/moderation/comments/{comment.public_id}")
    assert (comment.body, comment.name, comment.website) == (
        "Mended *words*.",
        "Ada Byron",
        "https://ada.example",
    )
    assert "<em>words</em>" in comment.body_html
    assert comment.edited_at is not None
    before = db.session.scalars(revisions_of(comment)).one()
    assert (before.body, before.name, before.website, before.by) == (
        "As it came.",
        "Ada",
        "https://old.example",
        moderator,
    )
    page = client.get(answer.location).text
    assert "What it said before" in page
    assert "As it came." in page


def test_the_first_words_stay_through_any_number_of_edits(app):
    moderator, comment = an_account(Role.MODERATOR), a_comment(body="First.")
    for words in ("Second.", "Third."):
        edit_comment(comment, by=moderator, body=words, name=comment.name)
    assert [revision.body for revision in db.session.scalars(revisions_of(comment))] == ["First.", "Second."]


def test_readers_are_told_that_it_was_edited(app, visitor):
    comment, untouched = an_approved_comment(), an_approved_comment()
    edit_comment(comment, by=an_account(Role.MODERATOR), body="Mended.", name=comment.name)
    assert ">edited</span>" in visitor.get(f"/articles/{comment.article.slug}").text
    assert ">edited</span>" not in visitor.get(f"/articles/{untouched.article.slug}").text


def test_saving_without_a_change_leaves_no_trace(app):
    client, _moderator = as_moderator(app)
    comment = a_comment()
    fields = {"body": comment.body, "name": comment.name, "website": ""}
    assert send(client, _path(comment), **fields).status_code == 303
    assert comment.edited_at is None
    assert db.session.scalars(revisions_of(comment)).all() == []


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("body", ""),
        ("body", " \n "),
        ("body", "w" * 10_001),
        ("name", ""),
        ("name", "\u200b"),
        ("name", "n" * 101),
        ("website", "javascript:alert(1)"),
        ("website", "https://e.example/" + "w" * 500),
    ],
)
def test_what_cannot_be_saved_is_shown_again_with_all_that_was_typed(app, field, typed):
    client, _moderator = as_moderator(app)
    comment = a_comment(body="As it came.")
    answer = send(client, _path(comment), **(WORDS | {field: typed}))
    assert answer.status_code == 422
    page = unescape(answer.text)
    assert all(words.strip(" \n\u200b") in page for words in (WORDS | {field: typed}).values())
    assert page.count('aria-invalid="true"') == 1
    assert "data-error-summary" in page
    assert comment.body == "As it came."


def test_the_limits_are_counted_in_code_points(app):
    client, _moderator = as_moderator(app)
    comment = a_comment()
    words = {"body": "𝔸" * 10_000, "name": "𝔸" * 100, "website": ""}
    assert send(client, _path(comment), **words).status_code == 303
    assert (comment.body, comment.name) == (words["body"], words["name"])


def test_of_two_editors_the_second_is_told_and_keeps_the_words(app):
    client, moderator = as_moderator(app)
    comment = a_comment()
    opened = search(r'name="edited"[^>]*value="([^"]*)"', client.get(_path(comment)).text)[1]
    edit_comment(comment, by=moderator, body="Theirs.", name=comment.name)
    answer = send(client, _path(comment), **(WORDS | {"edited": opened}))
    assert answer.status_code == 409
    assert "Mended *words*." in answer.text
    assert comment.body == "Theirs."


def test_an_edit_decides_nothing(app):
    client, moderator = as_moderator(app)
    public, waiting = an_approved_comment(by=moderator), a_comment()
    for comment in (public, waiting):
        send(client, _path(comment), status="approved", **WORDS)
    assert (public.status, waiting.status) == ("approved", "pending")
    assert (public.article.comment_count, waiting.article.comment_count) == (1, 0)


def test_raw_html_stays_as_it_was_typed(app):
    client, _moderator = as_moderator(app)
    comment = a_comment()
    send(client, _path(comment), **(WORDS | {"body": "<script>alert(1)</script>", "name": "<b>x</b>"}))
    assert "<script" not in comment.body_html
    for path in ("/moderation", f"/moderation/comments/{comment.public_id}", _path(comment)):
        page = client.get(path).text
        assert "<script>alert" not in page
        assert "<b>x" not in page


def test_an_author_edits_on_their_own_articles_only(app):
    client, author = as_moderator(app, Role.AUTHOR)
    own, other = a_comment(a_public_article(by=author)), a_comment()
    assert client.get(_path(own)).status_code == 200
    assert client.get(_path(other)).status_code == 404
    assert send(client, _path(other), **WORDS).status_code == 404
    assert other.name != "Ada Byron"


def _path(comment):
    return f"/moderation/comments/{comment.public_id}/edit"
