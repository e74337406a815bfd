"""The list of people, their roles, and suspending them."""

import pytest

from blog.accounts.account import Role
from blog.accounts.invitation import invite
from blog.accounts.standing import LastOwner, NotOneself, change_role, is_last_owner, resume, suspend
from blog.refusals import NotYours
from tests.builders import PASSWORD, an_account, sign_in, token


@pytest.fixture
def owner(app):
    return an_account(Role.OWNER, name="Olive", password=PASSWORD)


def post(visitor, path, **form):
    return visitor.post(path, data={"csrf_token": token(visitor, "/desk/people"), **form})


def test_the_list_shows_everyone_with_role_and_state(visitor, owner):
    suspended = an_account(Role.AUTHOR, name="Sam", email="sam@staff.example")
    suspend(suspended, by=owner, because="Left us.")
    sign_in(visitor, owner)
    page = visitor.get("/desk/people").text
    for words in ("Olive", "Sam", "sam@staff.example", "Suspended", "Owner", "Author"):
        assert words in page
    assert "Left us." in visitor.get(f"/desk/people/{suspended.handle}").text


def test_the_page_of_a_person_links_nothing_that_may_not_be_there(visitor, owner):
    sign_in(visitor, owner)
    moderator = an_account(Role.MODERATOR)
    assert f"/authors/{moderator.handle}" not in visitor.get(f"/desk/people/{moderator.handle}").text


@pytest.mark.parametrize("how_many", [1, 5])
def test_the_list_asks_the_same_number_of_questions(visitor, owner, count_queries, how_many):
    for _ in range(how_many):
        suspend(an_account(), by=owner)
        invite(by=owner, role=Role.AUTHOR)
    sign_in(visitor, owner)
    visitor.get("/desk/people")
    with count_queries() as asked:
        visitor.get("/desk/people")
    assert len(asked) == 5


def test_a_role_is_changed_and_counts_at_once(app, visitor, owner):
    account = an_account(Role.AUTHOR)
    theirs = sign_in(app.test_client(), account)
    assert theirs.get("/desk/settings").status_code == 403
    sign_in(visitor, owner)
    answer = post(visitor, f"/desk/people/{account.handle}/role", role="editor")
    assert (answer.status_code, answer.location) == (303, f"/desk/people/{account.handle}")
    assert account.role is Role.EDITOR
    assert theirs.get("/desk/settings").status_code == 200


@pytest.mark.parametrize("role", ["", "king", "Owner", "owner "])
def test_a_role_that_is_none_is_refused(visitor, owner, role):
    account = an_account()
    sign_in(visitor, owner)
    assert post(visitor, f"/desk/people/{account.handle}/role", role=role).status_code == 422
    assert account.role is Role.AUTHOR


def test_the_last_owner_stays_one(visitor, owner):
    an_account(Role.OWNER)  # has no password, so cannot sign in
    suspend(an_account(Role.OWNER, password=PASSWORD), by=owner)
    sign_in(visitor, owner)
    assert post(visitor, f"/desk/people/{owner.handle}/role", role="author").status_code == 409
    assert owner.role is Role.OWNER
    assert "only owner who can sign in" in visitor.get(f"/desk/people/{owner.handle}").text


def test_with_another_owner_one_may_step_down(visitor, owner):
    an_account(Role.OWNER, password=PASSWORD)
    sign_in(visitor, owner)
    answer = post(visitor, f"/desk/people/{owner.handle}/role", role="author")
    assert (answer.status_code, answer.location) == (303, "/desk")
    assert visitor.get("/desk/people").status_code == 403


def test_suspending_and_letting_in_again(app, visitor, owner):
    account = an_account()
    theirs = sign_in(app.test_client(), account)
    sign_in(visitor, owner)
    path = f"/desk/people/{account.handle}/suspension"
    assert post(visitor, path, act="suspend", because="A while.").status_code == 303
    assert (account.suspension.by_id, account.suspension.because) == (owner.id, "A while.")
    assert theirs.get("/desk/profile").status_code == 302
    assert post(visitor, path, act="suspend").status_code == 303
    assert account.suspension.because == "A while."
    assert post(visitor, path, act="resume").status_code == 303
    assert account.is_active


def test_nobody_suspends_themselves(visitor, owner):
    an_account(Role.OWNER, password=PASSWORD)
    sign_in(visitor, owner)
    assert post(visitor, f"/desk/people/{owner.handle}/suspension", act="suspend").status_code == 409
    assert owner.is_active
    with pytest.raises(NotOneself):
        suspend(owner, by=owner)


def test_nobody_suspends_the_last_owner(app, owner):
    helper = an_account(Role.OWNER)  # may act, but could not sign in
    with pytest.raises(LastOwner):
        suspend(owner, by=helper)
    assert is_last_owner(owner) is True
    assert is_last_owner(an_account()) is False


@pytest.mark.parametrize("act", ["", "delete", "suspend resume"])
def test_an_act_that_is_none_is_refused(visitor, owner, act):
    account = an_account()
    sign_in(visitor, owner)
    assert post(visitor, f"/desk/people/{account.handle}/suspension", act=act).status_code == 422
    assert account.is_active


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OWNER])
def test_only_owners_change_standing(app, owner, role):
    other, account = an_account(role), an_account()
    for act in (
        lambda: change_role(account, Role.OWNER, by=other),
        lambda: suspend(account, by=other),
        lambda: resume(account, by=other),
    ):
        with pytest.raises(NotYours):
            act()
    assert (account.role, account.is_active) == (Role.AUTHOR, True)


def test_somebody_unknown_is_not_there(visitor, owner):
    sign_in(visitor, owner)
    assert visitor.get("/desk/people/nobody").status_code == 404
    assert post(visitor, "/desk/people/nobody/role", role="owner").status_code == 404


def test_a_person_called_invitations_can_be_looked_at(visitor, owner):
    an_account(name="Invitations", handle="invitations")
    sign_in(visitor, owner)
    assert "Invitations" in visitor.get("/desk/people/invitations").text
