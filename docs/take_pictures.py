"""Takes the pictures of the README from a fresh demonstration: `.venv/bin/python docs/take_pictures.py` (needs Chromium)."""

import os
import re
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
ARTICLE = "/articles/we-stopped-charging-for-late-books"


def main():
    with tempfile.TemporaryDirectory() as folder:
        environ = os.environ | {"INSTANCE": folder, "PORT": os.environ.get("PORT", "8765")}
        environ["PYTHONPATH"] = str(HERE.parent)
        subprocess.run(
            [sys.executable, "-m", "flask", "housekeeping", "load-demo"],
            env=environ,
            cwd=HERE.parent,
            check=True,
        )
        server = subprocess.Popen(
            [sys.executable, "app.py"], env=environ, cwd=HERE.parent, stdout=subprocess.PIPE, text=True
        )
        try:
            said = _what_it_prints(server)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
                take(
                    browser,
                    re.search(r"http://\S+", said)[0],
                    dict(re.findall(r"(\S+@\S+)\s+(\S+)$", said, re.M)),
                )
                browser.close()
        finally:
            server.terminate()
            server.wait(15)


def _what_it_prints(server):
    lines = []
    for line in server.stdout:
        lines.append(line)
        if "Ctrl-C" in line:
            break
    return "".join(lines)


def take(browser, address, passwords):
    owner = next(email for email in passwords if email.startswith("ruth"))
    page = _page(browser, address)
    _shoot(page, "/", "front-page")
    _shoot(page, ARTICLE, "article")
    page.evaluate("document.getElementById('comments').scrollIntoView()")
    _keep(page, "conversation")
    page.evaluate("document.getElementById('reply').scrollIntoView()")
    _keep(page, "comment-form")
    page.get_by_role("textbox", name=re.compile("^Comment")).fill(
        "We did the same in **Lower Sallowby**, and it worked."
    )
    page.get_by_role("textbox", name=re.compile("^Name")).fill("Grace Marsh")
    page.get_by_role("textbox", name=re.compile("^Email")).fill("grace@example.org")
    page.get_by_role("button", name="Post comment").click()
    page.wait_for_url(re.compile("/receipts/"))
    _keep(page, "receipt")
    receipt = page.url
    for section in page.locator("details").all():
        section.evaluate("section => { section.open = true }")
    _keep(page.locator("main"), "receipt-open")
    page.goto(f"{receipt}/data")
    page.get_by_role("button", name=re.compile("Open|Show|See")).first.click()
    page.locator("[data-awaited]").wait_for(state="detached")
    _keep(page, "my-data")
    telephone = _page(browser, address, width=360, height=720, dark=True)
    _shoot(telephone, ARTICLE, "telephone-dark")
    desk = _page(browser, address)
    desk.goto("/sign-in")
    desk.locator("input[name=email]").fill(owner)
    desk.locator("input[name=password]").fill(passwords[owner])
    desk.get_by_role("button", name="Sign in").click()
    desk.wait_for_url(re.compile("/desk"))
    _shoot(desk, "/moderation?order=spam", "queue")
    _take_moderation(desk)
    desk.goto("/desk/articles?state=drafts")
    desk.get_by_role("link", name="Things I will not mend").first.click()
    desk.wait_for_load_state()
    _keep(desk, "draft")
    desk.get_by_role("link", name="Edit").first.click()
    desk.wait_for_load_state("networkidle")
    _keep(desk, "editor")


def _take_moderation(desk):
    desk.goto("/moderation/rules")
    desk.get_by_role("link", name=re.compile("gutter cleaning")).first.click()
    desk.wait_for_load_state()
    _keep(desk, "rule")
    _shoot(desk, "/moderation/filter", "filter")
    _shoot(desk, "/moderation/insights/waits?period=all", "insights")
    desk.goto("/moderation?status=spam")
    desk.locator("[data-card] a.permalink").first.click()
    desk.wait_for_load_state()
    desk.get_by_role("heading", name=re.compile("story|happened", re.I)).scroll_into_view_if_needed()
    _keep(desk, "story")


def _page(browser, address, *, width=1100, height=760, dark=False):
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
    )
    return context.new_page()


def _shoot(page, path, name):
    page.goto(path)
    _keep(page, name)


def _keep(shown, name):
    """A page, or a part of one, in 256 colours: a repository carries its pictures for ever."""
    picture = Image.open(BytesIO(shown.screenshot())).convert("RGB")
    picture.quantize(256, dither=Image.Dither.NONE).save(HERE / "pictures" / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
