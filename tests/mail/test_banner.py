"""Staff who can do something about it are told that letters wait, since when and why; nobody else is."""

from datetime import UTC, datetime, timedelta
from re import search

import pytest

from blog.accounts.account import Role
from blog.clock import now
from blog.mail.letter import Letter
from blog.mail.trouble import note_trouble
from blog.storage import db
from tests.builders import a_public_article, an_account, sign_in, token
from tests.mail.test_delivery import deliver, post

BANNER = "Letters have been waiting since 12 March 2026, 14:05 UTC: the mail server could not be reached."


def trouble():
    note_trouble(
        "the mail server could not be reached", at=datetime(2026, 3, 12, 14, 5, tzinfo=UTC), rests=True
    )
    post("ann")


def banner(page):
    found = search(r"Letters have been waiting[^<]*?reached\.", page.text)
    return found[0] if found else None


@pytest.mark.parametrize(
    ("role", "told"),
    [
        (Role.OWNER, True),
        (Role.EDITOR, True),
        (Role.MODERATOR, True),
        (Role.AUTHOR, False),
        (Role.CONTRIBUTOR, False),
    ],
)
def test_who_can_do_something_about_it_is_told(app, visitor, role, told):
    sign_in(visitor, an_account(role))
    assert banner(visitor.get("/desk")) is None
    trouble()
    assert banner(visitor.get("/desk")) == (BANNER if told else None)


def test_no_reader_is_told(app, visitor):
    article = a_public_article()
    trouble()
    for path in ("/", f"/articles/{article.slug}"):
        assert "Letters" not in visitor.get(path).text


def test_it_goes_when_letters_leave(app, visitor, smtp):
    sign_in(visitor, an_account(Role.OWNER))
    trouble()
    assert deliver(now() + timedelta(minutes=1)) == 1
    assert banner(visitor.get("/desk")) is None


def test_it_costs_one_query_however_many_letters_wait(app, visitor, count_queries):
    sign_in(visitor, an_account(Role.OWNER))
    counts = []
    for names in ([], ["ann"], [f"reader-{n}" for n in range(50)]):
        post(*names)
        with count_queries() as asked:
            assert visitor.get("/desk").status_code == 200
        counts.append(len(asked))
        assert len([each for each in asked if "FROM letter" in each]) == 1
    assert len(set(counts)) == 1


# A letter to oneself ----------------------------------------------------------------------------------------------------


def test_the_owner_sends_themselves_a_letter(app, visitor, smtp):
    owner = an_account(Role.OWNER, name="Ruth", email="ruth@staff.example")
    sign_in(visitor, owner)
    assert "Send me a trial letter" in visitor.get("/desk/settings").text
    answer = visitor.post("/desk/settings/trial-letter", data={"csrf_token": token(visitor)})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/settings")
    assert deliver() == 1
    (received,) = smtp.received
    assert received.to == ["ruth@staff.example"]
    assert received.message["Subject"] == "A new blog: letters arrive"
    assert received.part("plain").splitlines() == [
        "Ruth,",
        "",
        "this letter was asked for under Settings. If you can read it, letters leave the blog and arrive.",
        "",
        "-- ",
        "A new blog",
        "https://forge.example/",
        "",
        "You get this letter because you asked for it.",
    ]
    assert '<a href="https://forge.example/">A new blog</a>' in received.part("html")


def test_who_may_change_no_settings_sends_none_and_nobody_sends_many(app, visitor):
    sign_in(visitor, an_account(Role.MODERATOR))
    assert visitor.post("/desk/settings/trial-letter", data={"csrf_token": token(visitor)}).status_code == 403
    sign_in(visitor, an_account(Role.OWNER))
    data = {"csrf_token": token(visitor)}
    answers = [visitor.post("/desk/settings/trial-letter", data=data).status_code for _ in range(6)]
    assert answers == [303] * 5 + [429]
    assert db.session.query(Letter).count() == 5


def test_a_letter_shows_markup_as_the_letters_it_is_made_of(app, visitor, smtp):
    sign_in(visitor, an_account(Role.OWNER, name="<b>Ruth</b>"))
    visitor.post("/desk/settings/trial-letter", data={"csrf_token": token(visitor)})
    deliver()
    assert "&lt;b&gt;Ruth&lt;/b&gt;" in smtp.received[0].part("html")
    assert "<b>Ruth</b>," in smtp.received[0].part("plain")
