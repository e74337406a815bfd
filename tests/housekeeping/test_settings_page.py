from html import unescape
from re import findall, search

import pytest
from sqlalchemy import select

from blog.accounts.account import Role
from blog.settings import SITE_SETTINGS
from blog.storage import db
from blog.storage.site_setting import SiteSettingChange, change_site_setting, site_settings
from tests.builders import an_account, sign_in, token


@pytest.fixture
def editor(visitor):
    account = an_account(Role.EDITOR, name="Ines")
    sign_in(visitor, account)
    return account


def all_settings(visitor, **changed):
    """What the form would send, unchanged but for `changed`; a value of None is an empty box."""
    form = vars(site_settings()) | changed
    ticked = {name: "y" if value is True else value for name, value in form.items()}
    sent = {name: value for name, value in ticked.items() if value is not False and value is not None}
    return sent | {"csrf_token": token(visitor, "/desk/settings")}


def test_every_setting_has_a_labelled_field_that_holds_its_value(visitor, editor):
    change_site_setting("title", "Forge & Oven", by=editor)
    page = visitor.get("/desk/settings").text
    assert findall(r'<label for="(\w+)">', page) == list(SITE_SETTINGS)
    assert search(r'<input[^>]*id="title"[^>]*value="Forge &amp; Oven"', page)
    assert search(r'<option selected value="UTC">', page)


def test_only_what_differs_is_changed_and_recorded(visitor, editor):
    answer = visitor.post(
        "/desk/settings", data=all_settings(visitor, title="Forge", articles_per_page="3", comments_open=None)
    )
    assert (answer.status_code, answer.location) == (303, "/desk/settings")
    site = site_settings()
    assert (site.title, site.articles_per_page, site.comments_open) == ("Forge", 3, False)
    changes = db.session.scalars(select(SiteSettingChange).order_by(SiteSettingChange.id)).all()
    assert [(change.name, change.before, change.after, change.by_id) for change in changes] == [
        ("title", "A new blog", "Forge", editor.id),
        ("articles_per_page", 10, 3, editor.id),
        ("comments_open", True, False, editor.id),
    ]
    page = " ".join(unescape(visitor.get("/desk/settings").text).split())
    assert "<strong>Title</strong>: “A new blog” became “Forge”" in page
    assert "<strong>Comments are open</strong>: yes became no" in page
    assert "The settings are saved." in page


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("title", "", "Please fill this in."),
        ("title", "x" * 101, "At most 100 characters."),
        ("language", "English", "It must be a language code such as en or pt-BR."),
        ("articles_per_page", "0", "A whole number from 1 to 100."),
        ("articles_per_page", "many", "Not a valid integer value."),
        ("comments_close_after_days", "-1", "A whole number from 0 to 36,500."),
    ],
)
def test_a_wrong_value_is_refused_with_all_that_was_typed(visitor, editor, name, typed, says):
    answer = visitor.post(
        "/desk/settings", data=all_settings(visitor, tagline="Something typed", **{name: typed})
    )
    assert answer.status_code == 422
    assert says in answer.text
    assert 'value="Something typed"' in answer.text
    assert search(rf'<input[^>]*aria-invalid="true"[^>]*id="{name}"[^>]*value="{typed}"', answer.text)
    assert db.session.scalars(select(SiteSettingChange)).all() == []


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.CONTRIBUTOR, Role.MODERATOR])
def test_other_roles_may_neither_see_nor_change_them(visitor, role):
    sign_in(visitor, an_account(role))
    assert visitor.get("/desk/settings").status_code == 403
    form = {"title": "Mine", "csrf_token": token(visitor, "/desk")}
    assert visitor.post("/desk/settings", data=form).status_code == 403
    assert site_settings().title == "A new blog"


def test_without_the_form_token_nothing_changes(visitor, editor):
    form = all_settings(visitor, title="Mine") | {"csrf_token": "x"}
    assert visitor.post("/desk/settings", data=form).status_code == 400
    assert site_settings().title == "A new blog"


def test_a_page_of_many_changes_asks_no_more_of_the_database_than_one(visitor, editor, count_queries):
    counts = []
    for number in range(25):
        change_site_setting("articles_per_page", number + 20, by=an_account(Role.OWNER))
        if number in (0, 24):
            with count_queries() as asked:
                visitor.get("/desk/settings")
            counts.append(len(asked))
    assert counts[0] == counts[1]
