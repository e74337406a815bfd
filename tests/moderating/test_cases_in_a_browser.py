"""Presence between two browsers, a comment's story and its moving by keyboard, in a real browser."""

import pytest

from blog.accounts.account import Role
from blog.moderating.verdict import approve
from blog.storage import db
from tests.builders import a_comment, a_public_article, an_account, an_approved_comment

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(live_blog):
    """(Grace's Account, Mo's Account, public ids of a comment and of one that was left before it)"""
    with live_blog.app.app_context():
        article = a_public_article(title="The winter ledger")
        grace = an_account(Role.MODERATOR, name="Grace Hopper")
        mo = an_account(Role.MODERATOR, name="Mo Tanaka")
        target = an_approved_comment(article, name="Ada Byron", body="The first word.")
        comment = a_comment(article, name="Kay McNulty", body="An answer to the first.")
        approve(comment, by=mo)
        db.session.commit()
        return grace, mo, comment.public_id, target.public_id


def test_one_sees_that_another_has_it_open_and_when_they_leave(live_blog, browser_page, desk):
    grace, mo, comment, _target = desk
    hers, his = browser_page(live_blog, account=grace), browser_page(live_blog, account=mo)
    hers.clock.install()
    hers.goto(f"/moderation/comments/{comment}")
    with his.expect_response("**/presence"):
        his.goto(f"/moderation/comments/{comment}")
    assert his.locator(".also-open").text_content().strip() in ("", "Grace Hopper has this open.")
    with hers.expect_response("**/presence"):
        hers.clock.run_for(20_000)
    hers.get_by_text("Mo Tanaka has this open.").wait_for()
    his.goto("/moderation/bans")
    for _ in range(5):  # the browser sends the last word when the page is gone
        with hers.expect_response("**/presence"):
            hers.clock.run_for(20_000)
    hers.locator(".also-open .notice").wait_for(state="hidden")


def test_the_current_card_of_the_reading_list_is_open(live_blog, browser_page, desk):
    grace, mo, comment, _target = desk
    page, other = browser_page(live_blog, account=grace), browser_page(live_blog, account=mo)
    with page.expect_response("**/presence"):
        page.goto("/moderation?status=approved")
    other.goto(f"/moderation/comments/{comment}")
    other.get_by_text("Grace Hopper has this open.").wait_for()
    page.reload()
    page.locator("[data-card][aria-current] .badge", has_text="Mo Tanaka has this open.").wait_for()


def test_a_story_is_read_and_a_comment_moved_by_keyboard(live_blog, browser_page, desk):
    _grace, mo, comment, target = desk
    page = browser_page(live_blog, account=mo)
    page.goto(f"/moderation/comments/{comment}")
    page.get_by_role("link", name="Move it").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Look for a place").focus()
    page.keyboard.type("first word")
    page.keyboard.press("Enter")
    page.wait_for_url("**/move?q=first+word")
    page.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    assert page.locator("input[name=to]:checked").get_attribute("value") == f"comment:{target}"
    page.keyboard.press("Tab")
    page.keyboard.type("It answers that.")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/moderation/comments/{comment}")
    story = page.locator(".story")
    assert "It answers that." in story.text_content()
    back = story.get_by_role("button", name="Move it back")
    back.focus()
    page.keyboard.press("Enter")
    story.get_by_text("Moved back").wait_for()
    assert page.get_by_role("button", name="Move it back").count() == 0


def test_a_ban_is_made_without_scripts(live_blog, browser_page, desk):
    _grace, mo, comment, _target = desk
    page = browser_page(live_blog, account=mo, javascript=False)
    page.goto(f"/moderation/comments/{comment}")
    page.get_by_role("link", name="Ban whoever wrote it").click()
    page.get_by_label("For good").check()
    page.get_by_label("Reject what waits").check()
    page.get_by_role("button", name="Ban", exact=True).click()
    assert "v…@visitors.example" in page.locator(".bans").text_content()
    page.get_by_role("button", name="Lift the ban").click()
    assert "Lifted: what comes from now on" in page.locator(".flashes").text_content()
