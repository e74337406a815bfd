"""Signing in and out over HTTP."""

import re

import pytest
from argon2 import PasswordHasher
from sqlalchemy import event

from blog.accounts.account import Account, Role
from blog.accounts.new_password import choose_password
from blog.accounts.passwords import hashed, is_right
from blog.accounts.record import AccountRecord
from blog.accounts.session import EndedSession
from blog.accounts.standing import resume, suspend
from blog.storage import db
from tests.builders import PASSWORD, an_account, token

SECOND_PASSWORD = "another horse battery"


@pytest.fixture
def grace(app):
    an_account(password="not the password you seek")  # noise
    return an_account(email="grace@staff.example", name="Grace", password=PASSWORD)


def enter(visitor, email="grace@staff.example", password=PASSWORD, **more):
    return visitor.post("/sign-in", data={"email": email, "password": password, **more})


def is_in(visitor):
    return visitor.get("/desk/profile").status_code == 200


def test_the_right_password_signs_in_and_leads_to_the_desk(visitor, grace):
    answer = enter(visitor)
    assert (answer.status_code, answer.location) == (303, "/desk")
    assert is_in(visitor)


@pytest.mark.parametrize("typed", ["Grace@Staff.example", "  grace@STAFF.example "])
def test_the_address_counts_whatever_its_case(visitor, grace, typed):
    assert enter(visitor, email=typed).status_code == 303


def test_a_password_counts_however_its_letters_are_composed(visitor, app):
    an_account(email="zoe@staff.example", password="Zo\u00eb likes caf\u00e9s")
    assert (
        enter(visitor, email="zoe@staff.example", password="Zoe\u0308 likes cafe\u0301s").status_code == 303
    )


def test_every_way_of_being_wrong_gets_the_same_answer(app, grace, monkeypatch):
    suspended = an_account(email="suspended@staff.example", password=PASSWORD)
    suspend(suspended, by=an_account(Role.OWNER))
    an_account(email="none@staff.example")
    tries = [
        ("grace@staff.example", "wrong password"),
        ("nobody@staff.example", PASSWORD),
        ("suspended@staff.example", PASSWORD),
        ("none@staff.example", PASSWORD),
        ("not an address", PASSWORD),
        ("grace@staff.example", "x" * 5000),
        ("grace@staff.example\0", PASSWORD),
    ]
    answers = [enter(app.test_client(), *each) for each in tries]
    assert [answer.status_code for answer in answers] == [422] * len(tries)
    pages = {re.sub(r' value="[^"]*"', "", answer.text) for answer in answers}
    assert len(pages) == 1
    assert "Email and password do not belong together." in pages.pop()


def test_every_way_of_being_wrong_asks_the_database_the_same(app, grace, count_queries):
    suspend(an_account(email="suspended@staff.example"), by=an_account(Role.OWNER))
    asked_for = []
    for email in ("grace@staff.example", "nobody@staff.example", "suspended@staff.example", "no address"):
        visitor = app.test_client()
        db.session.commit()
        with count_queries() as asked:
            enter(visitor, email=email, password="wrong password")
        asked_for.append(list(asked))
    assert all(asked == asked_for[0] for asked in asked_for)


def test_the_page_never_shows_the_password_again(visitor, grace):
    assert "wrong-and-secret" not in enter(visitor, password="wrong-and-secret").text


@pytest.mark.parametrize(("email", "password"), [("", PASSWORD), ("grace@staff.example", "")])
def test_what_is_missing_is_told(visitor, grace, email, password):
    answer = enter(visitor, email=email, password=password)
    assert answer.status_code == 422
    assert "Please give your" in answer.text


def test_no_transaction_is_open_while_the_password_is_checked(visitor, grace, monkeypatch):
    open_now, at_check = set(), []
    event.listen(db.engine, "begin", lambda connection: open_now.add(id(connection)))
    event.listen(db.engine, "commit", lambda connection: open_now.discard(id(connection)))
    event.listen(db.engine, "rollback", lambda connection: open_now.discard(id(connection)))
    verify = PasswordHasher.verify

    def noting(self, *args):
        at_check.append(set(open_now))
        return verify(self, *args)

    monkeypatch.setattr(PasswordHasher, "verify", noting)  # the real one still runs
    db.session.commit()
    assert enter(visitor).status_code == 303
    assert at_check == [set()]


def test_an_old_hash_is_made_anew_at_sign_in(visitor, grace):
    grace.password_hash = PasswordHasher(time_cost=1, memory_cost=1024).hash(PASSWORD)
    db.session.commit()
    old = grace.password_hash
    assert enter(visitor).status_code == 303
    assert grace.password_hash != old
    assert is_right(PASSWORD, grace.password_hash)
    assert is_in(visitor)


def test_signing_in_starts_a_new_session(app, grace):
    visitor = app.test_client()
    with visitor.session_transaction() as session:
        session["planted"] = "by somebody else"
    planted = visitor.get_cookie("sign_in").value
    enter(visitor)
    with visitor.session_transaction() as session:
        assert "planted" not in session
        assert session.permanent is True
        first = session["number"]
    assert visitor.get_cookie("sign_in").value != planted
    other = app.test_client()
    enter(other)
    with other.session_transaction() as session:
        assert session["number"] != first


def test_the_cookies_are_kept_from_scripts_and_other_sites(visitor, grace):
    cookies = enter(visitor).headers.getlist("Set-Cookie")
    assert sorted(cookie.partition("=")[0] for cookie in cookies) == ["known_browser", "sign_in"]
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Secure" not in cookie
    secure = visitor.post(
        "https://localhost/sign-in", data={"email": grace.email, "password": PASSWORD, "csrf_token": ""}
    )
    assert secure.status_code in {303, 400}


def test_signing_out_ends_this_session_and_no_other(app, grace):
    here, elsewhere = app.test_client(), app.test_client()
    enter(here), enter(elsewhere)
    stolen = here.get_cookie("sign_in").value
    answer = here.post("/sign-out", data={"csrf_token": token(here, "/desk/profile")})
    assert (answer.status_code, answer.location) == (303, "/")
    assert here.get_cookie("sign_in") is None
    assert not is_in(here)
    assert is_in(elsewhere)
    thief = app.test_client()
    thief.set_cookie("sign_in", stolen)
    assert not is_in(thief)


def test_signing_out_needs_the_token_and_a_post(visitor, grace):
    enter(visitor)
    assert visitor.get("/sign-out").status_code == 405
    assert visitor.post("/sign-out").status_code == 400
    assert is_in(visitor)


def test_signing_out_twice_is_harmless(visitor):
    assert visitor.post("/sign-out").status_code == 303
    assert db.session.query(EndedSession).count() == 0


def test_a_new_password_ends_every_session(visitor, grace):
    enter(visitor)
    choose_password(grace, password_hash=hashed(SECOND_PASSWORD))
    assert not is_in(visitor)
    assert enter(visitor).status_code == 422
    assert enter(visitor, password=SECOND_PASSWORD).status_code == 303


def test_a_suspension_ends_every_session_for_good(visitor, grace):
    owner = an_account(Role.OWNER)
    enter(visitor)
    suspend(grace, by=owner)
    assert not is_in(visitor)
    resume(grace, by=owner)
    assert not is_in(visitor)
    assert enter(visitor).status_code == 303


def test_a_session_of_an_account_that_is_gone_is_over(visitor, grace):
    enter(visitor)
    db.session.execute(db.delete(AccountRecord))  # by hand: the blog deletes no account
    db.session.delete(db.session.get(Account, grace.id))
    assert not is_in(visitor)


@pytest.mark.parametrize("session_id", ["", ".", "1", "x.y", "٣.key", "9" * 30 + ".key", "1.", "-1.key"])
def test_a_session_id_that_makes_no_sense_signs_nobody_in(visitor, grace, session_id):
    with visitor.session_transaction() as session:
        session["_user_id"] = session_id
    assert not is_in(visitor)


def test_whoever_is_signed_in_is_sent_on_from_the_sign_in_page(visitor, grace):
    enter(visitor)
    assert visitor.get("/sign-in").location == "/desk"
    assert visitor.get("/sign-in?next=/moderation").location == "/moderation"


def test_signing_in_in_two_tabs_is_harmless(visitor, grace):
    enter(visitor)
    answer = enter(visitor, next="/moderation")
    assert (answer.status_code, answer.location) == (303, "/moderation")


def test_a_page_that_needs_somebody_signed_in_leads_there_and_back(visitor, grace):
    asked = visitor.get("/desk/profile?a=b&c=%C3%A9")
    assert asked.status_code == 302
    page = visitor.get(asked.location).text
    carried = re.search(r'name="next" value="([^"]*)"', page)[1].replace("&amp;", "&")
    answer = enter(visitor, next=carried)
    assert (answer.status_code, answer.location) == (303, "/desk/profile?a=b&c=%C3%A9")


def test_the_sign_in_page_is_the_same_bytes_for_everyone(app):
    one, two = app.test_client().get("/sign-in"), app.test_client().get("/sign-in")
    assert one.data == two.data
    assert "Set-Cookie" not in one.headers
    assert "Cookie" not in one.headers.get("Vary", "")


def test_an_address_beyond_all_measure_is_wrong_like_any_other(visitor):
    typed = {"email": "a." * 900_000 + "@example.org", "password": "a password of mine"}
    answer = visitor.post("/sign-in", data=typed)
    assert (answer.status_code, "do not belong together" in answer.text) == (422, True)
