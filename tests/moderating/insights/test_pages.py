"""The pages of Insights: for whoever may see them, the same number of questions however much there is, files that are safe."""

import csv
import re
from datetime import timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest

from blog.accounts.account import Role
from blog.clock import now
from blog.moderating.insights.question import FIRST, QUESTIONS
from blog.moderating.verdict import approve, reject
from blog.storage.site_setting import change_site_setting
from tests.builders import a_comment, a_public_article, an_account, sign_in
from tests.moderating.insights.random_history import a_random_history


def path_of(name):
    return "/moderation/insights" if name == FIRST else f"/moderation/insights/{name}"


PATHS = [f"{path_of(name)}?period={period}" for name in QUESTIONS for period in ("7-days", "all")]


@pytest.fixture
def moderator(app, visitor):
    account = an_account(Role.MODERATOR, name="=Moderator")
    sign_in(visitor, account)
    return account


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.CONTRIBUTOR])
def test_authors_see_nothing_of_it(app, visitor, role):
    sign_in(visitor, an_account(role))
    for path in (
        "/moderation/insights",
        "/moderation/insights/waits",
        "/moderation/insights/people/people.csv",
    ):
        assert visitor.get(path).status_code == 403
    assert "Insights" not in visitor.get("/desk").text


def test_visitors_are_asked_to_sign_in(visitor):
    assert visitor.get("/moderation/insights").location.startswith("/sign-in")


def test_what_is_not_asked_is_not_there(moderator, visitor):
    assert visitor.get("/moderation/insights/weather").status_code == 404
    assert visitor.get("/moderation/insights/waits/weather.csv").status_code == 404
    assert visitor.get("/moderation/insights/waits?period=weather").status_code == 200
    assert visitor.get("/moderation/insights/backlog").headers["Location"].endswith("/moderation/insights")


def test_where_there_is_nothing_it_says_so(moderator, visitor):
    said = {
        name: re.search(
            r'<p class="empty">(.*?)</p>',
            visitor.get(path_of(name)).text,
        )[1]
        for name in QUESTIONS
    }
    assert said == {
        "backlog": "No comments are waiting.",
        "waits": "Nothing has been decided in this time.",
        "arrivals": "No comments came in this time.",
        "mistakes": "Nothing was decided by a rule or the filter in this time.",
        "people": "Nothing has been decided in this time.",
        "articles": "No comments came in this time.",
    }


def test_small_numbers_say_that_they_are_small(moderator, visitor):
    article = a_public_article(by=moderator, live=now() - timedelta(days=9))
    left = now() - timedelta(days=1)
    approve(a_comment(article, at=left), by=moderator, at=left + timedelta(hours=2))
    page = visitor.get("/moderation/insights/waits").text
    assert "Of 1 comment, half waited 2 h at most" in page
    assert "That is 1 comment only: it says little." in page
    reject(a_comment(article, at=left, honeypot_filled=True), by=moderator)
    page = visitor.get("/moderation/insights/mistakes").text
    assert "1 of 1" in page and "100 %" not in page


def test_pages_cost_the_same_however_much_there_is(moderator, visitor, count_queries):
    def costs():
        asked = []
        for path in PATHS:
            with count_queries() as queries:
                assert visitor.get(path).status_code == 200
            asked.append(len(queries))
        return asked

    a_random_history(now(), number=6, days=5)
    before = costs()
    a_random_history(now(), number=40, days=300, seed=2)
    assert costs() == before
    assert max(before) <= 18


def test_charts_have_names_no_script_and_no_style(moderator, visitor):
    a_random_history(now(), number=30, days=6)
    for path in PATHS:
        page = visitor.get(path).text
        for drawing in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
            assert 'role="img"' in drawing and re.search(r'aria-label="[^"]+"', drawing)
            assert not re.search(r"<script|<style|style=|href=|<!--", drawing)
        assert "<table" in page


def test_a_name_is_a_label_and_never_markup(moderator, visitor):
    other = an_account(Role.MODERATOR, name="<b>&Eve")
    approve(a_comment(), by=other)
    page = visitor.get("/moderation/insights/people").text
    assert "&lt;b&gt;&amp;Eve" in page
    assert "<b>" not in page


def test_a_table_can_be_taken_along_and_no_cell_is_a_formula(moderator, visitor):
    article = a_public_article(by=moderator, title='=HYPERLINK("x")', live=now() - timedelta(days=9))
    left = now() - timedelta(days=1)
    approve(a_comment(article, at=left), by=moderator, at=left + timedelta(seconds=90))
    answer = visitor.get("/moderation/insights/people/people.csv?period=7-days")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="people-7-days.csv"'
    rows = list(csv.reader(StringIO(answer.text)))
    assert rows[1] == ["'=Moderator", "1", "1", "90", "0", "0"]
    rows = list(csv.reader(StringIO(visitor.get("/moderation/insights/articles/articles.csv").text)))
    assert rows[1][:3] == ['\'=HYPERLINK("x")', "1", "1"]
    rows = list(csv.reader(StringIO(visitor.get("/moderation/insights/waits/hours.csv").text)))
    assert len(rows) == 169
    assert rows[0] == [
        "Hour",
        "Comments",
        "Half waited at most (seconds)",
        "Nine in ten waited at most (seconds)",
    ]
    assert [row[1:] for row in rows[1:] if row[1] != "0"] == [["1", "90", "90"]]


def test_a_day_is_one_of_the_blog_s_time_zone(moderator, visitor):
    a_comment(a_public_article(by=moderator))
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):  # at no moment do they have the same date
        change_site_setting("time_zone", zone, by=moderator)
        rows = list(csv.reader(StringIO(visitor.get("/moderation/insights/arrivals/comments.csv").text)))
        assert [row[1] for row in rows[1:]] == ["0"] * 29 + ["1"]
        assert rows[-1][0] == now().astimezone(ZoneInfo(zone)).date().isoformat()
