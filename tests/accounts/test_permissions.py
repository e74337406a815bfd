"""Who may do what: the table, and every address of this room tried by everyone."""

import pytest

from blog.accounts.account import Role
from blog.accounts.invitation import invite
from blog.accounts.permissions import PERMISSIONS, insist, may, may_any
from blog.refusals import NotYours
from tests.builders import PASSWORD, an_account, sign_in, token

MODERATING = ("see addresses", "write rules", "ban", "see insights")
OVERSEEING = ("read the logbook", "reset the filter")
ACTS = ("write", "publish", "moderate", "change settings", "invite", *MODERATING, *OVERSEEING)
EVERYONE = [None, *Role]

# Role -> for each of ACTS: to whatever there is, only to one's own, or not at all.
TABLE = {
    Role.OWNER: ("any",) * 11,
    Role.EDITOR: ("any", "any", "any", "any", None, *("any",) * 6),
    Role.AUTHOR: ("own", "own", "own", *(None,) * 8),
    Role.CONTRIBUTOR: ("own", *(None,) * 10),
    Role.MODERATOR: (None, None, "any", None, None, *("any",) * 4, None, None),
}


class Thing:
    def __init__(self, owner):
        self.owner = owner

    def belongs_to(self, account):
        return account is self.owner


@pytest.mark.parametrize("role", Role)
def test_the_table(app, role):
    account, other = an_account(role), an_account(role)
    for act, scope in zip(ACTS, TABLE[role], strict=True):
        assert may(account, act) is (scope is not None), act
        assert may(account, act, Thing(account)) is (scope is not None), act
        assert may(account, act, Thing(other)) is (scope == "any"), act
        assert may_any(account, act) is (scope == "any"), act
    assert may(account, "fly") is False


def test_the_table_here_knows_every_act():
    assert {act for acts in PERMISSIONS.values() for act in acts} == set(ACTS)


def test_a_visitor_may_nothing(app):
    assert [may(None, act) for act in ACTS] == [False] * len(ACTS)
    assert [may_any(None, act) for act in ACTS] == [False] * len(ACTS)
    with pytest.raises(NotYours):
        insist(None, "write")


# (method, path, status for who may, what it needs: an act, or only to be signed in).
ADDRESSES = [
    ("GET", "/desk/people", 200, "invite"),
    ("GET", "/desk/people/{handle}", 200, "invite"),
    ("POST", "/desk/people/invitations", 200, "invite"),
    ("POST", "/desk/people/invitations/{reference}/revocation", 303, "invite"),
    ("POST", "/desk/people/{handle}/role", 303, "invite"),
    ("POST", "/desk/people/{handle}/suspension", 303, "invite"),
    ("POST", "/desk/people/{handle}/password-link", 200, "invite"),
    ("GET", "/desk/profile", 200, None),
    ("POST", "/desk/profile", 303, None),
    ("POST", "/desk/profile/password", 303, None),
]
FORM = {
    "role": "author",
    "act": "suspend",
    "name": "Somebody",
    "handle": "somebody-else",
    "current_password": PASSWORD,
    "password": "another horse battery",
}


def expected(method, status, needs, role):
    if role is None:
        return 302 if method == "GET" else 401
    return status if needs is None or role is Role.OWNER else 403


@pytest.mark.sqlite_only
@pytest.mark.parametrize(("method", "path", "status", "needs"), ADDRESSES)
@pytest.mark.parametrize("role", EVERYONE)
def test_who_may_open_what(app, visitor, method, path, status, needs, role):
    target = an_account(handle="target")
    link, _secret = invite(by=an_account(Role.OWNER, password=PASSWORD), role=Role.AUTHOR)
    form = dict(FORM)
    if role is not None:
        sign_in(visitor, an_account(role, password=PASSWORD))
        form["csrf_token"] = token(visitor, "/desk/profile")
    path = path.format(handle=target.handle, reference=link.reference)
    answer = visitor.open(path, method=method, data=form if method == "POST" else None)
    assert answer.status_code == expected(method, status, needs, role)
    untouched = (target.role, target.is_active, link.is_open()) == (Role.AUTHOR, True, True)
    assert untouched or status == answer.status_code


@pytest.mark.parametrize(
    ("method", "path", "status", "needs"), [row for row in ADDRESSES if row[0] == "POST"]
)
def test_what_an_owner_posts_needs_the_token_and_no_get_does_it(app, visitor, method, path, status, needs):
    target = an_account(handle="target")
    owner = an_account(Role.OWNER, password=PASSWORD)
    link, _secret = invite(by=owner, role=Role.AUTHOR)
    sign_in(visitor, owner)
    path = path.format(handle=target.handle, reference=link.reference)
    before = (target.role, target.is_active, link.is_open(), owner.name, owner.password_hash, owner.handle)
    assert visitor.post(path, data=FORM).status_code == 400
    assert visitor.post(path, data=FORM, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert visitor.post(path, json=FORM).status_code == 400
    assert visitor.post(path, data="role=owner", content_type="text/plain").status_code == 400
    for safe in ("GET", "HEAD"):
        assert visitor.open(path, method=safe, query_string=FORM).status_code in {200, 404, 405}
    assert visitor.put(path).status_code in {400, 405}
    after = (target.role, target.is_active, link.is_open(), owner.name, owner.password_hash, owner.handle)
    assert after == before


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "path", ["/desk/people/", "//desk/people", "/desk%2fpeople", "/DESK/PEOPLE", "/desk//people"]
)
@pytest.mark.parametrize("role", [None, Role.AUTHOR])
def test_another_spelling_opens_nothing(visitor, path, role):
    if role is not None:
        sign_in(visitor, an_account(role))
    answer = visitor.get(path)
    for _ in range(2):
        if answer.status_code in {302, 308}:
            answer = visitor.get(answer.location)
    assert answer.status_code in {200, 403, 404}
    assert "<h1>People</h1>" not in answer.text
