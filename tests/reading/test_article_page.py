from datetime import timedelta

from blog.clock import now
from tests.builders import a_draft, a_public_article, an_account, an_approved_comment
from tests.reading.pages import on_one_line

YESTERDAY = now() - timedelta(days=1)


def test_an_article_says_who_wrote_it_when_and_how_long_it_takes(visitor):
    ada = an_account(name="Ada Byron", handle="ada", bio="Keeps bees.")
    article = a_public_article(
        by=ada, title="Winter & I", body="word " * 700, summary="About snow.", live=YESTERDAY
    )
    an_approved_comment(article)
    page = visitor.get(f"/articles/{article.slug}").text
    assert '<h1 dir="auto">Winter &amp; I</h1>' in page
    assert '<p class="summary" dir="auto">About snow.</p>' in page
    assert '<a class="author plain" href="/authors/ada" rel="author">Ada Byron</a>' in page
    assert f'<time datetime="{YESTERDAY:%Y-%m-%dT%H:%M:%S}+00:00"' in page
    assert "3 min read" in page
    assert '<a class="plain" href="#comments">1 comment</a>' in page
    assert article.body_html in page
    assert "Keeps bees." in page


def test_an_article_tells_other_sites_what_it_is(environ, app, visitor):
    article = a_public_article(title='The "winter" ledger', summary="What <notes> say.", live=YESTERDAY)
    page = on_one_line(visitor.get(f"/articles/{article.slug}").text)
    address = f"http://127.0.0.1:8000/articles/{article.slug}"
    for line in (
        f'<link rel="canonical" href="{address}">',
        f'<meta property="og:url" content="{address}">',
        '<meta name="description" content="What &lt;notes&gt; say.">',
        '<meta property="og:title" content="The &#34;winter&#34; ledger">',
        '<meta property="og:description" content="What &lt;notes&gt; say.">',
        '<meta property="og:type" content="article">',
        f'<meta property="article:published_time" content="{YESTERDAY:%Y-%m-%dT%H:%M:%S}+00:00">',
    ):
        assert page.count(line) == 1, line


def test_the_foot_leads_to_tags_and_to_the_newer_and_the_older_article(visitor):
    older = a_public_article(title="Older one", live=YESTERDAY - timedelta(hours=2))
    article = a_public_article(tags=["Winter", "Radio"], live=YESTERDAY - timedelta(hours=1))
    newer = a_public_article(title="Newer one", live=YESTERDAY)
    a_public_article(title="Later one", live=now() + timedelta(days=1))
    page = on_one_line(visitor.get(f"/articles/{article.slug}").text)
    assert f'href="/articles/{newer.slug}" rel="prev"><span>Newer</span> Newer one</a>' in page
    assert f'href="/articles/{older.slug}" rel="next"><span>Older</span> Older one</a>' in page
    assert '<a href="/tags/radio" rel="tag">Radio</a>' in page
    assert '<a href="/tags/winter" rel="tag">Winter</a>' in page


def test_the_only_article_has_no_neighbours(visitor):
    article = a_public_article()
    assert "neighbours" not in visitor.get(f"/articles/{article.slug}").text


def test_what_is_not_public_is_not_there_and_does_not_show_that_it_exists(visitor):
    scheduled = a_public_article(live=now() + timedelta(days=1))
    answers = [visitor.get(f"/articles/{slug}") for slug in ("unknown", a_draft().slug, scheduled.slug)]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert len({answer.data for answer in answers}) == 1
    assert len({str(answer.headers) for answer in answers}) == 1


def test_a_scheduled_article_appears_at_its_moment_with_nothing_running(visitor, time_machine):
    moment = now() + timedelta(hours=1)
    article = a_public_article(title="Later", live=moment)
    visitor.get("/")
    time_machine.move_to(moment, tick=False)
    assert visitor.get(f"/articles/{article.slug}").status_code == 200
    assert "Later" in visitor.get("/").text
