from datetime import timedelta
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest

from blog.clock import now
from blog.reading.sitemap import sitemap, sitemap_file
from blog.refusals import NotThere
from blog.web.links import absolute_url
from tests.builders import a_draft, a_public_article, an_account

SITE = "http://127.0.0.1:8000"
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def addresses_in(xml):
    return [loc.text for loc in ElementTree.fromstring(xml).iter(LOC)]


def test_the_sitemap_names_every_public_page_and_no_other(visitor):
    ada = an_account(handle="ada")
    article = a_public_article(by=ada, tags=["Winter"])
    a_draft(by=an_account(handle="someone"), tags=["Hidden"])
    a_public_article(live=now() + timedelta(days=1), tags=["Later"])
    answer = visitor.get("/sitemap.xml")
    assert answer.content_type == "application/xml; charset=utf-8"
    assert addresses_in(answer.data) == [
        f"{SITE}/",
        f"{SITE}/authors/ada",
        f"{SITE}/tags/winter",
        f"{SITE}/articles/{article.slug}",
    ]
    assert visitor.get("/sitemap-2.xml").status_code == 404


def test_an_empty_blog_has_a_sitemap_of_its_front_page(visitor):
    assert addresses_in(visitor.get("/sitemap.xml").data) == [f"{SITE}/"]


def test_a_large_blog_has_an_index_of_files_that_name_every_page_once(app):
    ada = an_account(handle="ada")
    articles = [a_public_article(by=ada) for _ in range(5)]
    about = {"at": now(), "address": absolute_url, "articles_a_file": 2}
    with app.test_request_context():
        files = addresses_in(sitemap(**about))
        assert files == [f"{SITE}/sitemap-{number}.xml" for number in range(4)]
        listed = [page for number in range(4) for page in addresses_in(sitemap_file(number, **about))]
        assert listed == [f"{SITE}/", f"{SITE}/authors/ada"] + [
            f"{SITE}/articles/{article.slug}" for article in articles
        ]
        with pytest.raises(NotThere):
            sitemap_file(4, **about)


def test_robots_may_read_what_is_public_and_find_the_sitemap(visitor):
    answer = visitor.get("/robots.txt")
    assert answer.content_type == "text/plain; charset=utf-8"
    robots = RobotFileParser()
    robots.parse(answer.text.splitlines())
    assert robots.site_maps() == [f"{SITE}/sitemap.xml"]
    for public in ("/", "/articles/x", "/authors/x", "/tags/x", "/feed.xml"):
        assert robots.can_fetch("*", public)
    for private in (
        "/desk",
        "/desk/articles",
        "/moderation",
        "/receipts/x",
        "/sign-in",
        "/set-up/x",
        "/invitations/x",
    ):
        assert not robots.can_fetch("*", private)
