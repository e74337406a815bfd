"""A long list is read in pages that begin at an article, not at a number: the hundredth page is as quick as the first,
and nothing is skipped or shown twice when an article appears meanwhile.
"""

from dataclasses import dataclass

from blog.commenting.closure import those_without_comments
from blog.publishing.article import Article
from blog.publishing.queries import newer_than, newest_first, older_than, oldest_first
from blog.reading.queries import for_a_list, the_public_article
from blog.storage import db


@dataclass(frozen=True)
class Page:
    """`articles` newest first. `newer` and `older` are the slugs at which the neighbouring pages begin, or None."""

    articles: list[Article]
    newer: str | None
    older: str | None
    is_first: bool
    without_comments: set[int]  # ids of those that show none


def page_of(articles, *, size, at, before=None, after=None):
    """A Page of at most `size` articles: the newest, or those older than the public article with the slug `before`, or
    those just newer than that with the slug `after`. Raises NotThere for an unknown slug.

    `articles(at)` gives the Select of what was public `at` a moment.
    """
    if before is not None:
        mark = the_public_article(before, at=at)
        # Bounded by that article's moment, not by this one: SQLite begins reading its index at one bound only.
        older = older_than(articles(mark.publication.goes_live_at), mark)
        return _page(_some(newest_first(older), size + 1), size, newer=True)
    if after is not None:
        mark = the_public_article(after, at=at)
        return _page_upwards(_some(oldest_first(newer_than(articles(at), mark)), size + 1), size)
    return _page(_some(newest_first(articles(at)), size + 1), size, newer=False)


def _some(statement, number):
    return db.session.scalars(for_a_list(statement).limit(number)).all()


def _page(found, size, *, newer):
    return _between(found[:size], newer=newer, older=len(found) > size)


def _page_upwards(found, size):
    return _between(found[:size][::-1], newer=len(found) > size, older=True)


def _between(articles, *, newer, older):
    return Page(
        articles=articles,
        newer=articles[0].slug if newer and articles else None,
        older=articles[-1].slug if older and articles else None,
        is_first=not newer,
        without_comments=those_without_comments(articles),
    )
