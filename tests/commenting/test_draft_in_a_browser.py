"""What is being written survives a closed tab, until it is posted; and it holds no email."""

import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe

from blog.accounts.account import Role
from blog.storage import db
from blog.storage.site_setting import change_site_setting
from tests.builders import a_public_article, an_account, an_approved_comment
from tests.live import serving
from tests.services import wait_until

pytestmark = pytest.mark.browser

BACK = "What you had begun to write is back."
KEPT = "Object.entries(localStorage).filter(([key]) => key.startsWith('comment-draft:'))"


@pytest.fixture
def place(live_blog):
    """(address of an article, public id of the comment on it)"""
    with live_blog.app.app_context():
        comment = an_approved_comment(a_public_article(), name="Ada")
        db.session.commit()
        return f"/articles/{comment.article.slug}", comment.public_id


@pytest.fixture
def page(live_blog, browser_page, place):
    page = browser_page(live_blog)
    page.goto(place[0])
    return page


def body_of(page):
    return page.get_by_role("textbox", name="Comment")


def kept(page):
    return page.evaluate(KEPT)


def write(page, words, **fields):
    body_of(page).fill(words)
    for name, value in fields.items():
        page.get_by_role("textbox", name=name).fill(value)


def write_and_close(page, words, **fields):
    """Returns another tab of the same browser."""
    write(page, words, **fields)
    context = page.context
    wait_until(lambda: kept(page), what="the draft")
    page.close(run_before_unload=True)
    other = context.new_page()
    other.set_default_timeout(15_000)
    return other


def post(page, **fields):
    fields = {"Name": "Zoë", "Email": "zoe@visitors.example"} | fields
    for name, value in fields.items():
        page.get_by_role("textbox", name=name).fill(value)
    page.get_by_role("button", name="Post comment").click()


def test_words_survive_a_closed_tab_and_come_back_with_a_quiet_notice(page, place):
    other = write_and_close(page, "Half a thought,\n\nand then", Name="Zoë", Email="zoe@visitors.example")
    other.goto(place[0])
    assert body_of(other).input_value() == "Half a thought,\n\nand then"
    other.get_by_text(BACK).wait_for()
    assert other.get_by_role("textbox", name="Email").input_value() == ""
    assert "zoe" not in str(kept(other)).lower()


def test_start_over_empties_the_form_and_forgets_the_words(page, place):
    other = write_and_close(page, "Half a thought")
    other.goto(place[0])
    other.get_by_role("button", name="Start over").click()
    assert body_of(other).input_value() == ""
    assert other.evaluate("document.activeElement.name") == "body"
    assert other.get_by_text(BACK).count() == 0
    assert kept(other) == []


def test_words_that_were_posted_are_forgotten(page, place):
    write(page, "A  whole\n\n🙂 thought. ")
    post(page)
    page.wait_for_url("**/receipts/**")
    assert kept(page) == []
    page.goto(place[0])
    assert body_of(page).input_value() == ""
    assert page.get_by_text(BACK).count() == 0


def test_words_that_were_refused_are_kept(page, place):
    write(page, "A whole thought.")
    post(page, Email="zoe")
    page.wait_for_selector(".error-summary")
    assert body_of(page).input_value() == "A whole thought."
    page.goto(place[0])
    assert body_of(page).input_value() == "A whole thought."


def test_words_for_a_conversation_that_closed_meanwhile_are_kept(live_blog, page, place):
    write(page, "A whole thought.")
    with live_blog.app.app_context():
        change("comments_open", False)
    post(page)
    page.wait_for_selector("text=The conversation is closed")
    assert len(kept(page)) == 1
    with live_blog.app.app_context():
        change("comments_open", True)
    page.goto(place[0])
    assert body_of(page).input_value() == "A whole thought."


def change(name, value):
    change_site_setting(name, value, by=None)
    db.session.commit()


def test_another_receipt_does_not_forget_words_that_were_not_posted(page, place):
    write(page, "The first one.")
    post(page)
    page.wait_for_url("**/receipts/**")
    receipt = page.url
    page.goto(place[0])
    write(page, "The second one, which is refused.")
    post(page, Email="zoe")
    page.wait_for_selector(".error-summary")
    page.goto(receipt)
    page.goto(place[0])
    assert body_of(page).input_value() == "The second one, which is refused."


def test_each_article_and_each_answer_has_its_own(live_blog, page, place):
    with live_blog.app.app_context():
        other_article = a_public_article()
        db.session.commit()
        elsewhere = f"/articles/{other_article.slug}"
    page.get_by_role("link", name="Reply to Ada").click()
    other = write_and_close(page, "An answer to Ada")
    other.goto(elsewhere)
    assert body_of(other).input_value() == ""
    other.goto(place[0])
    assert body_of(other).input_value() == ""
    other.get_by_role("link", name="Reply to Ada").click()
    assert body_of(other).input_value() == "An answer to Ada"
    other.goto(f"{place[0]}/comments/new?parent={place[1]}")
    assert body_of(other).input_value() == "An answer to Ada"


def test_words_that_move_to_another_place_are_kept_there(page, place):
    write(page, "Said to all")
    wait_until(lambda: kept(page), what="the draft")
    page.get_by_role("link", name="Reply to Ada").click()
    assert body_of(page).input_value() == "Said to all"
    wait_until(lambda: kept(page)[0][0].endswith(place[1]), what="the draft")
    assert [key for key, _ in kept(page)] == [
        f"comment-draft:{place[0].removeprefix('/articles/')}:{place[1]}"
    ]


def test_words_on_a_preview_are_kept(page, place):
    write(page, "Some *words*.")
    page.get_by_text("What you can write, and a preview").click()
    page.get_by_role("button", name="Preview").click()
    page.wait_for_selector(".preview-of-words")
    page.goto(place[0])
    assert body_of(page).input_value() == "Some *words*."


def test_where_storage_is_forbidden_the_form_works_as_without(live_blog, browser_page, place):
    page = browser_page(live_blog)
    forbidden = "throw new DOMException('The operation is insecure.', 'SecurityError')"
    page.add_init_script(f"Object.defineProperty(window, 'localStorage', {{ get() {{ {forbidden}; }} }});")
    page.goto(place[0])
    page.get_by_role("link", name="Reply to Ada").click()
    write(page, "A whole thought.")
    post(page)
    page.wait_for_url("**/receipts/**")


def test_after_a_month_they_are_forgotten(page, place):
    slug = place[0].removeprefix("/articles/")
    page.evaluate(
        "([slug, at]) => localStorage.setItem(`comment-draft:${slug}:`, JSON.stringify({ body: 'Old', at, sent: false }))",
        [slug, page.evaluate("Date.now()") - 31 * 86_400_000],
    )
    page.reload()
    assert (body_of(page).input_value(), kept(page)) == ("", [])


def test_staff_who_are_led_to_their_comment_find_the_form_empty(live_blog, browser_page, place):
    with live_blog.app.app_context():
        moderator = an_account(Role.MODERATOR)
        db.session.commit()
    page = browser_page(live_blog, account=moderator)
    page.goto(place[0])
    write(page, "An answer of the house.")
    page.get_by_role("button", name="Post comment").click()
    page.wait_for_url("**#comment-*")
    assert (body_of(page).input_value(), kept(page)) == ("", [])


def test_who_came_too_often_sends_the_words_again_from_the_page(made_sqlite, tmp_path, browser_page):
    shutil.copytree(made_sqlite, tmp_path / "instance")
    with serving(tmp_path, BLOG_COMMENT_RATE="1 per 3 seconds") as blog:
        with blog.app.app_context():
            address = f"/articles/{a_public_article().slug}"
            db.session.commit()
        page = browser_page(blog)
        page.goto(address)
        write(page, "The first.")
        post(page)
        page.wait_for_url("**/receipts/**")
        page.goto(address)
        write(page, "The second.")
        post(page)
        page.wait_for_selector("text=Please wait a moment")
        assert body_of(page).input_value() == "The second."
        assert len(kept(page)) == 1
        assert Axe().run(page).response["violations"] == []
        while "/receipts/" not in page.url:
            page.get_by_role("button", name="Post comment").click()
            page.wait_for_load_state()
        page.get_by_text("The second.").first.wait_for()
        assert kept(page) == []
