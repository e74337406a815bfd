import pytest

from blog.storage import db
from tests.builders import a_public_article, an_approved_comment

pytestmark = pytest.mark.browser


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


def test_an_answer_is_written_right_under_what_it_answers(page, place):
    page.get_by_role("link", name="Reply to Ada").click()
    page.get_by_role("heading", name="Reply to Ada").wait_for()
    assert page.locator("[name=parent]").input_value() == place[1]
    assert page.evaluate("document.activeElement.name") == "body"
    assert page.locator(f"#comment-{place[1]} + #reply").count() == 1
    page.get_by_role("button", name="Cancel reply").click()
    page.get_by_role("heading", name="Leave a reply").wait_for()
    assert page.locator("[name=parent]").input_value() == ""
    assert page.evaluate("document.activeElement.textContent") == "Reply"


def test_the_browser_counts_as_the_server_does(page):
    body = page.get_by_role("textbox", name="Comment")
    body.fill("🙂" * 10_000 + "\n")
    assert body.evaluate("body => body.checkValidity()") is True
    page.get_by_text("10,000 of 10,000 characters").wait_for()
    body.fill("🙂" * 10_001)
    assert body.evaluate("body => body.validationMessage") == "Too long: 10,001 of 10,000 characters."


def test_pressing_twice_posts_once(page):
    page.get_by_role("textbox", name="Comment").fill("Words.")
    page.get_by_role("textbox", name="Name").fill("Zoë")
    page.get_by_role("textbox", name="Email").fill("用户@例子.广告")
    posted = []
    page.on("request", lambda request: posted.append(request.url) if request.method == "POST" else None)
    page.get_by_role("button", name="Post comment").dblclick()
    page.wait_for_url("**/receipts/**")
    assert len(posted) == 1
    page.get_by_role("heading", name="Thank you, Zoë").wait_for()


def test_a_refused_form_has_the_focus_on_what_is_wrong(page):
    page.locator("#reply form").evaluate("form => { form.noValidate = true }")
    page.get_by_role("button", name="Post comment").click()
    page.wait_for_selector(".error-summary")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.get_by_role("link", name="Email: Enter your email address.").click()
    assert page.evaluate("document.activeElement.name") == "email"


def test_so_it_has_without_scripts(live_blog, browser_page, place):
    page = browser_page(live_blog, javascript=False)
    page.goto(place[0])
    page.get_by_role("textbox", name="Comment").fill("Words.")
    page.get_by_role("textbox", name="Name").fill("Ada")
    page.get_by_role("textbox", name="Email").fill("ada")
    page.get_by_role("button", name="Post comment").click()
    page.wait_for_selector(".error-summary")
    assert page.locator(".error-summary:focus").count() == 1


def test_a_preview_is_two_clicks_away_and_then_it_is_posted(page):
    page.get_by_role("textbox", name="Comment").fill("Some *words*.")
    page.get_by_text("What you can write, and a preview").click()
    page.get_by_role("button", name="Preview").click()
    assert page.locator(".preview-of-words em").text_content() == "words"
    page.get_by_role("textbox", name="Name").fill("Zoë")
    page.get_by_role("textbox", name="Email").fill("zoe@visitors.example")
    page.get_by_role("textbox", name="Email").press("Enter")
    page.wait_for_url("**/receipts/**")
