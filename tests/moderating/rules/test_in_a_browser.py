"""A rule is written, looked at in the mirror, saved, put in shadow and taken back, without JavaScript; each page on the
way is valid and shuts nobody out.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe

from blog.accounts.account import Role
from blog.moderating.finding import Outcome
from blog.moderating.verdict import approve, reject
from blog.storage import db
from tests.browser.test_every_page import complaints_of_the_checker
from tests.builders import a_comment, a_public_article, an_account

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]


@pytest.fixture
def cookie(live_blog):
    with live_blog.app.app_context():
        moderator = an_account(Role.MODERATOR, name="Mo Tanaka")
        article = a_public_article(title="The corn hall clock")
        for n in range(24):
            said = a_comment(
                article, name=f"Ada {n}", body=f"The casino beside the hall, number {n}. " * (n % 3 + 1)
            )
            if n % 4:
                (approve if n % 3 else reject)(said, by=moderator)
        a_comment(article, name="Eve", body="Nothing of the kind.")
        db.session.commit()
        return live_blog.cookie_of(moderator)


def test_a_rule_is_written_tried_and_taken_back(live_blog, browser_page, cookie, tmp_path):
    page = browser_page(live_blog, javascript=False, width=360)
    page.context.add_cookies([cookie])
    seen = []

    def look():
        page.wait_for_load_state()
        (tmp_path / f"{len(seen)}.html").write_text(page.content(), encoding="utf-8")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        seen.append(page.url)

    page.goto("/moderation/rules")
    page.get_by_role("link", name="Write a rule").click()
    page.get_by_role("button", name="Look back before saving").click()
    look()
    assert "Write at least one line." in page.inner_text("main")
    page.get_by_label("Words or phrases, one a line").fill("casino\nroulette")
    page.get_by_label("The rule is").select_option(label="Shadow: only record what it would have done")
    page.get_by_role("button", name="Look back before saving").click()
    look()
    assert "Of the last 25 comments it would have held 24, of which people approved 12." in page.inner_text(
        "main"
    )
    page.get_by_role("button", name="Save this rule").last.click()
    look()
    page.get_by_role("button", name="Switch on").click()
    page.get_by_role("link", name="Change it").click()
    page.get_by_label("What becomes of the comment").select_option(Outcome.SPAM.value)
    page.get_by_role("button", name="Look back before saving").click()
    page.get_by_role("button", name="Save this rule").last.click()
    look()
    assert "Call it spam" in page.inner_text("h1 ~ p")
    page.get_by_role("button", name="Remove").click()
    look()
    page.get_by_role("button", name="Undo").click()
    assert "On" in page.inner_text(".desk-title")
    page.goto("/moderation/rules/paste")
    page.get_by_label("“Disallowed Comment Keys”: these call it spam").fill(
        "casino\nevil.example\n192.0.2.7\n10."
    )
    page.get_by_role("button", name="See what becomes of each line").click()
    look()
    page.get_by_role("button", name="Save 4 rules").click()
    look()
    assert complaints_of_the_checker(tmp_path) == ""
    assert len(seen) == 7


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_mirror_and_the_pasted_lists_shut_nobody_out(live_blog, browser_page, cookie, dark):
    page = browser_page(live_blog, dark=dark, width=360)
    page.context.add_cookies([cookie])
    page.goto("/moderation/rules/new?kind=regex")
    page.get_by_label("Regular expression").fill("casino (beside|behind")
    page.get_by_role("button", name="Look back before saving").click()
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []
    page.get_by_label("Regular expression").fill("casino (beside|behind)")
    page.get_by_role("button", name="Look back before saving").click()
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []
    page.goto("/moderation/rules/paste")
    page.get_by_label("“Comment Moderation”: these hold a comment").fill("casino\nevil.example\n10.")
    page.get_by_role("button", name="See what becomes of each line").click()
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []
