"""Letters in a real browser and through a real mail server: asked for, confirmed, answered and ended; and one's own data."""

import re
import shutil
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlalchemy import select

from blog.accounts.account import Role
from blog.commenting.comment import Comment
from blog.commenting.inquiry import answer_inquiries
from blog.mail.delivery import deliver_letters
from blog.moderating.verdict import approve
from blog.storage import db
from blog.storage.private_keys import load_private_keys
from blog.storage.site_setting import change_site_setting
from tests.browser.test_every_page import complaints_of_the_checker
from tests.builders import PASSWORD, a_public_article, an_account, an_approved_comment
from tests.live import LiveBlog, serving
from tests.mail.smtp import MailServer, start_mail_server

pytestmark = pytest.mark.browser

SCRIPTS = pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
ADDRESS = "ada@visitors.example"


@dataclass
class Posted:
    """A blog that sends letters, and what has come of them."""

    blog: LiveBlog
    server: MailServer
    path: str  # of the article

    def work(self):
        """One round of the worker, in the test's process. The addresses and subjects of what left just now."""
        before = len(self.server.received)
        with self.blog.app.app_context():
            private = load_private_keys(self.blog.app.config["RUN"])
            answer_inquiries(private)
            deliver_letters(private)
            db.session.remove()
        return [(*each.to, each.message["Subject"]) for each in self.server.received[before:]]

    def link(self, part):
        """The first link of the last letter that holds `part`."""
        found = re.findall(r"https?://\S+", self.server.received[-1].part("plain"))
        return next(link for link in found if part in link)

    def answered_by(self, name):
        """Somebody answers the first comment, and it is approved."""
        with self.blog.app.app_context():
            first = db.session.scalars(select(Comment).order_by(Comment.id)).first()
            moderator = an_account(Role.MODERATOR)
            if not first.is_public():
                approve(first, by=moderator)
            an_approved_comment(first.article, by=moderator, parent=first, name=name, body=f"I am {name}.")
            db.session.commit()


@pytest.fixture
def posted(made_sqlite, tmp_path):
    shutil.copytree(made_sqlite, tmp_path / "instance")
    server = start_mail_server()
    sender = {"BLOG_SMTP_URL": server.url, "BLOG_MAIL_FROM": "Forge <blog@forge.example>"}
    with serving(tmp_path, **sender) as blog:
        with blog.app.app_context():
            path = f"/articles/{a_public_article(title='The winter ledger').slug}"
            change_site_setting("letters_wait_seconds", 0, by=None)
            db.session.commit()
        yield Posted(blog, server, path)
    server.controller.stop()


def insist_on_access(page):
    found = Axe().run(page).response["violations"]
    assert [(page.url, each["id"], each["nodes"][0]["html"][:200]) for each in found] == []


def leave_a_comment(page, posted, *wishes):
    page.goto(posted.path)
    page.get_by_role("textbox", name="Comment").fill("As it came.")
    page.get_by_role("textbox", name="Name").fill("Ada")
    page.get_by_role("textbox", name="Email").fill(ADDRESS)
    for wish in wishes:
        page.get_by_label(wish).check()
    page.get_by_role("button", name="Post comment").click()
    page.wait_for_url("**/receipts/**")


@SCRIPTS
def test_letters_are_asked_for_confirmed_answered_and_ended(posted, browser_page, javascript):
    page = browser_page(posted.blog, javascript=javascript)
    leave_a_comment(page, posted, "Tell me by letter", "Write to me when")
    assert "Nothing comes yet" in page.locator("#letters").inner_text()
    insist_on_access(page) if javascript else None
    assert posted.work() == [(ADDRESS, "A new blog: is this your address?")]

    page.goto(posted.link("/confirmation"))
    insist_on_access(page) if javascript else None
    page.get_by_role("button", name="Yes, that was me").click()
    insist_on_access(page) if javascript else None
    page.get_by_role("link", name="Go to your comment’s page").click()
    assert "Letters come to the address" in page.locator("#letters").inner_text()
    assert posted.work() == []

    posted.answered_by("Bea")
    assert sorted(posted.work()) == [
        (ADDRESS, "An answer to your comment: The winter ledger"),
        (ADDRESS, "Your comment is published: The winter ledger"),
    ]
    answer = next(each for each in posted.server.received if "An answer" in each.message["Subject"])
    assert "I am Bea." in answer.part("plain")
    assert answer.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    page.goto(answer.message["List-Unsubscribe"].strip("<>"))
    insist_on_access(page) if javascript else None
    posted.answered_by("Cleo")
    assert len(posted.work()) == 1  # a look has ended nothing
    page.get_by_role("button", name="No more about this article").click()
    assert "That is done" in page.inner_text("h1")
    insist_on_access(page) if javascript else None
    posted.answered_by("Dora")
    assert posted.work() == []


@SCRIPTS
def test_what_comes_is_changed_on_the_receipt_by_keyboard(posted, browser_page, javascript):
    page = browser_page(posted.blog, javascript=javascript)
    leave_a_comment(page, posted)
    page.get_by_text("Get letters about this comment").focus()
    page.keyboard.press("Enter")
    page.get_by_label("no new comments").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.get_by_label("at once").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_label("Tell me what becomes").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Change which letters come").click()
    assert page.get_by_label("new comments in this thread").is_checked()
    assert page.get_by_label("once a day").is_checked()
    assert page.get_by_label("Tell me what becomes").is_checked()
    insist_on_access(page) if javascript else None
    page.get_by_role("button", name="Send that letter again").click()
    page.get_by_text("Nothing comes yet").wait_for()
    assert posted.work() == [(ADDRESS, "A new blog: is this your address?")] * 2


@SCRIPTS
def test_somebody_takes_their_data_along_and_erases_it(posted, browser_page, javascript):
    page = browser_page(posted.blog, javascript=javascript)
    leave_a_comment(page, posted)
    posted.answered_by("Bea")
    page.get_by_text("See, take along or erase what is kept about you").click()
    page.get_by_role("button", name="Send me the link").click()
    page.locator("#data .notice").wait_for()
    insist_on_access(page) if javascript else None
    posted.work()

    page.goto(posted.link("/my-data/"))
    insist_on_access(page) if javascript else None
    page.get_by_role("button", name="Show it").click()
    page.get_by_text("It is being put together").wait_for()
    posted.work()
    if not javascript:
        page.get_by_role("link", name="Look again").click()
    page.get_by_text(ADDRESS).wait_for()
    assert "As it came." in page.inner_text("#kept")
    insist_on_access(page) if javascript else None
    with page.expect_download() as download:
        page.get_by_role("link", name="Take it along").click()
    assert ADDRESS in download.value.path().read_text()

    page.get_by_role("link", name="Erase").click()
    insist_on_access(page) if javascript else None
    page.get_by_label("Keep them").check()
    page.get_by_role("button", name="Erase for good").click()
    assert "Erased on" in page.inner_text(".notice")
    page.goto(posted.path)
    assert "Someone" in page.inner_text("#comments") and "Ada" not in page.inner_text("#comments")
    assert posted.work() == []


@SCRIPTS
def test_a_forgotten_password_is_chosen_anew(posted, browser_page, javascript):
    with posted.blog.app.app_context():
        an_account(Role.OWNER, email="pat@staff.example", password=PASSWORD)
        db.session.commit()
    page = browser_page(posted.blog, javascript=javascript)
    page.goto("/sign-in")
    page.get_by_role("link", name="Forgotten your password?").click()
    insist_on_access(page) if javascript else None
    page.get_by_role("textbox", name="Email").fill("pat@staff.example")
    page.get_by_role("button", name="Send the link").click()
    assert "Look into your mailbox" in page.inner_text("h1")
    assert [to for to, _subject in posted.work()] == ["pat@staff.example"]
    page.goto(posted.link("/passwords/"))
    page.get_by_label("New password").fill("a wholly different sentence")
    page.get_by_role("button", name="Save and sign in").click()
    page.wait_for_url("**/desk")
    page.goto("/desk/profile")
    assert page.get_by_label("something new waits").input_value() == "at_once"
    insist_on_access(page) if javascript else None


def test_letters_and_the_receipt_that_offers_them_are_valid_html(posted, browser_page, tmp_path):
    page = browser_page(posted.blog, javascript=False)
    leave_a_comment(page, posted, "Tell me by letter", "Write to me when")
    page.get_by_text("See, take along or erase what is kept about you").click()
    page.get_by_role("button", name="Send me the link").click()
    posted.work()
    pages = [page.request.get(page.url).text()]
    confirmation = next(each for each in posted.server.received if "your address?" in each.message["Subject"])
    link = re.search(r"https?://\S+/confirmation", confirmation.part("plain"))[0]
    page.request.post(link)
    posted.answered_by("Bea")
    posted.work()
    pages += [page.request.get(page.url).text(), *(each.part("html") for each in posted.server.received)]
    folder = tmp_path / "pages"
    folder.mkdir()
    for number, html in enumerate(pages):
        # The checker knows fewer properties of CSS than browsers do.
        plain = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
        (folder / f"{number:02}.html").write_text(plain, encoding="utf-8")
    assert len(pages) == 6 and complaints_of_the_checker(folder) == ""
