from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from blog.accounts.account import Role
from blog.settings import WrongSetting
from blog.storage import db
from blog.storage.database import reading_only
from blog.storage.site_setting import SiteSettingChange, change_site_setting, site_settings
from tests.builders import an_account


def test_a_setting_has_its_default_until_it_is_changed(app):
    assert site_settings().articles_per_page == 10
    change_site_setting("articles_per_page", 7, by=an_account(Role.OWNER))
    assert (site_settings().articles_per_page, site_settings().title) == (7, "A new blog")


def test_each_change_is_recorded_and_none_is_where_nothing_changed(app):
    owner = an_account(Role.OWNER)
    change_site_setting("title", "Notebook", by=owner)
    change_site_setting("title", "Notebook", by=owner)
    changes = db.session.scalars(select(SiteSettingChange)).all()
    assert [(c.name, c.before, c.after, c.by_id) for c in changes] == [
        ("title", "A new blog", "Notebook", owner.id)
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("articles_per_page", 0),
        ("articles_per_page", "10"),
        ("title", ""),
        ("title", "x" * 101),
        ("time_zone", "Mars/Olympus"),
        ("language", "English!"),
        ("comments_open", 1),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused_by_name(app, name, value):
    with pytest.raises(WrongSetting, match=name):
        change_site_setting(name, value, by=None)


def test_of_two_who_change_a_setting_at_once_both_are_recorded(app):
    db.session.commit()
    both_have_read = Barrier(2)

    def change(title):
        with app.app_context():
            with reading_only():
                assert site_settings().title == "A new blog"
                db.session.rollback()
            both_have_read.wait(10)
            change_site_setting("title", title, by=None)
            db.session.commit()

    with ThreadPoolExecutor(2) as together:
        list(together.map(change, ("One", "Two")))
    first, second = db.session.scalars(select(SiteSettingChange).order_by(SiteSettingChange.id))
    assert {first.after, second.after} == {"One", "Two"}
    assert (first.before, second.before) == ("A new blog", first.after)
    assert site_settings().title == second.after
