"""What everybody may read of moderating: as the settings are, alike for everyone, and without a commenter's name or word."""

import re
from datetime import timedelta

import pytest

from blog.accounts.account import Role
from blog.clock import now
from blog.commenting.reason import Reason
from blog.moderating.ban import ban
from blog.moderating.insights.how_we_moderate import recompute_filter_error
from blog.moderating.rules.patterns import pattern_of
from blog.moderating.rules.rule import Draft, Kind, write_rule
from blog.moderating.verdict import approve, mark_as_spam, reject
from blog.publishing.deletion import delete
from blog.storage.site_setting import change_site_setting
from tests.builders import a_comment, a_public_article, an_account, sign_in

HOW, LOG = "/how-we-moderate", "/moderation-log"


def words(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2]).split())


@pytest.fixture
def owner(app):
    return an_account(Role.OWNER)


@pytest.mark.parametrize("path", [HOW, LOG])
def test_it_is_there_while_the_setting_is_on(owner, visitor, path):
    setting = {HOW: "moderation_page", LOG: "moderation_log"}[path]
    assert visitor.get(path).status_code == {HOW: 200, LOG: 404}[path]  # as it comes
    change_site_setting(setting, True, by=owner)
    assert visitor.get(path).status_code == 200
    change_site_setting(setting, False, by=owner)
    assert visitor.get(path).status_code == 404


@pytest.mark.parametrize("path", [HOW, LOG])
def test_it_is_the_same_bytes_for_everyone_and_sent_once(owner, app, visitor, path):
    change_site_setting("moderation_log", True, by=owner)
    a, b = visitor.get(path), app.test_client().get(path)
    assert a.data == b.data
    assert "Set-Cookie" not in a.headers
    assert visitor.get(path, headers={"If-None-Match": a.headers["ETag"]}).status_code == 304


def test_the_page_says_what_the_settings_say(owner, visitor):
    said = words(visitor.get(HOW).text)
    assert "A moderator reads every comment before it appears." in said
    assert "without an account" in said
    for name, value in (
        ("auto_approve_known", True),
        ("keep_addresses_days", 90),
        ("filter_puts_away", False),
        ("comments_close_after_days", 30),
    ):
        change_site_setting(name, value, by=owner)
    said = words(visitor.get(HOW).text)
    assert "A moderator reads what new visitors write before it appears." in said
    assert "It is forgotten after 90 days." in said
    assert "It puts nothing away here" in said
    assert "A conversation closes 30 days after" in said
    change_site_setting("comments_staff_only", True, by=owner)
    assert "members of staff only" in words(visitor.get(HOW).text)


def test_rules_are_told_without_their_words(owner, app, visitor):
    keys = app.config["KEYS"]
    pattern = pattern_of(Kind.WORDS, "CANARYWORD", keys=keys)
    write_rule(Draft(Kind.WORDS, pattern, note="CANARYNOTE"), by=owner)
    page = visitor.get(HOW).text
    assert "Comments with certain words wait for a person." in page
    assert "canary" not in page.casefold()


def test_the_filter_s_own_mistakes_are_kept_by_the_worker(owner, visitor):
    assert recompute_filter_error() == "In the last 30 days it has put nothing away."
    assert "In the last 30 days it has put nothing away." in words(visitor.get(HOW).text)


def test_the_form_leads_there_while_it_is_on(owner, visitor):
    path = f"/articles/{a_public_article(by=owner).slug}"
    assert f'href="{HOW}"' in visitor.get(path).text
    change_site_setting("moderation_page", False, by=owner)
    assert f'href="{HOW}"' not in visitor.get(path).text


def test_the_log_tells_days_and_reasons_and_neither_names_nor_words(owner, visitor):
    moderator = an_account(Role.MODERATOR, name="Mo Derator")
    change_site_setting("moderation_log", True, by=owner)
    article = a_public_article(by=owner, title="Bread", live=now() - timedelta(days=3))
    canary = {"name": "CANARYNAME", "body": "CANARYBODY", "email": "canary@visitors.example"}
    reject(a_comment(article, **canary), by=moderator, because="CANARYBECAUSE", reason=Reason.UNKIND)
    for _ in range(2):
        approve(a_comment(article), by=moderator)
    mark_as_spam(a_comment(article), by=moderator)
    said = words(visitor.get(LOG).text)
    assert "2 × Published, on Bread" in said
    assert "Not published, on Bread : unkind to somebody" in said
    assert "canary" not in said.casefold() and "spam" not in said.casefold()
    assert "Mo Derator" not in said
    change_site_setting("moderation_log_names", True, by=owner)
    assert "2 × Published, on Bread (by Mo Derator)" in words(visitor.get(LOG).text)


def test_an_article_that_is_not_public_is_not_named(owner, visitor):
    change_site_setting("moderation_log", True, by=owner)
    article = a_public_article(by=owner, title="Hidden")
    approve(a_comment(article), by=owner)
    delete(article, by=owner)
    page = visitor.get(LOG).text
    assert "Published" in words(page) and "Hidden" not in page


def test_a_long_log_has_pages(owner, visitor, count_queries):
    change_site_setting("moderation_log", True, by=owner)
    article = a_public_article(by=owner, live=now() - timedelta(days=3))
    comment = a_comment(article)
    for turn in range(105):
        (approve, reject)[turn % 2](comment, by=owner)
    visitor.get(LOG)
    with count_queries() as asked:
        page = visitor.get(LOG).text
    assert len(asked) <= 8
    older = re.search(r'href="(/moderation-log\?before=\d+)" rel="next"', page)[1]
    assert "3 × Published" in words(visitor.get(older).text)
    assert "2 × Not published" in words(visitor.get(older).text)
    for wrong in ("x", "0", "-1", "9" * 30):
        assert visitor.get(f"{LOG}?before={wrong}").status_code == 404


def test_a_signed_in_reader_s_page_is_kept_nowhere(owner, visitor):
    answer = sign_in(visitor, owner).get(HOW)
    assert "no-store" in answer.headers["Cache-Control"]


def test_nobody_learns_from_the_log_that_what_they_left_was_put_away(owner, app, visitor):
    change_site_setting("moderation_log", True, by=owner)
    article = a_public_article()
    ban(a_comment(article, email="ada@x.example"), by=owner, keys=app.config["KEYS"])
    before = visitor.get(LOG).data
    caught = a_comment(article, email="ada@x.example")
    assert (caught.status, visitor.get(LOG).data) == ("spam", before)
    reject(caught, by=owner)
    assert "Not published, on" in words(visitor.get(LOG).text)
