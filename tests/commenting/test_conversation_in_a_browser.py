"""A comment's address opens the right part of a long conversation, with the comment marked and the focus at it."""

import pytest

from blog.storage.site_setting import change_site_setting
from tests.builders import a_public_article
from tests.commenting.posted import many_approved

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]


@pytest.fixture
def many(live_blog):
    with live_blog.app.app_context():
        change_site_setting("comments_per_page", 20, by=None)
        return many_approved(
            a_public_article(title="Winter"), [None if n % 9 == 0 else n - 1 for n in range(300)]
        )


def marks(page, public_id):
    """The background of a comment's words, and of those of the one before it."""
    return page.evaluate(
        """id => [id, null].map(id => {
            const one = id ? document.getElementById(id) : document.querySelector(".comment:not(:target)");
            return getComputedStyle(one.querySelector(".words")).backgroundColor;
        })""",
        f"comment-{public_id}",
    )


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("order", ["", "?order=newest"])
def test_a_comments_address_shows_it_marked(live_blog, browser_page, many, javascript, order):
    page = browser_page(live_blog, javascript=javascript)
    page.goto(f"/articles/winter/comments/{many[150]}{order}")
    comment = page.locator(f"#comment-{many[150]}")
    comment.wait_for()
    top = comment.bounding_box()["y"]
    assert 0 <= top < page.viewport_size["height"]
    assert page.locator(".comment:target").get_attribute("id") == f"comment-{many[150]}"
    assert page.locator(":focus").get_attribute("id") == f"comment-{many[150]}"
    if javascript:
        marked, plain = marks(page, many[150])
        assert marked != plain
    page.keyboard.press("Tab")
    assert page.locator(f"#comment-{many[150]} :focus").count() == 1


def test_a_reader_goes_through_the_parts_and_changes_the_order(live_blog, browser_page, many):
    page = browser_page(live_blog, javascript=False)
    page.goto("/articles/winter")
    page.get_by_role("link", name="Later comments").click()
    assert page.locator(".comment").first.get_attribute("id") == f"comment-{many[20]}"
    page.get_by_role("link", name="Newest first").click()
    assert page.locator(".comment").first.get_attribute("id") == f"comment-{many[297]}"
    page.get_by_role("link", name="Later comments").click()
    page.get_by_role("link", name="Earlier comments").wait_for()
    page.get_by_role("link", name="Oldest first").click()
    assert page.locator(".comment").first.get_attribute("id") == f"comment-{many[0]}"
