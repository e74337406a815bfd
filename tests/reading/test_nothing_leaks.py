"""What is not public appears nowhere that a visitor can reach: neither its words nor that it exists."""

import re
from datetime import timedelta
from html import unescape

import pytest

from blog.accounts.account import Role
from blog.clock import now
from blog.commenting.withdrawal import withdraw_comment
from blog.moderating.verdict import approve, mark_as_spam, reject
from blog.publishing.deletion import delete
from blog.publishing.publication import withdraw
from blog.storage.site_setting import change_site_setting
from tests.builders import a_comment, a_draft, a_public_article, an_account, an_approved_comment

MARKER = "zzhiddenzz"
STARTS = ("/", "/feed.xml", "/sitemap.xml", "/robots.txt", "/nothing-here", "/authors/ada", "/tags/winter")
ADDRESS = re.compile(r'(?:href|action|src)="([^"]*)"|<loc>([^<]*)</loc>')


@pytest.fixture
def ada(app):
    return an_account(name="Ada", handle="ada")


@pytest.fixture
def hidden(ada):
    """Everything that is not public, each with the marker in all its words; and the public things beside it."""
    change_site_setting("articles_per_page", 2, by=ada)
    long_ago = now() - timedelta(days=9)
    public = [
        a_public_article(by=ada, title=f"Shown {n}", tags=["Winter"], live=long_ago + timedelta(days=n))
        for n in range(5)
    ]
    words = {
        "title": f"{MARKER} title",
        "body": f"{MARKER} body",
        "summary": MARKER,
        "tags": ["Winter", MARKER],
    }
    a_draft(by=ada, **words)
    a_public_article(by=ada, live=now() + timedelta(hours=1), **words)
    withdraw(a_public_article(by=ada, live=long_ago + timedelta(hours=1), **words))
    delete(a_public_article(by=ada, live=long_ago + timedelta(hours=30), **words), by=ada)
    for role in Role:
        an_account(role, name=f"{MARKER} {role}", handle=f"{MARKER}-{role}", bio=MARKER)
    moderator = an_account(Role.MODERATOR, name=MARKER)
    said = {"name": f"{MARKER} name", "body": f"{MARKER} body", "website": f"https://{MARKER}.example/"}
    for article in public:
        shown = an_approved_comment(article, by=moderator, body="Shown comment.")
        a_comment(article, **said)
        a_comment(article, parent=shown, **said)
        reject(a_comment(article, **said), by=moderator)
        mark_as_spam(a_comment(article, honeypot_filled=True, **said), by=moderator)
        taken_back = a_comment(article, **said)
        approve(taken_back, by=moderator)
        an_approved_comment(article, by=moderator, parent=taken_back, **said)
        reject(taken_back, by=moderator)
        withdrawn = an_approved_comment(article, by=moderator, **said)
        an_approved_comment(article, by=moderator, parent=withdrawn, body="Shown reply.")
        withdraw_comment(withdrawn)
    return public


def crawled(visitor, starts):
    """Every answer that can be reached by following links from `starts`: address -> answer."""
    answers, left = {}, list(starts)
    while left:
        address = left.pop().partition("#")[0]
        if address in answers or not address.startswith("/"):
            continue
        answers[address] = answer = visitor.get(address)
        for link, loc in ADDRESS.findall(answer.text if answer.mimetype != "image/svg+xml" else ""):
            left.append(unescape(link or loc).removeprefix("http://127.0.0.1:8000") or "/")
    return answers


def test_a_crawl_of_everything_public_meets_nothing_hidden(visitor, hidden):
    answers = crawled(visitor, STARTS)
    for address, answer in answers.items():
        assert answer.status_code < 500, address
        assert MARKER not in answer.text, address
        assert MARKER not in str(answer.headers), address
        assert MARKER not in address
    pages = [
        address for address in answers if address.startswith("/articles/") and "/comments" not in address
    ]
    assert {f"/articles/{article.slug}" for article in hidden} <= set(pages)
    assert {"/authors/ada", "/tags/winter"} <= set(answers)
    assert any(address.startswith("/?before=") for address in answers)


def test_counts_and_neighbours_count_only_what_is_public(visitor, hidden):
    page = visitor.get(f"/articles/{hidden[0].slug}").text
    assert '<a class="plain" href="#comments">2 comments</a>' in page
    assert 'rel="prev"><span>Newer</span> Shown 1</a>' in page
    assert 'rel="next"><span>Older' not in page
    assert "5 articles<" in visitor.get("/authors/ada").text
    assert "5 articles<" in visitor.get("/tags/winter").text


def test_the_page_stays_the_same_bytes_when_hidden_things_come_and_go(visitor, ada):
    article = a_public_article(by=ada, tags=["Winter"])
    addresses = (f"/articles/{article.slug}", *STARTS)
    before = [visitor.get(address).data for address in addresses]
    a_comment(article)
    reject(a_comment(article), by=an_account(Role.MODERATOR))
    a_draft(by=ada, tags=["Winter"])
    a_public_article(by=ada, tags=["Winter"], live=now() + timedelta(days=1))
    assert [visitor.get(address).data for address in addresses] == before


def test_no_address_of_a_person_or_of_a_commenter_is_told(visitor, app):
    writer = an_account(name="Ada", handle="ada", email="zzsecret@staff.example")
    article = a_public_article(by=writer)
    an_approved_comment(article, email="zzcanary@visitors.example", name="Grace")
    for address, answer in crawled(visitor, STARTS).items():
        assert "zzsecret" not in answer.text, address
        assert "zzcanary" not in answer.text, address
