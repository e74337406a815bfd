"""Joining by a link that works once."""

import re
from datetime import timedelta

import pytest

from blog.accounts.account import Account, Role, create_account
from blog.accounts.invitation import invite, join, open_invitations, revoke_invitation
from blog.accounts.one_time_link import LinkUsed, OneTimeLink, use_link
from blog.accounts.standing import change_role, suspend
from blog.clock import now
from blog.refusals import NotThere, NotYours
from blog.storage import db
from tests.builders import PASSWORD, an_account, sign_in, token


@pytest.fixture
def owner(app):
    return an_account(Role.OWNER, name="Olive")


def said(**changes):
    return {"name": "Ruth", "email": "ruth@staff.example", "password": PASSWORD} | changes


def test_an_owner_invites_and_the_link_is_shown_once(app, visitor, owner):
    sign_in(visitor, owner)
    form = {"role": "author", "note": "Ruth", "csrf_token": token(visitor, "/desk/people")}
    page = visitor.post("/desk/people/invitations", data=form)
    path = re.search(r"http://127\.0\.0\.1:8000(/invitations/[\w-]{22})<", page.text)[1]
    assert page.headers["Cache-Control"] == "private, no-store"
    assert path.rpartition("/")[2] not in visitor.get("/desk/people").text

    guest = app.test_client()
    assert "an author" in guest.get(path).text
    answer = guest.post(path, data=said())
    assert (answer.status_code, answer.location) == (303, "/desk")
    assert guest.get("/desk/profile").status_code == 200
    ruth = db.session.query(Account).filter_by(email="ruth@staff.example").one()
    assert (ruth.name, ruth.role, ruth.handle) == ("Ruth", Role.AUTHOR, "ruth")


def test_it_works_once(app, owner):
    _link, secret = invite(by=owner, role=Role.AUTHOR)
    path = f"/invitations/{secret}"
    assert app.test_client().post(path, data=said()).status_code == 303
    assert app.test_client().get(path).status_code == 404
    assert app.test_client().post(path, data=said(email="other@staff.example")).status_code == 404
    assert db.session.query(Account).count() == 2


def test_of_two_who_use_it_at_once_one_joins(app, owner):
    link, _secret = invite(by=owner, role=Role.AUTHOR)
    use_link(link)
    with pytest.raises(LinkUsed):
        use_link(link)


def test_it_works_for_a_fortnight(app, owner):
    at = now()
    _link, secret = invite(by=owner, role=Role.AUTHOR, at=at)
    account = join(
        secret, name="In", email="in@staff.example", password_hash="x", at=at + timedelta(days=13.9)
    )
    assert account.role is Role.AUTHOR
    _link, secret = invite(by=owner, role=Role.AUTHOR, at=at)
    with pytest.raises(NotThere):
        join(secret, name="Out", email="out@staff.example", password_hash="x", at=at + timedelta(days=14))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": ""}, "Please give a name."),
        ({"name": "\u200b"}, "A name has from 1 to 100 characters."),
        ({"name": "x" * 101}, "A name has from 1 to 100 characters."),
        ({"email": "no address"}, "This is not an email address."),
        ({"email": "TAKEN@staff.example"}, "There is an account with this email already."),
        ({"password": "too short"}, "A password has from 10 to 200 characters."),
        ({"password": "x" * 201}, "A password has from 10 to 200 characters."),
    ],
)
def test_what_is_wrong_is_told_and_the_rest_is_kept(visitor, owner, changes, message):
    create_account(email="taken@staff.example", name="Taken", role=Role.AUTHOR)
    _link, secret = invite(by=owner, role=Role.AUTHOR)
    typed = said(**changes)
    answer = visitor.post(f"/invitations/{secret}", data=typed)
    assert answer.status_code == 422
    assert message in answer.text
    assert f'value="{typed["email"]}"' in answer.text
    assert typed["password"] not in answer.text
    assert visitor.post(f"/invitations/{secret}", data=said()).status_code == 303


def test_an_invitation_can_be_taken_back(app, visitor, owner):
    link, secret = invite(by=owner, role=Role.EDITOR, note="Sam")
    kept, _secret = invite(by=owner, role=Role.EDITOR, note="Kim")
    sign_in(visitor, owner)
    path = f"/desk/people/invitations/{link.reference}/revocation"
    form = {"csrf_token": token(visitor, "/desk/people")}
    assert visitor.post(path, data=form).status_code == 303
    assert app.test_client().get(f"/invitations/{secret}").status_code == 404
    assert visitor.post(path, data=form).status_code == 404
    assert [each.id for each in db.session.scalars(open_invitations())] == [kept.id]


@pytest.mark.parametrize("reference", ["", "%", "_" * 16, "0" * 16, "0" * 64])
def test_a_made_up_reference_takes_nothing_back(app, owner, reference):
    invite(by=owner, role=Role.EDITOR)
    with pytest.raises(NotThere):
        revoke_invitation(reference, by=owner)


def test_an_owner_who_is_suspended_or_demoted_leaves_no_open_link(app, owner):
    first, second = (an_account(Role.OWNER, password=PASSWORD) for _ in range(2))
    third = an_account(Role.OWNER, password=PASSWORD)
    for each in (first, second, third):
        invite(by=each, role=Role.OWNER)
    suspend(first, by=third)
    change_role(second, Role.AUTHOR, by=third)
    assert [link.by_id for link in db.session.scalars(open_invitations())] == [third.id]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OWNER])
def test_only_owners_invite(app, role):
    with pytest.raises(NotYours):
        invite(by=an_account(role), role=Role.AUTHOR)
    assert db.session.query(OneTimeLink).count() == 0


@pytest.mark.parametrize("secret", ["x", "ü", "0" * 22, "%00", "x" * 3000])
def test_a_made_up_link_is_a_plain_page_of_its_own(visitor, secret):
    answer = visitor.get(f"/invitations/{secret}")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_looking_at_an_invitation_uses_nothing_up(visitor, owner):
    _link, secret = invite(by=owner, role=Role.AUTHOR)
    for _ in range(2):
        answer = visitor.get(f"/invitations/{secret}")
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "Set-Cookie" not in answer.headers
    assert visitor.head(f"/invitations/{secret}").status_code == 200


def test_somebody_signed_in_who_joins_becomes_the_new_account_here(visitor, owner):
    _link, secret = invite(by=owner, role=Role.AUTHOR)
    sign_in(visitor, owner)
    path = f"/invitations/{secret}"
    assert "You are signed in as Olive." in visitor.get(path).text
    assert visitor.post(path, data=said()).status_code == 400
    assert visitor.post(path, data=said(csrf_token=token(visitor, path))).status_code == 303
    assert 'value="Ruth"' in visitor.get("/desk/profile").text


def test_the_invitation_of_another_purpose_is_none(visitor, owner):
    _link, secret = invite(by=owner, role=Role.AUTHOR)
    assert visitor.get(f"/passwords/{secret}").status_code == 404
