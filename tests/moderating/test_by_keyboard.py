"""The queue in a real browser: by keyboard, by mouse, and with JavaScript off."""

import pytest
from sqlalchemy import select

from blog.accounts.account import Account, Role
from blog.commenting.comment import Comment
from blog.commenting.decision import Decision
from blog.moderating.verdict import reject
from blog.storage import db
from tests.builders import a_comment, a_public_article, an_account
from tests.moderating.groups.alike import many_alike

pytestmark = pytest.mark.browser

ABOUT = (  # so unlike that each stands on a card of its own
    "Rye rises slowly. ",
    "Clocks strike noon. ",
    "Ink fades in sunlight. ",
    "Moss covers old walls. ",
    "Kettles whistle early. ",
)
CURRENT = "[data-card][aria-current]"


@pytest.fixture
def moderator(live_blog):
    """The Account of a moderator, with five comments waiting, named One to Five."""
    with live_blog.app.app_context():
        article = a_public_article(title="The winter ledger")
        for n, name in enumerate(("One", "Two", "Three", "Four", "Five")):
            a_comment(article, name=name, body=f"Comment number {n}.\n\n" + ABOUT[n] * 60)
        moderator = an_account(Role.MODERATOR, name="Mo Tanaka")
        db.session.commit()
    return moderator


def test_a_moderator_clears_the_queue_by_keyboard(live_blog, browser_page, moderator):
    page = browser_page(live_blog, account=moderator)
    page.goto("/moderation")
    assert _current(page) == "One"
    press = page.keyboard.press
    press("j")
    assert _current(page) == "Two"
    assert _has_focus(page, "Two")
    press("k")
    assert _current(page) == "One"
    place = page.locator(CURRENT).bounding_box()["y"]
    press("a")
    _bar_says(page, "Approved One’s comment.")
    assert _current(page) == "Two"
    assert _has_focus(page, "Two")
    assert abs(page.locator(CURRENT).bounding_box()["y"] - place) < 2
    press("x")
    _bar_says(page, "Rejected Two’s comment.")
    press("s")
    _bar_says(page, "Marked Three’s comment as spam.")
    press("u")
    _bar_says(page, "Took that back: Three’s comment is waiting again.")
    assert _current(page) == "Three"
    assert page.locator("[data-waiting]").text_content() == "3"
    for _ in range(3):
        press("x")
    page.locator(".empty").wait_for()
    assert _statuses(live_blog) == ["approved", "rejected", "rejected", "rejected", "rejected"]


def test_keys_do_nothing_while_somebody_writes_or_holds_a_modifier(live_blog, browser_page, moderator):
    page = browser_page(live_blog, account=moderator)
    page.goto("/moderation")
    for keys in ("Control+a", "Alt+x", "Meta+s", "Shift+A"):
        page.keyboard.press(keys)
    page.goto("/moderation?status=approved")
    page.locator("#q").press_sequentially("axsjk?")
    assert page.locator("#q").input_value() == "axsjk?"
    assert _statuses(live_blog) == ["pending"] * 5


def test_keys_can_be_switched_off_for_good(live_blog, browser_page, moderator):
    page = browser_page(live_blog, account=moderator)
    page.goto("/moderation")
    page.keyboard.press("?")
    page.get_by_label("Use keys on this device").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("a")
    page.keyboard.press("j")
    assert _current(page) == "One"
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Use keys on this device").check()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("j")
    assert _current(page) == "Two"
    assert _statuses(live_blog) == ["pending"] * 5


def test_a_conflict_is_shown_when_it_happens(live_blog, browser_page, moderator):
    page = browser_page(live_blog, account=moderator)
    page.goto("/moderation")
    with live_blog.app.app_context():
        first = db.session.scalar(select(Comment).where(Comment.name == "One"))
        reject(first, by=db.session.scalar(select(Account).where(Account.role == Role.AUTHOR)))
        db.session.commit()
    page.keyboard.press("a")
    page.get_by_role("heading", name="Somebody has decided about this comment since you saw it").wait_for()
    assert _statuses(live_blog)[0] == "rejected"


def test_reply_and_edit_are_one_key_away(live_blog, browser_page, moderator):
    page = browser_page(live_blog, account=moderator)
    page.goto("/moderation")
    page.keyboard.press("r")
    reply = page.get_by_label("Your reply")
    reply.wait_for()
    assert reply.evaluate("each => each === document.activeElement")
    reply.fill("Thank you, that is *kind*.")
    page.get_by_role("button", name="Reply and approve").click()
    _bar_says(page, "Approved One’s comment.")
    assert _current(page) == "Two"
    page.keyboard.press("e")
    page.get_by_role("heading", name="Edit Two’s comment").wait_for()
    assert _statuses(live_blog) == ["approved", "pending", "pending", "pending", "pending", "approved"]


def test_a_reason_chosen_on_the_card_goes_with_its_verdict(live_blog, browser_page, moderator):
    page = browser_page(live_blog, account=moderator)
    page.goto("/moderation")
    reason = page.locator(CURRENT).get_by_label("Reason the writer is told")
    reason.focus()
    page.keyboard.press("x")  # while somebody chooses, keys decide nothing
    reason.select_option("Unkind to somebody")
    page.locator(CURRENT).get_by_role("button", name="Reject").click()
    _bar_says(page, "Rejected One’s comment.")
    page.keyboard.press("x")
    _bar_says(page, "Rejected Two’s comment.")
    with live_blog.app.app_context():
        told = db.session.scalars(select(Decision.reason).order_by(Decision.id)).all()
    assert told == ["unkind", None]


def test_selecting_says_how_many_and_selects_all(live_blog, browser_page, moderator):
    page = browser_page(live_blog, account=moderator)
    page.goto("/moderation")
    page.get_by_label("Select Two’s comment").check()
    assert page.locator("[data-selected-count]").text_content() == "1 selected"
    page.get_by_label("All 5 shown").check()
    assert page.locator("[data-selected-count]").text_content() == "5 selected"
    page.get_by_label("Select Four’s comment").uncheck()
    page.get_by_role("button", name="Approve the selected").click()
    _bar_says(page, "Approved 4 comments.")
    assert _has_focus(page, "Four")
    page.keyboard.press("u")
    _bar_says(page, "Took back the decision about 4 comments.")
    assert _statuses(live_blog) == ["pending"] * 5


def test_all_of_it_works_without_javascript(live_blog, browser_page, moderator):
    page = browser_page(live_blog, account=moderator, javascript=False)
    page.goto("/moderation")
    page.get_by_label("Open Three’s comment").click()
    assert _current(page) == "Three"
    page.locator(f"{CURRENT} button[value=approve]").click()
    _bar_says(page, "Approved Three’s comment.")
    assert _current(page) == "Four"
    page.locator("[data-undo-bar] button").click()
    _bar_says(page, "Took that back: Three’s comment is waiting again.")
    assert _current(page) == "Three"
    page.get_by_label("Select One’s comment").check()
    page.get_by_label("Select Five’s comment").check()
    page.get_by_role("button", name="Reject the selected").click()
    _bar_says(page, "Rejected 2 comments.")
    assert _statuses(live_blog) == ["rejected", "pending", "pending", "pending", "rejected"]
    assert not page.locator("[data-keys-help]").is_visible()


def _current(page):
    return page.locator(f"{CURRENT} .comment-name").text_content().strip()


def _has_focus(page, name):
    return (
        page.locator(CURRENT).evaluate("each => each === document.activeElement") and _current(page) == name
    )


def _bar_says(page, words):
    page.locator("[data-undo-bar] p", has_text=words).wait_for()


def _statuses(live_blog):
    with live_blog.app.app_context():
        return [str(status) for status in db.session.scalars(select(Comment.status).order_by(Comment.id))]


def test_groups_are_chosen_opened_and_taken_back_by_keyboard(live_blog, browser_page):
    with live_blog.app.app_context():
        many_alike(4, a_public_article())
        a_comment(name="Ada", body="Does the second column include the seed potatoes?")
        moderator = an_account(Role.MODERATOR)
        db.session.commit()
    page = browser_page(live_blog, account=moderator)
    page.goto("/moderation")
    press = page.keyboard.press
    press("o")
    page.wait_for_url("**/moderation/groups/**")
    assert page.locator("article").count() == 4
    page.goto("/moderation")
    press("v")
    assert page.locator("[data-selected-count]").text_content() == "4 selected"
    press("*")
    assert page.locator("[data-selected-count]").text_content() == "5 selected"
    press("s")
    _bar_says(page, "Marked 5 comments as spam.")
    assert _statuses(live_blog) == ["spam"] * 5
    press("u")
    _bar_says(page, "Took back 5 decisions.")
    assert _statuses(live_blog) == ["pending"] * 5
    press("l")
    page.wait_for_url("**order=fine**")
