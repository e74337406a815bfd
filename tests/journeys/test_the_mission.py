"""Each sentence of the mission, in a real browser, with scripts and without them."""

import re

import pytest

from blog.accounts.account import Role
from blog.commenting.comment import Comment
from blog.publishing.article import Article
from blog.storage import db
from tests.builders import PASSWORD, a_comment, a_public_article, an_account, an_approved_comment

pytestmark = [
    pytest.mark.browser,
    pytest.mark.sqlite_only,
    pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"]),
]

PROMISE = "Your email address will not be published. Required fields are marked *"


@pytest.fixture
def staff(live_blog):
    """Accounts by role, with an article by the author (its slug is `staff["slug"]`)."""
    with live_blog.app.app_context():
        people = {role: an_account(role, name=f"Pat {role.title()}") for role in Role}
        people["slug"] = a_public_article(title="On walking slowly", by=people[Role.AUTHOR]).slug
        db.session.commit()
    return people


def write_comment(page, body, *, name="Grace Marsh", email="grace@visitors.example", **more):
    page.get_by_role("textbox", name=re.compile("^Comment")).fill(body)
    page.get_by_role("textbox", name=re.compile("^Name")).fill(name)
    page.get_by_role("textbox", name=re.compile("^Email")).fill(email)
    if "website" in more:
        page.get_by_role("textbox", name=re.compile("^Website")).fill(more["website"])
    page.get_by_role("button", name="Post comment").click()


def test_visitors_read_articles_that_carry_their_authors_name(live_blog, browser_page, staff, javascript):
    page = browser_page(live_blog, javascript=javascript)
    page.goto("/")
    page.get_by_role("link", name="On walking slowly", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "On walking slowly"
    page.get_by_role("link", name="Pat Author").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Pat Author"
    page.get_by_role("link", name="On walking slowly", exact=True).wait_for()


def test_visitors_comment_and_only_they_see_it_until_a_moderator_approves(
    live_blog, browser_page, staff, javascript
):
    visitor, reader = (browser_page(live_blog, javascript=javascript) for _ in range(2))
    visitor.goto(f"/articles/{staff['slug']}")
    visitor.get_by_text(PROMISE).wait_for()
    write_comment(visitor, "I tried it, *twice*.")
    visitor.wait_for_url(re.compile("/receipts/"))
    visitor.locator(".words").get_by_text("I tried it, twice.").wait_for()
    receipt = visitor.url

    visitor.goto(f"/articles/{staff['slug']}")
    visitor.get_by_text("only you can see this").wait_for()
    reader.goto(f"/articles/{staff['slug']}")
    assert reader.get_by_text("I tried it").count() == 0

    moderator = browser_page(live_blog, javascript=javascript, account=staff[Role.MODERATOR])
    moderator.goto("/moderation")
    moderator.get_by_text("g…@visitors.example").first.wait_for()
    moderator.get_by_role("button", name=re.compile("^Approve")).first.click()
    moderator.get_by_text("No comments are waiting").wait_for()

    reader.reload()
    reader.get_by_text("I tried it, twice.").wait_for()
    reader.get_by_role("heading", name="1 comment", exact=True).wait_for()
    assert "grace@visitors.example" not in reader.content()
    visitor.goto(receipt)
    visitor.get_by_role("link", name=re.compile("On walking slowly")).first.click()
    visitor.get_by_text("I tried it, twice.").wait_for()


def test_a_comment_that_lacks_something_comes_back_with_everything_typed(
    live_blog, browser_page, staff, javascript
):
    page = browser_page(live_blog, javascript=javascript)
    page.goto(f"/articles/{staff['slug']}")
    write_comment(page, "Words I would hate to type again.", email="nonsense", website="javascript:alert(1)")
    page.get_by_role("alert").wait_for()
    assert (
        page.get_by_role("textbox", name=re.compile("^Comment")).input_value()
        == "Words I would hate to type again."
    )
    email = page.get_by_role("textbox", name=re.compile("^Email"))
    assert (email.input_value(), email.get_attribute("aria-invalid")) == ("nonsense", "true")
    page.get_by_role("alert").get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.name") in {"email", "website"}
    if javascript:
        page.reload()  # the form is sent again: the summary takes the focus
        assert page.evaluate("document.activeElement.matches('[data-error-summary]')")
    email.fill("grace@visitors.example")
    page.get_by_role("textbox", name=re.compile("^Website")).fill("grace.example")
    page.get_by_role("button", name="Post comment").click()
    page.wait_for_url(re.compile("/receipts/"))
    assert page.get_by_role("link", name="Grace Marsh").get_attribute("href") == "https://grace.example"


def test_visitors_answer_each_other(live_blog, browser_page, staff, javascript):
    with live_blog.app.app_context():
        article = db.session.query(Article).one()
        first = an_approved_comment(article, name="Ada", body="The first word.")
        an_approved_comment(article, name="Zoe", body="A word about something else.")
        db.session.commit()
        public_id = first.public_id
    page = browser_page(live_blog, javascript=javascript)
    page.goto(f"/articles/{staff['slug']}")
    page.locator(f"#comment-{public_id}").get_by_role("link", name="Reply to Ada").click()
    page.get_by_role("heading", name="Reply to Ada").wait_for()
    write_comment(page, "I answer the first word.")
    page.wait_for_url(re.compile("/receipts/"))
    with live_blog.app.app_context():
        reply = db.session.query(Comment).filter_by(body="I answer the first word.").one()
        assert reply.parent.public_id == public_id


def test_authors_write_and_publish(live_blog, browser_page, staff, javascript):
    author = browser_page(live_blog, javascript=javascript, account=staff[Role.AUTHOR])
    author.goto("/desk")
    author.get_by_role("link", name="Write an article").first.click()
    author.get_by_role("textbox", name=re.compile("^Title")).fill("The *second* article")
    author.locator("textarea[name=body]").fill(
        "## A heading\n\nWith **strong** words.\n\n```python\nx = 1\n```"
    )
    author.get_by_role("textbox", name=re.compile("^Tags")).fill("Walking, Slow things")
    author.get_by_role("button", name=re.compile("^Save")).click()
    author.wait_for_url(re.compile(r"/desk/articles/\d+"))

    reader = browser_page(live_blog, javascript=javascript)
    assert reader.goto("/articles/the-second-article").status == 404
    author.get_by_role("button", name=re.compile("^Publish now")).click()
    author.get_by_role("link", name="See it on the site").wait_for()
    assert reader.goto("/articles/the-second-article").status == 200
    assert reader.get_by_role("heading", level=1).inner_text() == "The *second* article"
    reader.get_by_role("heading", name="A heading").wait_for()
    assert reader.locator("pre .mi, pre .n").count() > 0, "code is coloured on the server"
    reader.get_by_role("link", name="Slow things").click()
    reader.get_by_role("link", name="The *second* article", exact=True).wait_for()


def test_nobody_moderates_without_signing_in(live_blog, browser_page, staff, javascript):
    with live_blog.app.app_context():
        an_account(Role.MODERATOR, email="morgan@staff.example", password=PASSWORD)
        db.session.commit()
    page = browser_page(live_blog, javascript=javascript)
    page.goto("/moderation")
    assert "/sign-in" in page.url
    page.get_by_role("textbox", name=re.compile("^Email")).fill("morgan@staff.example")
    page.locator("input[name=password]").fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile("/moderation"))
    assert page.get_by_role("heading", level=1).inner_text() == "Moderation"
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_load_state()
    page.goto("/moderation")
    assert "/sign-in" in page.url


def test_what_moderators_reject_or_call_spam_stays_away_and_can_be_brought_back(
    live_blog, browser_page, staff, javascript
):
    with live_blog.app.app_context():
        a_comment(db.session.query(Article).one(), body="Buy my watches.", name="Seller")
        db.session.commit()
    moderator = browser_page(live_blog, javascript=javascript, account=staff[Role.MODERATOR])
    reader = browser_page(live_blog, javascript=javascript)
    moderator.goto("/moderation")
    moderator.get_by_role("button", name=re.compile("^Spam")).first.click()
    moderator.get_by_text("No comments are waiting").wait_for()
    moderator.get_by_role("button", name=re.compile("^Undo")).click()
    moderator.get_by_role("button", name=re.compile("^Reject")).first.wait_for()
    moderator.get_by_role("button", name=re.compile("^Reject")).first.click()
    moderator.get_by_text("No comments are waiting").wait_for()
    moderator.goto("/moderation?status=rejected")
    moderator.get_by_text("Buy my watches.").first.wait_for()
    reader.goto(f"/articles/{staff['slug']}")
    assert reader.get_by_text("Buy my watches.").count() == 0
    moderator.get_by_role("button", name=re.compile("^Approve")).first.click()
    moderator.get_by_text(re.compile("Approved Seller")).first.wait_for()
    reader.reload()
    reader.get_by_text("Buy my watches.").wait_for()
