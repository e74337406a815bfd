"""Forgotten and changed passwords."""

import re
from datetime import timedelta

import pytest

from blog.accounts.account import Role
from blog.accounts.new_password import NobodySignsIn, choose_password_by_link, make_password_link
from blog.accounts.passwords import WeakPassword, hashed, is_right
from blog.accounts.standing import suspend
from blog.clock import now
from blog.refusals import NotThere, NotYours
from tests.accounts.test_signing_in import enter, is_in
from tests.builders import PASSWORD, an_account, sign_in, token

NEW_PASSWORD = "another horse battery"


@pytest.fixture
def grace(app):
    return an_account(email="grace@staff.example", name="Grace", password=PASSWORD)


@pytest.fixture
def owner(app):
    return an_account(Role.OWNER)


def test_an_owner_makes_a_link_by_which_a_new_password_is_chosen(app, visitor, grace, owner):
    sign_in(visitor, owner)
    form = {"csrf_token": token(visitor, f"/desk/people/{grace.handle}")}
    page = visitor.post(f"/desk/people/{grace.handle}/password-link", data=form)
    path = re.search(r"http://127\.0\.0\.1:8000(/passwords/[\w-]{22})<", page.text)[1]
    elsewhere, here = sign_in(app.test_client(), grace), app.test_client()

    assert "grace@staff.example" in here.get(path).text
    weak = here.post(path, data={"password": "short"})
    assert weak.status_code == 422
    assert here.post(path, data={"password": NEW_PASSWORD}).location == "/desk"
    assert is_in(here)
    assert not is_in(elsewhere)
    assert here.get(path).status_code == 404
    assert app.test_client().post(path, data={"password": NEW_PASSWORD}).status_code == 404
    assert enter(app.test_client()).status_code == 422
    assert enter(app.test_client(), password=NEW_PASSWORD).status_code == 303


def test_only_the_newest_link_works_and_for_a_day(app, grace, owner):
    at = now()
    _link, older = make_password_link(grace, by=owner, at=at)
    _link, newer = make_password_link(grace, by=owner, at=at + timedelta(seconds=1))
    with pytest.raises(NotThere):
        choose_password_by_link(older, password_hash="x", at=at + timedelta(seconds=2))
    with pytest.raises(NotThere):
        choose_password_by_link(newer, password_hash="x", at=at + timedelta(days=1, seconds=1))
    assert choose_password_by_link(newer, password_hash="x", at=at + timedelta(hours=23)) is grace


def test_a_suspended_account_gets_no_link_and_its_link_ends(app, visitor, grace, owner):
    _link, secret = make_password_link(grace, by=owner)
    suspend(grace, by=owner)
    assert visitor.get(f"/passwords/{secret}").status_code == 404
    assert visitor.post(f"/passwords/{secret}", data={"password": NEW_PASSWORD}).status_code == 404
    with pytest.raises(NobodySignsIn):
        make_password_link(grace, by=owner)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OWNER])
def test_only_owners_make_links(app, grace, role):
    with pytest.raises(NotYours):
        make_password_link(grace, by=an_account(role))


def test_a_password_link_is_kept_private(visitor, grace, owner):
    _link, secret = make_password_link(grace, by=owner)
    for path in (f"/passwords/{secret}", "/passwords/made-up"):
        answer = visitor.get(path)
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


def change(visitor, current=PASSWORD, new=NEW_PASSWORD):
    form = {"current_password": current, "password": new, "csrf_token": token(visitor, "/desk/profile")}
    return visitor.post("/desk/profile/password", data=form)


def test_changing_ones_password_ends_every_other_session(app, grace):
    here, elsewhere = sign_in(app.test_client(), grace), sign_in(app.test_client(), grace)
    _link, secret = make_password_link(grace, by=None)
    assert change(here).status_code == 303
    assert "Your password is changed." in here.get("/desk/profile").text
    assert (is_in(here), is_in(elsewhere)) == (True, False)
    assert is_right(NEW_PASSWORD, grace.password_hash)
    assert here.get(f"/passwords/{secret}").status_code == 404


@pytest.mark.parametrize(
    ("current", "new", "message"),
    [
        ("wrong password", NEW_PASSWORD, "This is not your current password."),
        ("", NEW_PASSWORD, "Please give your current password."),
        (PASSWORD, "short", "A password has from 10 to 200 characters."),
        (PASSWORD, "", "Please choose a password."),
    ],
)
def test_a_change_that_cannot_be_is_told_and_changes_nothing(visitor, grace, current, new, message):
    sign_in(visitor, grace)
    answer = change(visitor, current, new)
    assert answer.status_code == 422
    assert message in answer.text
    assert is_right(PASSWORD, grace.password_hash)
    assert is_in(visitor)


def test_guessing_the_current_password_is_throttled(visitor, grace):
    sign_in(visitor, grace)
    assert [change(visitor, "wrong password").status_code for _ in range(11)] == [422] * 10 + [429]
    assert is_in(visitor)


@pytest.mark.parametrize(("password", "fits"), [("x" * 9, 0), ("x" * 10, 1), ("x" * 200, 1), ("x" * 201, 0)])
def test_a_password_has_from_ten_to_two_hundred_characters(password, fits):
    if fits:
        assert hashed(password).startswith("$argon2id$")
    else:
        with pytest.raises(WeakPassword):
            hashed(password)


def test_what_is_no_hash_is_nobodys_password():
    assert is_right(PASSWORD, "not a hash") is False
    assert is_right("nobody's password", None) is False
