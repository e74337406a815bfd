from datetime import timedelta
from xml.etree import ElementTree

import feedparser

from blog.clock import now
from blog.publishing.writing import rewrite_article
from blog.storage.site_setting import change_site_setting
from tests.builders import a_draft, a_public_article, an_account

SITE = "http://127.0.0.1:8000"
YESTERDAY = (now() - timedelta(days=1)).replace(microsecond=0)


def the_feed(visitor):
    answer = visitor.get("/feed.xml")
    assert answer.status_code == 200
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    ElementTree.fromstring(answer.data)
    feed = feedparser.parse(answer.data)
    assert not feed.bozo
    return feed


def test_an_empty_blog_has_a_feed(visitor):
    feed = the_feed(visitor)
    assert feed.entries == []
    assert feed.feed.updated == "1970-01-01T00:00:00+00:00"


def test_the_feed_says_whose_it_is_and_where_it_is(visitor):
    change_site_setting("title", "Notes & <queries>", by=None)
    change_site_setting("tagline", "From the long table", by=None)
    feed = the_feed(visitor).feed
    assert (feed.title, feed.subtitle, feed.id) == ("Notes & <queries>", "From the long table", f"{SITE}/")
    assert {(link.rel, link.href) for link in feed.links} == {
        ("self", f"{SITE}/feed.xml"),
        ("alternate", f"{SITE}/"),
    }


def test_an_entry_holds_the_article_in_full(visitor):
    ada = an_account(name="Ada Byron", handle="ada")
    article = a_public_article(
        by=ada,
        title="A < B & C",
        summary="In <short>.",
        body="Some *words* & [a link](/tags/winter).",
        tags=["Winter"],
        live=YESTERDAY,
    )
    (entry,) = the_feed(visitor).entries
    assert entry.id == entry.link == f"{SITE}/articles/{article.slug}"
    assert entry.title == "A < B & C"
    assert entry.author == "Ada Byron"
    assert entry.author_detail.href == f"{SITE}/authors/ada"
    assert entry.published == f"{YESTERDAY:%Y-%m-%dT%H:%M:%S}+00:00"
    assert [(tag.term, tag.label) for tag in entry.tags] == [("winter", "Winter")]
    assert entry.content[0].type == "text/html"
    assert "<em>words</em> &amp; <a" in entry.content[0].value
    assert f'href="{SITE}/tags/winter"' in visitor.get("/feed.xml").text.replace("&quot;", '"')


def test_updated_follows_the_words_but_is_never_before_publication(visitor):
    article = a_public_article(live=YESTERDAY)
    early = a_draft(at=YESTERDAY - timedelta(days=5), by=article.author)
    rewrite_article(article, version=1, title="New", body="New", at=YESTERDAY + timedelta(hours=2))
    feed = the_feed(visitor)
    assert early.title not in [entry.title for entry in feed.entries]
    assert feed.entries[0].updated == f"{YESTERDAY + timedelta(hours=2):%Y-%m-%dT%H:%M:%S}+00:00"
    assert feed.feed.updated == feed.entries[0].updated


def test_the_feed_holds_the_twenty_newest(visitor):
    ada = an_account()
    articles = [a_public_article(by=ada, live=YESTERDAY + timedelta(minutes=n)) for n in range(21)]
    entries = the_feed(visitor).entries
    assert [entry.title for entry in entries] == [article.title for article in articles[:0:-1]]


def test_characters_that_xml_forbids_are_left_out(visitor):
    article = a_public_article(
        title="A noncharacter \uffff here", summary="\ufffe", body="and\uffffhere", live=YESTERDAY
    )
    assert article.title
    (entry,) = the_feed(visitor).entries
    assert entry.title == "A noncharacter  here"


def test_every_page_leads_to_the_feed(visitor):
    article = a_public_article()
    for address in ("/", f"/articles/{article.slug}", f"/authors/{article.author.handle}"):
        assert 'type="application/atom+xml"' in visitor.get(address).text
