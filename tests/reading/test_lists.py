from datetime import timedelta

import pytest

from blog.accounts.account import Role
from blog.clock import now
from blog.publishing.deletion import delete
from blog.publishing.publication import withdraw
from blog.storage.site_setting import change_site_setting
from tests.builders import a_draft, a_public_article, an_account, an_approved_comment
from tests.reading.pages import newer_link, older_link, on_one_line, titles_in

LONG_AGO = now() - timedelta(days=100)


def some_articles(number, **details):
    """Published a day after one another; returned newest first."""
    articles = [a_public_article(live=LONG_AGO + timedelta(days=n), **details) for n in range(number)]
    return articles[::-1]


def titles(articles):
    return [article.title for article in articles]


def test_a_blog_without_articles_says_so(visitor):
    page = visitor.get("/")
    assert page.status_code == 200
    assert "Nothing has been published yet." in page.text
    assert titles_in(page.text) == []


def test_home_shows_the_ten_newest_with_author_date_summary_and_comments(visitor):
    ada = an_account(name="Ada Byron", handle="ada")
    articles = some_articles(11, by=ada, summary="In short.")
    an_approved_comment(articles[0])
    page = on_one_line(visitor.get("/").text)
    assert titles_in(page) == titles(articles[:10])
    assert page.count('href="/authors/ada" rel="author">Ada Byron</a>') == 10
    assert page.count("In short.") == 10
    assert page.count("<time datetime=") == 10
    assert f'href="/articles/{articles[0].slug}#comments">1 comment<' in page
    assert f'href="/articles/{articles[1].slug}#comments">No comments<' in page


def test_an_article_without_a_summary_shows_its_first_words(visitor):
    a_public_article(body="It began with *rain* & ended with snow.")
    assert (
        '<p class="summary" dir="auto">It began with rain &amp; ended with snow.</p>' in visitor.get("/").text
    )


def test_the_number_of_articles_a_page_is_a_setting(visitor):
    articles = some_articles(4)
    change_site_setting("articles_per_page", 3, by=articles[0].author)
    assert titles_in(visitor.get("/").text) == titles(articles[:3])


@pytest.mark.parametrize("where", ["home", "author", "tag"])
def test_older_and_newer_links_walk_through_everything_once_ties_included(visitor, where):
    ada = an_account(handle="ada")
    tie = LONG_AGO + timedelta(hours=1)
    at_once = [a_public_article(by=ada, tags=["Winter"], live=tie) for _ in range(5)][::-1]
    articles = [*some_articles(3, by=ada, tags=["Winter"]), a_public_article(by=ada, live=LONG_AGO)]
    in_order = titles(articles[:2]) + titles(at_once) + titles(articles[3:] + articles[2:3])
    if where == "tag":
        in_order.remove(articles[3].title)
    change_site_setting("articles_per_page", 2, by=ada)
    address = {"home": "/", "author": "/authors/ada", "tag": "/tags/winter"}[where]

    seen, pages = [], []
    while address:
        pages.append(visitor.get(address).text)
        seen += titles_in(pages[-1])
        address = older_link(pages[-1])
    assert seen == in_order
    assert newer_link(pages[0]) is None

    back = titles_in(pages[-1])
    address = newer_link(pages[-1])
    while address:
        page = visitor.get(address).text
        back = titles_in(page) + back
        address = newer_link(page)
    assert back == in_order


def test_before_is_strictly_older_and_after_strictly_newer(visitor):
    newest, middle, oldest = some_articles(3)
    assert titles_in(visitor.get(f"/?before={middle.slug}").text) == [oldest.title]
    assert titles_in(visitor.get(f"/?after={middle.slug}").text) == [newest.title]


def test_past_the_last_article_there_is_a_way_back(visitor):
    (article,) = some_articles(1)
    for side in ("before", "after"):
        page = visitor.get(f"/?{side}={article.slug}")
        assert page.status_code == 200
        assert 'There is nothing further this way. <a href="/">' in page.text


def test_a_page_begins_only_at_an_article_that_readers_know(visitor):
    draft, withdrawn, deleted = a_draft(), a_public_article(), a_public_article()
    withdraw(withdrawn)
    delete(deleted, by=deleted.author)
    scheduled = a_public_article(live=now() + timedelta(days=1))
    for slug in ("unknown", "", "'%22", draft.slug, withdrawn.slug, deleted.slug, scheduled.slug):
        for side in ("before", "after"):
            assert visitor.get(f"/?{side}={slug}").status_code == 404


def test_an_author_is_shown_with_what_they_say_of_themselves(visitor):
    ada = an_account(name="Ada <Byron>", handle="ada", bio="Keeps bees.\nMends radios.")
    first = a_public_article(by=ada, live=LONG_AGO)
    a_public_article()
    page = visitor.get("/authors/ada").text
    assert "<h1>Ada &lt;Byron&gt;</h1>" in page
    assert "Keeps bees.\nMends radios.</p>" in page
    assert "<svg" in page
    assert "1 article<" in page
    assert titles_in(page) == [first.title]


@pytest.mark.parametrize("role", list(Role))
def test_nobody_has_a_page_before_a_public_article_of_theirs(visitor, role):
    person = an_account(role, handle="someone")
    a_draft(by=person)
    a_public_article(by=person, live=now() + timedelta(days=1))
    unknown, known = visitor.get("/authors/nobody"), visitor.get("/authors/someone")
    assert (unknown.status_code, known.status_code) == (404, 404)
    assert unknown.data == known.data


def test_a_tag_has_a_page_once_something_public_stands_under_it(visitor):
    article = a_draft(tags=["Winter"])
    assert visitor.get("/tags/winter").status_code == 404
    public = a_public_article(tags=["Winter"], by=article.author)
    page = visitor.get("/tags/winter").text
    assert "<h1>Winter</h1>" in page
    assert titles_in(page) == [public.title]


def test_odd_addresses_are_not_there(visitor):
    a_public_article(tags=["Winter"])
    for address in ("/articles/%00", "/authors/%00", "/tags/%00", "/tags/%ff", "/articles/" + "a" * 5000):
        assert visitor.get(address).status_code == 404


def test_names_in_other_scripts_have_pages(visitor):
    article = a_public_article(title="你好 世界", tags=["Зима"])
    page = visitor.get("/")
    assert titles_in(page.text) == ["你好 世界"]
    assert visitor.get(f"/articles/{article.slug}").status_code == 200
    assert visitor.get(f"/tags/{article.tags[0].slug}").status_code == 200
