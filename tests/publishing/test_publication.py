from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from blog.clock import now
from blog.publishing.queries import public_articles
from blog.publishing.schedule import MomentPassed, MomentTooFar, NoMoment, NoSuchHour, moment_typed
from blog.storage import db
from blog.storage.site_setting import change_site_setting
from tests.builders import a_draft, a_public_article
from tests.publishing.desk import Desk, typed

MARCH = datetime(2026, 3, 1, 12, 30, 20, tzinfo=UTC)


def are_public():
    return list(db.session.scalars(public_articles()))


def test_the_form_sent_unchanged_publishes_now(desk):
    article, _noise = a_draft(by=desk.account), a_draft()
    page = desk.get(f"/desk/articles/{article.id}").text
    assert typed(page, "at") == ""
    answer = desk.says(article, "publication", at=typed(page, "at"))
    assert (answer.status_code, answer.location) == (303, f"/desk/articles/{article.id}")
    assert are_public() == [article]
    assert article.publication.by == desk.account
    page = desk.get(answer.location).text
    assert f'href="/articles/{article.slug}"' in page
    assert "Published. Readers see it now." in page


def test_a_scheduled_article_appears_at_its_moment_with_nothing_running(app):
    change_site_setting("time_zone", "Europe/Berlin", by=None)
    with time_machine.travel(MARCH, tick=False):
        desk = Desk(app)
        article = a_draft(by=desk.account)
        assert desk.says(article, "publication", at="2026-03-03T09:00").status_code == 303
        assert article.publication.goes_live_at == datetime(2026, 3, 3, 8, tzinfo=UTC)
        assert "3 March 2026, 09:00 CET" in desk.get(f"/desk/articles/{article.id}").text
    with time_machine.travel(datetime(2026, 3, 3, 7, 59, 59, tzinfo=UTC), tick=False):
        assert are_public() == []
    with time_machine.travel(datetime(2026, 3, 3, 8, tzinfo=UTC), tick=False):
        assert are_public() == [article]
        assert "Withdraw" in desk.get(f"/desk/articles/{article.id}").text


def test_a_schedule_can_be_moved_cut_short_and_taken_away(desk):
    article, later = a_draft(by=desk.account), now() + timedelta(days=3)
    desk.says(article, "publication", at=f"{later:%Y-%m-%dT%H:%M}")
    desk.says(article, "publication", at=f"{later + timedelta(days=1):%Y-%m-%dT%H:%M}")
    assert article.publication.goes_live_at.day == (later + timedelta(days=1)).day
    desk.says(article, "withdrawal")
    assert article.publication is None
    assert article.may_change_slug()
    desk.says(article, "publication", at=f"{later:%Y-%m-%dT%H:%M}")
    desk.says(article, "publication", at="")
    assert are_public() == [article]


def test_a_moment_that_cannot_be_meant_is_refused_and_stays_in_the_form(desk):
    article = a_draft(by=desk.account)
    for at, problem in {
        "tomorrow": "This is not a date and time.",
        "2020-01-01T09:00": "This moment has passed.",
    }.items():
        answer = desk.says(article, "publication", at=at)
        assert answer.status_code == 422
        assert problem in answer.text
        assert typed(answer.text, "at") == at
    assert article.publication is None


@pytest.mark.parametrize(
    ("typed_moment", "problem"),
    [
        ("2026-03-01T13:29", MomentPassed),
        ("0001-01-01T00:00", MomentPassed),
        ("2126-04-01T00:00", MomentTooFar),
        ("9999-12-31T23:59", MomentTooFar),
        ("2026-03-29T02:30", NoSuchHour),
        ("2026-02-30T09:00", NoMoment),
        ("2026-03-02", NoMoment),
        ("2026-03-02T09:00+05:00", NoMoment),
        ("٢٠٢٦-03-02T09:00", NoMoment),
    ],
)
def test_a_moment_is_refused_for_what_is_wrong_with_it(typed_moment, problem):
    with pytest.raises(problem):
        moment_typed(typed_moment, "Europe/Berlin", at=MARCH)


@pytest.mark.parametrize(
    ("typed_moment", "moment"),
    [
        ("", None),
        ("2026-03-01T13:30", datetime(2026, 3, 1, 12, 30, tzinfo=UTC)),
        ("2026-07-01T09:00:30", datetime(2026, 7, 1, 7, 0, 30, tzinfo=UTC)),
        ("2026-10-25T02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_as_the_clocks_of_the_blog_show_it(typed_moment, moment):
    assert moment_typed(typed_moment, "Europe/Berlin", at=MARCH) == moment


def test_publishing_twice_keeps_the_first_moment(desk):
    article = a_public_article(by=desk.account, live=now() - timedelta(days=2))
    moment = article.publication.goes_live_at
    assert desk.says(article, "publication").status_code == 303
    assert article.publication.goes_live_at == moment


def test_a_deleted_article_comes_back_as_it_was(desk):
    article = a_public_article(by=desk.account)
    desk.says(article, "deletion")
    assert are_public() == []
    assert desk.says(article, "publication").status_code == 409
    assert "Restore and publish again" in desk.get(f"/desk/articles/{article.id}").text
    desk.says(article, "restoration")
    assert are_public() == [article]


def test_withdrawing_deleting_and_restoring_twice_is_harmless(desk):
    article = a_draft(by=desk.account)
    for act in ("withdrawal", "withdrawal", "restoration", "deletion", "deletion", "restoration"):
        assert desk.says(article, act).status_code == 303
    assert (article.publication, article.deletion) == (None, None)
