from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from blog.accounts.account import Account, Role
from blog.accounts.passwords import is_right
from blog.housekeeping.first_owner import set_up_token
from blog.storage import db
from blog.storage.site_setting import site_settings
from tests.builders import PASSWORD, an_account

OWNER = {"name": "Ruth Abara", "email": "Ruth@Example.org", "password": PASSWORD}
SITE = {"title": "The Old Forge", "tagline": "Bread and repairs", "time_zone": "Europe/London"}


@pytest.fixture
def link(app):
    return f"/set-up/{set_up_token(app.config['KEYS'].sign_in)}"


def test_the_link_names_the_site_and_makes_the_owner_who_is_signed_in(visitor, link):
    answer = visitor.post(link, data=OWNER | SITE)
    assert (answer.status_code, answer.location) == (303, "/desk")
    owner = db.session.scalars(select(Account)).one()
    assert (owner.name, owner.email, owner.role) == ("Ruth Abara", "ruth@example.org", Role.OWNER)
    assert is_right(PASSWORD, owner.password_hash)
    site = site_settings()
    assert (site.title, site.tagline, site.time_zone) == tuple(SITE.values())
    assert "Hello, Ruth Abara" in visitor.get("/desk").text


def test_its_page_is_kept_nowhere(visitor, link):
    answer = visitor.get(link)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_token_opens_nothing(visitor, link, method):
    for token in ("x", "é", link.removeprefix("/set-up/").swapcase(), "%00"):
        assert getattr(visitor, method)(f"/set-up/{token}", data=OWNER | SITE).status_code == 404
    assert db.session.scalars(select(Account)).all() == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_link_is_dead_once_there_is_an_account(visitor, link, method):
    an_account(Role.OWNER, name="The first")
    assert getattr(visitor, method)(link, data=OWNER | SITE).status_code == 404
    assert [account.name for account in db.session.scalars(select(Account))] == ["The first"]


def test_two_at_once_make_one_owner(app, link):
    def post(number):
        with app.app_context():
            return app.test_client().post(link, data=OWNER | SITE | {"email": f"{number}@example.org"})

    with ThreadPoolExecutor(4) as together:
        statuses = sorted(answer.status_code for answer in together.map(post, range(4)))
    assert statuses == [303, 404, 404, 404]
    assert len(db.session.scalars(select(Account)).all()) == 1


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("title", "  ", "Please fill this in."),
        ("time_zone", "Sallowby", "Not a valid choice."),
        ("name", "", "Please fill this in."),
        ("email", "ruth at example", "This is not an email address."),
        ("password", "short", "A password has from 10 to 200 characters."),
    ],
)
def test_what_is_refused_is_said_at_its_field_and_the_rest_stays(visitor, link, field, typed, says):
    answer = visitor.post(link, data=OWNER | SITE | {field: typed})
    assert answer.status_code == 422
    assert says in answer.text
    assert (
        f'aria-describedby="{field}-hint {field}-error"' in answer.text or f'"{field}-error"' in answer.text
    )
    for name in {"name", "email", "title", "tagline"} - {field}:
        assert f'value="{(OWNER | SITE)[name]}"' in answer.text
    assert PASSWORD not in answer.text
    assert db.session.scalars(select(Account)).all() == []
