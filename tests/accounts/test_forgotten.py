"""A forgotten password: a link by letter, and the same answer whoever asks for whom."""

import pytest
from sqlalchemy import select

from blog.accounts.account import Role
from blog.accounts.one_time_link import OneTimeLink
from blog.accounts.standing import suspend
from blog.mail.letter import Letter
from blog.storage import db
from tests.builders import PASSWORD, an_account, sign_in, token
from tests.commenting.letters import MAIL, delivered

NEW = "a wholly different sentence"


@pytest.fixture
def environ(environ):
    return environ | MAIL


@pytest.fixture
def person(app):
    return an_account(Role.AUTHOR, email="pat@staff.example", name="Pat", password=PASSWORD)


def ask(visitor, email):
    return visitor.post("/passwords/forgotten", data={"email": email})


def test_the_link_of_the_letter_gives_a_new_password_once(app, visitor, person):
    assert ask(visitor, " Pat@Staff.example ").location == "/passwords/sent"
    assert db.session.scalars(select(OneTimeLink)).all() == []  # it is made when the letter leaves
    (letter,) = delivered()
    assert letter.to == "pat@staff.example"
    path = letter.path("/passwords/")
    assert visitor.get(path).status_code == 200
    assert visitor.post(path, data={"password": NEW}).status_code == 303
    assert app.test_client().post(path, data={"password": NEW}).status_code == 404
    form = {"email": "pat@staff.example", "password": NEW}
    assert app.test_client().post("/sign-in", data=form).status_code == 303


def test_a_newer_letter_closes_the_link_of_the_older(visitor, person):
    paths = []
    for _ in range(2):
        ask(visitor, person.email)
        paths.append(delivered()[0].path("/passwords/"))
    assert [visitor.get(path).status_code for path in paths] == [404, 200]


def test_the_answer_and_what_is_written_are_the_same_for_nobody(visitor, person):
    answers = [ask(visitor, email) for email in (person.email, "nobody@staff.example", "no address at all")]
    assert len({(answer.status_code, answer.location, answer.text) for answer in answers}) == 1
    assert len(db.session.scalars(select(Letter)).all()) == 3
    assert [letter.to for letter in delivered()] == [person.email]


def test_one_click_ends_such_letters_for_whoever_is_pestered_with_them(app, visitor, person):
    ask(visitor, person.email)
    (letter,) = delivered()
    path = letter.composed.end_url.removeprefix("http://127.0.0.1:8000")
    assert "somebody types your address" in visitor.get(path).text
    ask(visitor, person.email)
    assert len(delivered()) == 1  # a look changed nothing
    headers = {"Origin": "https://mailbox.example"}
    ended = app.test_client().post(path, data={"List-Unsubscribe": "One-Click"}, headers=headers)
    assert ended.status_code == 200
    assert ask(visitor, person.email).location == "/passwords/sent"
    assert delivered() == []
    visitor.post(path, data={"again": "1"})
    ask(visitor, person.email)
    assert len(delivered()) == 1


def test_no_letter_that_waits_holds_an_address(visitor, person):
    ask(visitor, person.email), ask(visitor, "nobody@staff.example")
    rows = [str(row) for row in db.session.execute(select(Letter.__table__))]
    assert len(rows) == 2 and [row for row in rows if "staff.example" in row] == []


def test_who_is_suspended_gets_no_letter(visitor, person):
    suspend(person, by=an_account(Role.OWNER))
    ask(visitor, person.email)
    assert delivered() == []


def test_one_account_is_written_to_five_times_an_hour_and_no_more(app, person):
    for number in range(7):
        visitor = app.test_client()
        visitor.environ_base["REMOTE_ADDR"] = f"198.51.100.{number}"
        assert ask(visitor, person.email).status_code == 303
    assert len(delivered()) == 5


def test_one_network_asks_ten_times_an_hour_and_no_more(visitor, person):
    answers = [ask(visitor, f"person-{number}@staff.example").status_code for number in range(11)]
    assert answers == [303] * 10 + [429]


def test_the_sign_in_page_leads_there(visitor):
    assert 'href="/passwords/forgotten"' in visitor.get("/sign-in").text
    assert visitor.get("/passwords/forgotten").status_code == 200
    assert visitor.get("/passwords/sent").status_code == 200
    assert ask(visitor, "").status_code == 422


def test_who_is_signed_in_may_ask_too(app, visitor, person):
    sign_in(visitor, person)
    form = {"email": person.email, "csrf_token": token(visitor, "/passwords/forgotten")}
    assert visitor.post("/passwords/forgotten", data=form).status_code == 303


def test_an_owner_sends_the_link_without_seeing_it(app, visitor, person):
    sign_in(visitor, an_account(Role.OWNER))
    way = f"/desk/people/{person.handle}"
    form = {"csrf_token": token(visitor, way)}
    assert "Send one by letter" in visitor.get(way).text
    assert visitor.post(f"{way}/password-letter", data=form).location == way
    (letter,) = delivered()
    assert letter.to == person.email
    answers = [visitor.post(f"{way}/password-letter", data=form).status_code for _ in range(5)]
    assert answers == [303] * 4 + [429]


def test_nobody_but_who_looks_after_people_sends_it(app, visitor, person):
    sign_in(visitor, an_account(Role.EDITOR))
    form = {"csrf_token": token(visitor, "/desk")}
    assert visitor.post(f"/desk/people/{person.handle}/password-letter", data=form).status_code == 403
    assert delivered() == []


class TestWithoutMail:
    @pytest.fixture
    def environ(self, environ):
        return environ | {"BLOG_SMTP_URL": "", "BLOG_MAIL_FROM": ""}

    def test_owners_are_named_as_the_way_out(self, visitor):
        page = visitor.get("/sign-in").text
        assert "/passwords/forgotten" not in page and "Ask an owner" in page
        assert "Ask one of its owners" in visitor.get("/passwords/forgotten").text
        assert ask(visitor, "pat@staff.example").status_code == 404
