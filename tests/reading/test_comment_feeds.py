from datetime import timedelta
from xml.etree import ElementTree

import feedparser
import pytest

from blog.accounts.account import Role
from blog.clock import now
from blog.commenting.revision import edit_comment
from blog.commenting.withdrawal import withdraw_comment
from blog.moderating.verdict import mark_as_spam, reject
from blog.publishing.deletion import delete
from blog.publishing.publication import withdraw
from blog.storage.site_setting import change_site_setting
from tests.builders import a_comment, a_public_article, an_account, an_approved_comment

SITE = "http://127.0.0.1:8000"
YESTERDAY = (now() - timedelta(days=1)).replace(microsecond=0)
ATOM, THREADS = "{http://www.w3.org/2005/Atom}", "{http://purl.org/syndication/thread/1.0}"


def the_feed(visitor, path="/comments.xml"):
    answer = visitor.get(path)
    assert answer.status_code == 200
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    ElementTree.fromstring(answer.data)
    feed = feedparser.parse(answer.data)
    assert not feed.bozo
    return feed


def answered(visitor, path="/comments.xml"):
    """What each entry answers, as (ref, href)."""
    tree = ElementTree.fromstring(visitor.get(path).data)
    found = [entry.find(f"{THREADS}in-reply-to") for entry in tree.iter(f"{ATOM}entry")]
    return [(each.get("ref"), each.get("href")) for each in found]


@pytest.fixture
def article(app):
    return a_public_article(title="An <article> & more", live=YESTERDAY)


@pytest.fixture
def own(article):
    return f"/articles/{article.slug}/comments.xml"


def place(comment):
    return f"{SITE}/articles/{comment.article.slug}/comments/{comment.public_id}"


def test_without_comments_there_are_feeds_all_the_same(visitor, article, own):
    change_site_setting("title", "Notes & <queries>", by=None)
    whole, its = the_feed(visitor), the_feed(visitor, own)
    assert (whole.entries, its.entries) == ([], [])
    assert (whole.feed.title, whole.feed.id) == ("Comments on Notes & <queries>", f"{SITE}/comments.xml")
    assert (its.feed.title, its.feed.id) == ("Comments on An <article> & more", f"{SITE}{own}")
    assert its.feed.updated == "1970-01-01T00:00:00+00:00"
    assert {(link.rel, link.href) for link in its.feed.links} == {
        ("self", f"{SITE}{own}"),
        ("alternate", f"{SITE}/articles/{article.slug}"),
    }


def test_an_entry_says_who_wrote_what_and_where_and_nothing_private(visitor, article, own):
    comment = an_approved_comment(
        article,
        name="Ada",
        email="ada@private.example",
        website="https://ada.example",
        body="Some *words* & [a link](https://elsewhere.example/x).",
        at=YESTERDAY,
    )
    for path in ("/comments.xml", own):
        (entry,) = the_feed(visitor, path).entries
        assert entry.id == entry.link == place(comment)
        assert entry.title == "Ada on An <article> & more"
        assert entry.author == "Ada"
        assert entry.published == entry.updated == f"{YESTERDAY:%Y-%m-%dT%H:%M:%S}+00:00"
        assert entry.content[0].type == "text/html"
        assert "<em>words</em> &amp; <a" in entry.content[0].value
        page = visitor.get(path).text
        assert [word in page for word in ("private", "ada.example", comment.avatar_seed)] == [False] * 3


def test_an_entry_says_what_it_answers(visitor, article, own):
    root = an_approved_comment(article)
    answer = an_approved_comment(article, parent=root)
    an_approved_comment(article, parent=answer)
    page = f"{SITE}/articles/{article.slug}"
    refs = [place(answer), place(root), page]
    assert answered(visitor, own) == [(ref, ref) for ref in refs]
    withdraw_comment(answer)  # of which only the place is left
    assert answered(visitor) == [(ref, ref) for ref in (page, page)]


def test_only_what_is_public_is_in_a_feed(app, visitor, article, own):
    moderator = an_account(Role.MODERATOR)
    shown = an_approved_comment(article, body="Shown.", by=moderator)
    a_comment(article)
    mark_as_spam(a_comment(article), by=moderator)
    withdraw_comment(an_approved_comment(article))
    pulled = an_approved_comment(article)
    an_approved_comment(article, parent=pulled)
    reject(pulled, by=moderator)
    erased = an_approved_comment(article)
    erased.body = erased.body_html = ""
    unpublished, deleted = a_public_article(), a_public_article()
    an_approved_comment(unpublished)
    an_approved_comment(deleted)
    withdraw(unpublished)
    delete(deleted, by=deleted.author)
    an_approved_comment(a_public_article(live=now() + timedelta(days=1)))
    for path in ("/comments.xml", own):
        assert [entry.id for entry in the_feed(visitor, path).entries] == [place(shown)]
    assert visitor.get(f"/articles/{unpublished.slug}/comments.xml").status_code == 404
    assert visitor.get("/articles/never-was/comments.xml").status_code == 404


def test_the_fifty_newest_stand_first_and_those_elsewhere_stay_out_of_an_articles_own(visitor, article, own):
    here = [an_approved_comment(article, at=YESTERDAY + timedelta(minutes=n)) for n in range(51)]
    elsewhere = an_approved_comment(at=YESTERDAY + timedelta(minutes=20, seconds=30))
    assert [entry.id for entry in the_feed(visitor, own).entries] == [place(each) for each in here[:0:-1]]
    whole = [entry.id for entry in the_feed(visitor).entries]
    assert whole == [place(each) for each in [*here[:20:-1], elsewhere, *here[20:1:-1]]]


def test_an_edited_comment_is_updated_and_keeps_its_id(visitor, article):
    comment = an_approved_comment(article, at=YESTERDAY)
    before = the_feed(visitor).entries[0]
    later = YESTERDAY + timedelta(hours=2)
    edit_comment(comment, by=article.author, body="Better.", name=comment.name, at=later)
    feed = the_feed(visitor)
    assert (feed.entries[0].id, feed.entries[0].published) == (before.id, before.published)
    assert feed.entries[0].updated == feed.feed.updated == f"{later:%Y-%m-%dT%H:%M:%S}+00:00"


def test_names_of_which_xml_knows_not_every_character_do_no_harm(visitor, article):
    for name in ("A\x0bda\ufffe", "\ufffe", "<b>&amp;"):
        an_approved_comment(article, name=name)
    assert [entry.author for entry in the_feed(visitor).entries] == ["<b>&amp;", "Somebody", "Ada"]


def test_who_has_a_feed_already_is_told_so(visitor, article, own):
    an_approved_comment(article)
    for path in ("/comments.xml", own):
        tag = visitor.get(path).headers["ETag"]
        again = visitor.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")
    an_approved_comment(article)
    assert visitor.get(own, headers={"If-None-Match": tag}).status_code == 200


def test_pages_lead_to_the_feeds(visitor, article, own):
    an_approved_comment(article)
    an_approved_comment(article)
    page = visitor.get(f"/articles/{article.slug}").text
    head, _, body = page.partition("</head>")
    assert [f'href="{path}"' in head for path in ("/comments.xml", own)] == [True, True]
    assert f'<a href="{own}">' in body
    assert 'href="/comments.xml"' in visitor.get("/").text
