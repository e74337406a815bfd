from io import BytesIO

import pytest
from PIL import Image

from blog.storage import db
from tests.builders import a_draft, an_account

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]


@pytest.fixture
def author(live_blog):
    with live_blog.app.app_context():
        account = an_account(name="Grace Marsh")
        article = a_draft(by=account, title="Snow", body="Begun.")
        db.session.commit()
        account.id, account.session_key, article.id  # noqa: B018
        db.session.expunge_all()
        db.session.rollback()
    account.article = article.id
    return account


def a_photo():
    file = BytesIO()
    Image.new("RGB", (40, 20), "red").save(file, "JPEG")
    return {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def test_the_preview_follows_what_is_typed(live_blog, browser_page, author):
    page = browser_page(live_blog, account=author)
    page.goto("/desk/articles/new")
    page.get_by_label("Title").fill("The winter ledger")
    page.get_by_label("Words", exact=False).first.fill("# Eggs\n\nOnly *when it moved*.")
    preview = page.get_by_role("region", name="Preview")
    preview.get_by_text("when it moved").wait_for()
    assert preview.locator("em").inner_text() == "when it moved"
    assert preview.get_by_role("heading", level=1).inner_text() == "The winter ledger"
    assert not page.get_by_role("button", name="Preview").is_visible()


def test_words_that_were_not_saved_are_kept_offered_and_put_back(live_blog, browser_page, author):
    page = browser_page(live_blog, account=author)
    edit = f"/desk/articles/{author.article}/edit"
    page.goto(edit)
    page.locator("[name=body]").fill("Words that nobody saved.")
    page.get_by_text("Kept in this browser at").wait_for()
    page.goto("/desk/articles")
    page.goto(edit)
    assert page.locator("[name=body]").input_value() == "Begun."
    page.get_by_role("button", name="Put them back").click()
    assert page.locator("[name=body]").input_value() == "Words that nobody saved."
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"**/desk/articles/{author.article}")
    page.goto(edit)
    assert page.locator("[name=body]").input_value() == "Words that nobody saved."
    assert page.get_by_role("button", name="Put them back").count() == 0
    assert page.evaluate("localStorage.length") == 0


def test_a_new_articles_words_outlive_a_closed_tab_and_go_once_they_are_saved(
    live_blog, browser_page, author
):
    page = browser_page(live_blog, account=author)
    page.goto("/desk/articles/new")
    page.locator("[name=title]").fill("An  idea")
    page.locator("[name=body]").fill("Half of it.")
    page.get_by_text("Kept in this browser at").wait_for()
    other = page.context.new_page()
    page.close()
    other.goto("/desk/articles/new")
    other.get_by_text("(“An idea”)").wait_for()
    other.get_by_role("button", name="Put them back").click()
    other.get_by_role("button", name="Save as a draft").click()
    other.get_by_role("heading", name="An idea", level=1).wait_for()
    assert other.evaluate("localStorage.length") == 0


def test_another_account_is_not_offered_the_words(live_blog, browser_page, author):
    page = browser_page(live_blog, account=author)
    page.goto("/desk/articles/new")
    page.locator("[name=body]").fill("Private.")
    page.get_by_text("Kept in this browser at").wait_for()
    with live_blog.app.app_context():
        other = an_account()
        db.session.commit()
        cookie = live_blog.cookie_of(other)
    page.context.clear_cookies()
    page.context.add_cookies([cookie])
    page.goto("/desk/articles/new")
    assert page.get_by_text("This browser kept words").count() == 0


def test_a_picture_goes_where_the_cursor_is(live_blog, browser_page, author):
    page = browser_page(live_blog, account=author)
    page.goto(f"/desk/articles/{author.article}/edit")
    page.locator("[name=body]").fill("Before.")
    page.get_by_text("Add a picture").click()
    page.locator("[name=picture]").set_input_files([a_photo()])
    page.get_by_role("button", name="Put it into the words").click()
    page.get_by_role("alert").get_by_text("Say in a few words").wait_for()
    page.locator("[name=alternative]").fill("A red field")
    page.get_by_role("button", name="Put it into the words").click()
    shown = page.get_by_role("region", name="Preview").get_by_alt_text("A red field")
    shown.wait_for()
    assert page.locator("[name=body]").input_value().startswith("Before.\n\n![A red field](/media/")
    shown.scroll_into_view_if_needed()
    page.wait_for_function("image => image.complete && image.naturalWidth === 40", arg=shown.element_handle())


def test_a_picture_goes_with_the_form_where_there_are_no_scripts(live_blog, browser_page, author):
    page = browser_page(live_blog, account=author, javascript=False)
    page.goto(f"/desk/articles/{author.article}/edit")
    page.get_by_text("Add a picture").click()
    page.locator("[name=picture]").set_input_files([a_photo()])
    page.locator("[name=alternative]").fill("A red field")
    page.get_by_role("button", name="Preview").click()
    page.get_by_text("please choose the picture again").wait_for()
    page.locator("[name=picture]").set_input_files([a_photo()])
    page.get_by_role("button", name="Save").click()
    page.get_by_text("The picture stands at the end of the words.").wait_for()
    assert page.get_by_alt_text("A red field").count() == 1


def test_the_button_says_what_it_will_do(live_blog, browser_page, author):
    page = browser_page(live_blog, account=author)
    page.goto(f"/desk/articles/{author.article}")
    page.get_by_role("button", name="Publish now").wait_for()
    page.locator("[name=at]").fill("2090-03-14T09:05")
    page.get_by_role("button", name="Publish on Tuesday, 14 March 2090 at 09:05").click()
    page.get_by_text("Readers will see it from 14 March 2090, 09:05 UTC on.").wait_for()
    page.get_by_role("button", name="Publish now").click()
    page.get_by_role("link", name="See it on the site").click()
    page.get_by_role("heading", name="Snow", level=1).wait_for()


@pytest.mark.parametrize("javascript", [True, False])
def test_of_two_people_the_second_is_shown_both_texts(live_blog, browser_page, author, javascript):
    edit = f"/desk/articles/{author.article}/edit"
    pages = [browser_page(live_blog, account=author, javascript=javascript) for _ in range(2)]
    for n, page in enumerate(pages):
        page.goto(edit)
        page.locator("[name=body]").fill(f"Words of page {n}.")
    pages[0].get_by_role("button", name="Save").click()
    pages[0].get_by_text("Saved.").wait_for()
    pages[1].get_by_role("button", name="Save").click()
    pages[1].get_by_role("heading", name="This article was saved elsewhere").wait_for()
    assert "Words of page 0." in pages[1].get_by_label("Saved meanwhile").input_value()
    assert pages[1].locator("[name=body]").input_value() == "Words of page 1."
    pages[1].get_by_role("button", name="Save mine").click()
    pages[1].locator(".prose").get_by_text("Words of page 1.").wait_for()
