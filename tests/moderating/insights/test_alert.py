"""A letter when something has waited for too long: once a day, to whoever may decide about it, until it is decided."""

from datetime import timedelta

import pytest

from blog.accounts.account import Role
from blog.accounts.letters_declined import BACKLOG
from blog.clock import now
from blog.commenting.appeal import appeal
from blog.moderating.insights.letters import post_backlog_alerts
from blog.moderating.verdict import approve, reject
from blog.storage.site_setting import change_site_setting
from tests.builders import a_comment, a_public_article, an_account, sign_in
from tests.commenting.letters import MAIL, delivered

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def environ(environ):
    return environ | MAIL


@pytest.fixture
def moderator(app):
    return an_account(Role.MODERATOR, email="mod@staff.example")


def alerts(at=None):
    at = at or now()
    post_backlog_alerts(at=at)
    return [letter for letter in delivered(at=at) if letter.kind == BACKLOG]


def an_old_article(by):
    return a_public_article(title="Bread", by=by, live=now() - 30 * DAY)


def test_it_says_how_many_wait_how_long_and_nothing_that_visitors_wrote(moderator):
    article = an_old_article(moderator)
    a_comment(article, name="CANARYNAME", body="CANARYBODY", email="canary@x.example", at=now() - 50 * HOUR)
    a_comment(article, at=now() - 47 * HOUR)
    (letter,) = alerts()
    assert letter.to == "mod@staff.example"
    assert "1 comment has waited long, the longest 2.1 days" in letter.composed.subject
    assert "1 on “Bread”" in letter.composed.text
    assert "/moderation" in letter.composed.text
    assert "canary" not in letter.whole.casefold()


def test_it_comes_once_a_day_and_ends_with_the_decision(moderator):
    comment = a_comment(an_old_article(moderator), at=now() - 3 * DAY)
    assert len(alerts()) == 1
    assert alerts(now() + 23 * HOUR) == []
    assert len(alerts(now() + 25 * HOUR)) == 1
    approve(comment, by=moderator)
    assert alerts(now() + 50 * HOUR) == []


def test_what_is_decided_before_the_letter_leaves_is_not_written_about(moderator):
    comment = a_comment(an_old_article(moderator), at=now() - 3 * DAY)
    post_backlog_alerts(at=now())
    approve(comment, by=moderator)
    assert [letter for letter in delivered(at=now()) if letter.kind == BACKLOG] == []


@pytest.mark.parametrize(("hours", "number"), [(47, 0), (49, 1)])
def test_an_appeal_begins_to_wait_when_it_is_made(moderator, hours, number):
    comment = a_comment(an_old_article(moderator), at=now() - 9 * DAY)
    reject(comment, by=an_account(Role.MODERATOR), at=now() - 8 * DAY)
    appeal(comment, words="Please.", at=now() - hours * HOUR)
    assert [letter.to for letter in alerts()] == ["mod@staff.example"] * number


def test_each_hears_of_what_they_may_decide(app):
    author, other = an_account(email="author@staff.example"), an_account()
    an_account(Role.CONTRIBUTOR)
    a_comment(an_old_article(author), at=now() - 3 * DAY)
    an_old_article(other)
    assert [letter.to for letter in alerts()] == ["author@staff.example"]


@pytest.mark.parametrize("hours", [0, 73])
def test_nothing_is_too_long_where_the_setting_says_so(moderator, hours):
    a_comment(an_old_article(moderator), at=now() - 3 * DAY)
    change_site_setting("moderation_backlog_hours", hours, by=moderator)
    assert alerts() == []


def test_one_click_ends_them_and_the_others_go_on(moderator, visitor):
    a_comment(an_old_article(moderator), at=now() - 3 * DAY)
    (letter,) = alerts()
    path = letter.composed.end_url.partition("://")[2].partition("/")[2]
    assert "Letters about what has waited too long" in visitor.get(f"/{path}").text
    assert visitor.post(f"/{path}").status_code == 200
    assert alerts(now() + 2 * DAY) == []
    profile = sign_in(visitor, moderator).get("/desk/profile").text
    assert 'id="letters-backlog"' in profile and 'id="letters-waiting"' in profile
