"""The main job on real input: an article, 200 real comments, a queue cleared by keyboard, and what readers then see."""

import re
from itertools import count

import httpx
import pytest

from blog.accounts.account import Role
from blog.publishing.article import Article
from blog.storage import db
from tests.builders import an_account
from tests.corpora import corpus, shared
from tests.real_forms import form_to

SENTENCES = "Your email address will not be published. Required fields are marked *"
HOW_MANY = 200
REPLIES = 60
NUMBERS = count(1)


@pytest.mark.browser
@pytest.mark.sqlite_only
def test_an_author_publishes_readers_comment_and_a_moderator_clears_the_queue(live_blog, browser_page):
    with live_blog.app.app_context():
        sarah = an_account(Role.AUTHOR, name="Sarah")
        moderator = an_account(Role.MODERATOR, name="Morgan")
        db.session.commit()
    address = publish_the_article(browser_page(live_blog, account=sarah))
    assert SENTENCES in httpx.get(live_blog.url + address).text
    first, then = real_comments()
    posted = [leave(live_blog.url, address, said) for said in first]
    clear_the_queue(browser_page(live_blog, account=moderator), posted)
    public = [comment for comment in posted if not comment["label"]]
    posted += [
        leave(live_blog.url, address, said, parent=public[number % 25]["id"])
        for number, said in enumerate(then)
    ]
    clear_the_queue(browser_page(live_blog, account=moderator), posted[len(first) :])

    expected = {comment["id"] for comment in posted if not comment["label"]}
    assert sorted(public_comments(live_blog.url, address)) == sorted(expected)
    assert threads_are_whole(live_blog.url, address, posted)
    with live_blog.app.app_context():
        assert db.session.query(Article).one().comment_count == len(expected)


def publish_the_article(page):
    """Sarah writes it in the editor and presses the button; returns the path readers find it at."""
    title, body = first_article()
    page.goto("/desk/articles/new")
    page.get_by_label("Title").fill(title)
    page.locator("textarea[name=body]").fill(body)
    page.get_by_role("button", name=re.compile("^Save")).first.click()
    page.wait_for_url(re.compile(r"/desk/articles/\d+$"))
    page.get_by_role("button", name=re.compile("^Publish now")).click()
    page.wait_for_load_state()
    href = page.locator("a[href^='/articles/']").first.get_attribute("href")
    page.goto(href)
    assert page.get_by_role("heading", level=1).inner_text() == title
    page.get_by_role("link", name="Sarah").first.wait_for()
    return href


def first_article():
    """Its first line begins the text; the three short lines without a full stop are its headings."""
    paragraphs = [
        line.strip()
        for line in shared("fixtures", "first-article.txt")
        .read_text(encoding="utf-8")
        .split("Avatar")[0]
        .split("\n\n")
    ]
    paragraphs = [words for words in paragraphs if words]
    body = "\n\n".join(words if len(words) > 100 else f"## {words}" for words in paragraphs)
    return "Ketamine therapy for chronic headaches and migraines", body


def real_comments():
    """(those left first, those left as replies): real ones, spam among them, as their writers typed them."""
    lines = [line for line in corpus("comments/haacked") if 0 < len(line["body"]) <= 10_000]
    chosen = lines[:: len(lines) // HOW_MANY][:HOW_MANY]
    assert len(chosen) == HOW_MANY and {line["label"] for line in chosen} == {0, 1}
    return chosen[: HOW_MANY - REPLIES], chosen[HOW_MANY - REPLIES :]


def leave(url, address, said, parent=None):
    """Sends the real form, as a new visitor with no scripts; returns what was said with its public id."""
    with httpx.Client(base_url=url) as visitor:
        form_page = address if parent is None else f"{address}/comments/new?parent={parent}"
        fields = form_to(visitor.get(form_page).text, f"{address}/comments")
        fields |= {"body": said["body"], "name": said["author_name"][:100] or "Anonymous"}
        fields |= {"email": f"visitor-{next(NUMBERS)}@visitors.example"}
        fields |= {
            "website": said["url"] if re.match(r"https?://[\w.-]+\.\w+[\w/.-]*$", said["url"] or "") else ""
        }
        answer = visitor.post(f"{address}/comments", data=fields)
        assert answer.status_code == 303, f"{fields['name']}: {answer.status_code} {answer.text[:500]}"
        receipt = visitor.get(answer.headers["Location"])
        assert receipt.status_code == 200
        own = re.findall(
            r'class="comment[^"]* pending"\s+id="comment-([0-9a-f]{16})"', visitor.get(address).text
        )
    assert len(own) == 1, "the writer alone sees the waiting comment, once"
    return said | {"id": own[0], "parent": parent}


def clear_the_queue(page, waiting):
    """Decides about each card by one key, as the corpus says of its first comment, until nothing waits. What is alike is
    one card, so who was put beside another sort would be found among the public comments, or missing there.
    """
    labels = {comment["id"]: comment["label"] for comment in waiting}
    page.goto("/moderation")
    for _ in range(len(waiting)):
        # The next part of the queue comes by itself.
        page.wait_for_selector("[data-card]:not(.decided), .empty")
        if page.locator(".empty").count():
            break
        card = page.locator("[data-card][aria-current]").get_attribute("id")
        page.keyboard.press("s" if labels[card.removeprefix("comment-")] else "a")
        page.wait_for_selector(f"#{card}.decided, body:not(:has(#{card}))", state="attached")
    page.get_by_text("No comments are waiting").wait_for()


def public_comments(url, address):
    """The ids of all comments that a reader without scripts or cookies finds, part by part."""
    found, path = [], address
    for _ in range(50):
        page = httpx.get(url + path, follow_redirects=True).text
        found += re.findall(r'id="comment-([0-9a-f]{16})"', page)
        later = re.search(rf'href="({re.escape(address)}\?from=[0-9a-f]{{16}})[^"]*"[^>]*rel="next"', page)
        if not later:
            return found
        path = later[1]
    raise AssertionError("the conversation does not end")


def threads_are_whole(url, address, posted):
    """Each reply stands after what it answers."""
    order = {public_id: place for place, public_id in enumerate(public_comments(url, address))}
    return all(
        order[comment["parent"]] < order[comment["id"]]
        for comment in posted
        if comment["parent"] and not comment["label"]
    )
