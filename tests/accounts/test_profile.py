"""How people describe themselves, and what their accounts are called."""

import pytest

from blog.accounts.account import (
    AddressTaken,
    BioTooLong,
    HandleTaken,
    Role,
    WrongHandle,
    WrongName,
    create_account,
    introduce,
)
from tests.builders import an_account, sign_in, token


@pytest.fixture
def grace(app):
    an_account(name="Taken", handle="taken")
    return an_account(name="Grace", handle="grace", bio="Writes.")


def save(visitor, **changes):
    form = {"name": "Grace", "handle": "grace", "bio": "Writes."} | changes
    return visitor.post("/desk/profile", data=form | {"csrf_token": token(visitor, "/desk/profile")})


def test_ones_own_profile_is_shown_and_saved(visitor, grace):
    sign_in(visitor, grace)
    page = visitor.get("/desk/profile").text
    assert 'value="Grace"' in page
    assert "<svg" in page
    assert save(visitor, name="Grace  Hopper ", handle="Hopper, G.", bio="Finds bugs. ").status_code == 303
    assert (grace.name, grace.handle, grace.bio) == ("Grace Hopper", "hopper-g", "Finds bugs.")
    assert "Your profile is saved." in visitor.get("/desk/profile").text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": " "}, "Please give a name."),
        ({"name": "x" * 101}, "A name has from 1 to 100 characters."),
        ({"handle": "taken"}, "This handle is taken."),
        ({"handle": "Taken!"}, "This handle is taken."),
        ({"handle": "!!!"}, "A handle needs at least one letter or digit."),
        ({"bio": "x" * 1001}, "This may have at most 1000 characters."),
    ],
)
def test_what_is_wrong_is_told_and_everything_typed_is_kept(visitor, grace, changes, message):
    sign_in(visitor, grace)
    typed = {"name": "New name", "handle": "new-handle", "bio": "New words."} | changes
    answer = save(visitor, **typed)
    assert answer.status_code == 422
    assert message in answer.text
    kept = [words for words in typed.values() if words.strip()]
    assert [words for words in kept if words not in answer.text] == []
    assert (grace.name, grace.handle, grace.bio) == ("Grace", "grace", "Writes.")


def test_keeping_ones_own_handle_is_no_conflict(app, grace):
    introduce(grace, name="Grace", handle="grace", bio="")
    assert (grace.handle, grace.bio) == ("grace", "")


def test_the_profile_cannot_change_role_or_email(visitor, grace):
    sign_in(visitor, grace)
    email = grace.email
    assert save(visitor, role="owner", email="other@staff.example").status_code == 303
    assert (grace.role, grace.email) == (Role.AUTHOR, email)


@pytest.mark.parametrize(
    ("name", "handle"),
    [("Taken", "taken-2"), ("Zoë Brûlé", "zoe-brule"), ("你好", "你好"), ("!!!", "person"), ("🧂", "person")],
)
def test_a_handle_is_made_from_the_name(app, grace, name, handle):
    assert create_account(email="new@staff.example", name=name, role=Role.AUTHOR).handle == handle


def test_handles_made_from_the_same_name_differ(app):
    made = [
        create_account(email=f"n{n}@staff.example", name="Ann", role=Role.AUTHOR).handle for n in range(4)
    ]
    create_account(email="anna@staff.example", name="Anna", role=Role.AUTHOR)
    assert made == ["ann", "ann-2", "ann-3", "ann-4"]


@pytest.mark.parametrize(
    ("details", "refusal"),
    [
        ({"email": "PERSON@staff.example"}, AddressTaken),
        ({"handle": "taken"}, HandleTaken),
        ({"handle": "..."}, WrongHandle),
        ({"name": ""}, WrongName),
        ({"bio": "x" * 1001}, BioTooLong),
    ],
)
def test_an_account_that_cannot_be_is_refused(app, grace, details, refusal):
    create_account(email="person@staff.example", name="Person", role=Role.AUTHOR)
    with pytest.raises(refusal):
        create_account(**{"email": "new@staff.example", "name": "New", "role": Role.AUTHOR} | details)
