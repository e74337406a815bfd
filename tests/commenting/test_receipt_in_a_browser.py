"""The receipt in a real browser: with scripts, without, by keyboard alone, always without a cookie; and no Referer."""

import pytest

from blog.accounts.account import Role
from blog.commenting.comment import Comment
from blog.commenting.mend import mend
from blog.commenting.proposal import find_proposal
from blog.moderating.verdict import approve, reject
from blog.storage import db
from blog.storage.database import reading_only
from blog.storage.site_setting import site_settings
from tests.builders import a_comment, an_account
from tests.commenting.receipts import receipt_of

pytestmark = pytest.mark.browser

SCRIPTS = pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])


@pytest.fixture
def receipt(live_blog):
    """`receipt(act)` gives (address, comment id) of a comment about which a moderator did `act` (None: waits)."""

    def made(act=None):
        with live_blog.app.app_context():
            comment = a_comment(body="As it came.", name="Ada")
            if act:
                act(comment, by=an_account(Role.MODERATOR))
            db.session.commit()
            return receipt_of(comment), comment.id

    return made


@pytest.fixture
def now_is(live_blog):
    """What the server has made of a comment: (body, status, proposed words or None)."""

    def asked(id):
        with live_blog.app.app_context(), reading_only():
            comment = db.session.get(Comment, id)
            proposal = find_proposal(comment)
            return comment.body, comment.status.value, proposal and proposal.body

    return asked


def no_cookies(page):
    assert page.context.cookies() == []


@SCRIPTS
def test_what_waits_is_looked_at_and_mended(live_blog, browser_page, receipt, now_is, javascript):
    address, id = receipt()
    page = browser_page(live_blog, javascript=javascript)
    page.goto(address)
    page.get_by_text("Mend your words").click()
    page.get_by_label("Your words").fill("Now *mended*.")
    page.get_by_role("button", name="Preview").click()
    page.locator("#mend .preview-of-words em", has_text="mended").wait_for()
    assert now_is(id) == ("As it came.", "pending", None)
    page.get_by_role("button", name="Save the change").click()
    page.locator(".receipt > article em", has_text="mended").wait_for()
    assert page.url == f"{live_blog.url}{address}"
    assert now_is(id) == ("Now *mended*.", "pending", None)
    no_cookies(page)


@SCRIPTS
def test_empty_words_have_the_focus_on_what_is_wrong(live_blog, browser_page, receipt, javascript):
    address, _id = receipt()
    page = browser_page(live_blog, javascript=javascript)
    page.goto(address)
    page.get_by_text("Mend your words").click()
    page.get_by_label("Your words").fill(" ")
    page.get_by_role("button", name="Save the change").click()
    page.locator(".error-summary:focus").wait_for()
    page.get_by_role("link", name="Your words: A comment needs words.").click()
    assert page.locator("#mended:target").count() == 1


@SCRIPTS
def test_what_is_published_is_mended_and_stays_until_it_is_accepted(
    live_blog, browser_page, receipt, now_is, javascript
):
    address, id = receipt(approve)
    page = browser_page(live_blog, javascript=javascript)
    page.goto(address)
    page.get_by_text("Mend your words").click()
    page.get_by_label("Your words").fill("Now *mended*.")
    page.get_by_role("button", name="Save the change").click()
    page.get_by_role("heading", name="Your change waits for a moderator").wait_for()
    assert now_is(id) == ("As it came.", "approved", "Now *mended*.")
    page.get_by_role("link", name="See it under").click()
    assert page.locator(".comment .words").text_content().strip() == "As it came."


@SCRIPTS
def test_it_is_taken_back_in_two_steps(live_blog, browser_page, receipt, now_is, javascript):
    address, id = receipt(approve)
    page = browser_page(live_blog, javascript=javascript)
    page.goto(address)
    assert not page.get_by_role("button", name="Take it back for good").is_visible()
    page.get_by_text("Take your comment back").click()
    page.get_by_role("button", name="Take it back for good").click()
    page.get_by_text("Your comment was taken back.").wait_for()
    assert now_is(id) == ("As it came.", "withdrawn", None)
    no_cookies(page)


@SCRIPTS
def test_an_appeal_is_made_once(live_blog, browser_page, receipt, now_is, javascript):
    address, id = receipt(reject)
    page = browser_page(live_blog, javascript=javascript)
    page.goto(address)
    page.get_by_text("Ask to have it looked at again").click()
    page.get_by_label("What should the moderator know?").fill("It was meant kindly.")
    page.get_by_role("button", name="Ask").click()
    page.get_by_text("and said: “It was meant kindly.”").wait_for()
    assert now_is(id) == ("As it came.", "pending", None)
    assert page.get_by_text("Ask to have it looked at again").count() == 0


def tab_to(page, words):
    """Presses Tab until what has the focus says `words`."""
    for _ in range(40):
        page.keyboard.press("Tab")
        said = page.evaluate(
            "(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()"
        )
        if said.startswith(words):
            return
    pytest.fail(f"no way by Tab to “{words}”")


def test_all_of_it_by_keyboard_alone(live_blog, browser_page, receipt, now_is):
    page = browser_page(live_blog)
    press = page.keyboard.press
    address, id = receipt()
    page.goto(address)
    tab_to(page, "Mend your words")
    press("Enter")
    tab_to(page, "Your words")
    press("Control+a")
    page.keyboard.type("By keyboard.")
    tab_to(page, "Save the change")
    press("Enter")
    page.locator(".receipt > article .words", has_text="By keyboard.").wait_for()
    tab_to(page, "Take your comment back")
    press("Space")
    tab_to(page, "Take it back for good")
    press("Enter")
    page.get_by_text("Your comment was taken back.").wait_for()
    assert now_is(id) == ("By keyboard.", "withdrawn", None)
    address, id = receipt(reject)
    page.goto(address)
    tab_to(page, "Ask to have it looked at again")
    press("Enter")
    tab_to(page, "What should the moderator know?")
    page.keyboard.type("Please.")
    tab_to(page, "Ask")
    press("Enter")
    page.get_by_text("and said: “Please.”").wait_for()
    assert now_is(id) == ("As it came.", "pending", None)


def test_no_referer_leaves_it_and_its_forms_come_through(live_blog, browser_page, receipt):
    address, _id = receipt(approve)
    token = address.rpartition("/")[2]
    page, sent = browser_page(live_blog), []
    page.on("request", lambda request: sent.append((request.url, request.all_headers())))
    page.goto(address)
    page.get_by_text("Mend your words").click()
    page.get_by_label("Your words").fill("Mended.")
    page.get_by_role("button", name="Save the change").click()
    page.get_by_role("heading", name="Your change waits for a moderator").wait_for()
    page.get_by_role("link", name="See it under").click()
    page.wait_for_url("**/articles/**")
    assert len(sent) > 5
    told = [url for url, headers in sent if token in headers.get("referer", "")]
    assert told == []


def test_mended_words_are_accepted_by_keyboard(live_blog, browser_page, receipt, now_is):
    _address, id = receipt(approve)
    with live_blog.app.app_context():
        comment, moderator = db.session.get(Comment, id), an_account(Role.MODERATOR)
        mend(comment, body="As it came, and more.", site=site_settings())
        db.session.commit()
    page = browser_page(live_blog, account=moderator)
    page.goto("/moderation")
    page.get_by_role("link", name="Mended 1").click()
    assert page.locator("ins").text_content().endswith("came, and more.]")
    tab_to(page, "Accept")
    page.keyboard.press("Enter")
    page.get_by_text("Accepted what Ada mended.").wait_for()
    assert now_is(id) == ("As it came, and more.", "approved", None)
    page.get_by_text("Nothing that was mended waits.").wait_for()
