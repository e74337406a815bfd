"""What was sent after a session had ended comes back after signing in."""

import io

import pytest
from flask import request
from werkzeug.datastructures import MultiDict

from blog.accounts.account import Role
from blog.publishing.article import Article
from blog.storage import db
from blog.web.guards import whoever_is_signed_in
from tests.accounts.pages import form_to
from tests.builders import PASSWORD, an_account, sign_in, token

WORDS = "\n\nFirst line after two blank ones,\n\tindented & <b>not bold</b>.\n\n</textarea> \"quoted\" 'too' \U0001f9c2\n"


@pytest.fixture
def grace(app):
    return an_account(email="grace@staff.example", password=PASSWORD)


@pytest.fixture
def desk(app):
    """An address that wants somebody signed in and remembers what it was sent."""
    sent = []

    def take():
        whoever_is_signed_in()
        sent.append(list(request.form.items(multi=True)))
        return "taken"

    app.add_url_rule("/desk/take", view_func=take, methods=["GET", "POST"])
    return sent


def signed_in_with(visitor, page, **typed):
    fields = dict.fromkeys(["email", "password"], "") | {"email": "grace@staff.example", "password": PASSWORD}
    carried = [pair for pair in form_to(page.text, "/sign-in") if pair[0] not in fields]
    return visitor.post("/sign-in", data=MultiDict([*carried, *(fields | typed).items()]))


def test_every_word_comes_back_and_goes_on(visitor, grace, desk):
    typed = [
        ("body", WORDS),
        ("tags", "one"),
        ("tags", "two"),
        ("summary", ""),
        ("next", "/x"),
        ("action", "save"),
    ]
    asked = visitor.post("/desk/take?draft=7", data=MultiDict([*typed, ("csrf_token", "old")]))
    assert asked.status_code == 401
    assert "kept in this page" in asked.text
    back = signed_in_with(visitor, asked)
    assert back.status_code == 200
    assert "Signed in. Your words are still here" in back.text
    assert desk == []
    fields = form_to(back.text, "/desk/take?draft=7")
    assert visitor.post("/desk/take?draft=7", data=MultiDict(fields)).text == "taken"
    arrived = [pair for pair in desk[0] if pair[0] != "csrf_token"]
    assert sorted(arrived) == sorted(typed)
    assert [pair for pair in arrived if pair[0] == "tags"] == [("tags", "one"), ("tags", "two")]


def test_a_wrong_password_in_between_loses_nothing(visitor, grace, desk):
    asked = visitor.post("/desk/take", data={"body": WORDS})
    wrong = signed_in_with(visitor, asked, password="wrong password")
    assert wrong.status_code == 422
    empty = signed_in_with(visitor, wrong, password="")
    assert empty.status_code == 422
    back = signed_in_with(visitor, empty)
    assert dict(form_to(back.text, "/desk/take"))["body"] == WORDS


def test_so_does_being_told_to_wait(visitor, grace, desk):
    asked = visitor.post("/desk/take", data={"body": WORDS})
    for _ in range(10):
        signed_in_with(visitor, asked, email="nobody@staff.example")
    refused = signed_in_with(visitor, asked, email="nobody@staff.example")
    assert refused.status_code == 429
    assert dict(form_to(refused.text, "/sign-in"))["kept.body"] == WORDS


def test_an_article_survives_a_session_that_ended_while_it_was_written(visitor, grace):
    sign_in(visitor, grace)
    form = {"title": "Salt", "body": "Salt & <patience>.\n", "summary": "", "tags": "", "slug": ""}
    form["csrf_token"] = token(visitor, "/desk/articles/new")
    visitor.delete_cookie("sign_in")
    asked = visitor.post("/desk/articles", data=form)
    assert asked.status_code == 401
    back = signed_in_with(visitor, asked)
    answer = visitor.post("/desk/articles", data=MultiDict(form_to(back.text, "/desk/articles")))
    assert answer.status_code == 303
    assert db.session.query(Article).one().title == "Salt"


def test_secrets_do_not_travel(visitor, grace, desk):
    secret = {
        "password": "secret-1",
        "current_password": "secret-2",
        "csrf_token": "secret-3",
        "email": "a@b.example",
    }
    asked = visitor.post("/desk/take", data=secret | {"body": "Words."})
    assert "secret-" not in asked.text
    assert "a@b.example" not in asked.text
    assert "secret-" not in signed_in_with(visitor, asked).text


def test_files_do_not_travel_and_the_page_says_so(visitor, grace, desk):
    asked = visitor.post("/desk/take", data={"alt": "A map", "picture": (io.BytesIO(b"x"), "map.png")})
    assert "Files cannot be kept" in asked.text
    back = signed_in_with(visitor, asked)
    assert "Files could not be kept" in back.text
    assert dict(form_to(back.text, "/desk/take"))["alt"] == "A map"


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example/desk/take",
        "//evil.example",
        "/nothing/here",
        "/feed.xml",
        "/sign-in",
        "",
        "/\\x",
    ],
)
def test_words_are_sent_nowhere_but_to_an_address_of_ours_that_takes_them(visitor, grace, path):
    data = {"email": grace.email, "password": PASSWORD, "errand": path, "kept.body": "Words."}
    answer = visitor.post("/sign-in", data=data)
    assert (answer.status_code, answer.location) == (303, "/desk")


def test_reloading_the_page_with_the_words_shows_them_again(visitor, grace, desk):
    asked = visitor.post("/desk/take", data={"body": WORDS})
    signed_in_with(visitor, asked)
    again = signed_in_with(visitor, asked)
    assert again.status_code == 400
    assert dict(form_to(again.text, "/desk/take"))["body"] == WORDS


def test_a_form_of_the_session_before_can_be_sent_again_by_hand(visitor, grace, desk):
    sign_in(visitor, grace)
    stale = visitor.post("/desk/take", data={"body": WORDS, "csrf_token": "of the session before"})
    assert stale.status_code == 400
    assert desk == []
    fields = form_to(stale.text, "/desk/take")
    assert visitor.post("/desk/take", data=MultiDict(fields)).text == "taken"
    assert dict(desk[0])["body"] == WORDS


def test_an_unknown_address_with_a_stale_token_gives_the_words_to_copy(visitor, grace):
    sign_in(visitor, grace)
    answer = visitor.post("/nowhere", data={"body": "Words."})
    assert answer.status_code == 400
    assert "Words." in answer.text


def test_reading_a_protected_page_asks_for_no_words(visitor, desk):
    asked = visitor.get("/desk/take?a=1")
    assert (asked.status_code, asked.location) == (302, "/sign-in?next=/desk/take?a%3D1")


def test_the_page_with_the_words_is_kept_nowhere(visitor, grace, desk):
    asked = visitor.post("/desk/take", data={"body": WORDS})
    assert asked.headers["Cache-Control"] == "private, no-store"
    assert signed_in_with(visitor, asked).headers["Cache-Control"] == "private, no-store"


def test_somebody_who_may_not_is_told_so_after_signing_in(visitor, grace):
    asked = visitor.post("/desk/people/invitations", data={"role": "owner"})
    back = signed_in_with(visitor, asked)
    fields = form_to(back.text, "/desk/people/invitations")
    assert visitor.post("/desk/people/invitations", data=MultiDict(fields)).status_code == 403
    assert grace.role is Role.AUTHOR
