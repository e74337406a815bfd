"""The newest articles in full, as Atom (RFC 4287).

An entry's id is the article's address, which stays from its first publication on.
"""

from datetime import UTC, datetime

from blog.reading.absolute_links import with_absolute_links
from blog.reading.xml_document import add, root, written

MOST_ENTRIES = 20
NAMESPACE = "http://www.w3.org/2005/Atom"
CONTENT_TYPE = "application/atom+xml; charset=utf-8"

# An empty blog was never changed; the format asks for a date all the same.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def atom_feed(articles, *, site, address):
    """Bytes of the feed of `articles` (newest first, with author, publication and tags).

    `site` has title, tagline and language; `address(endpoint, **values)` gives an absolute address.
    """
    home = address("reading.home")
    feed = root("feed", NAMESPACE, **{"xml:lang": site.language})
    add(feed, "title", site.title)
    if site.tagline:
        add(feed, "subtitle", site.tagline)
    add(feed, "id", home)
    add(feed, "link", rel="alternate", type="text/html", href=home)
    add(feed, "link", rel="self", type="application/atom+xml", href=address("reading.feed"))
    add(feed, "updated", moment_in_xml(max(map(changed_for_readers, articles), default=NEVER)))
    for article in articles:
        _add_entry(feed, article, address)
    return written(feed)


def changed_for_readers(article):
    """When its words last changed before a reader's eyes: what came before its publication counts as that moment."""
    return max(article.changed_at, article.publication.goes_live_at)


def _add_entry(feed, article, address):
    page = address("reading.article", slug=article.slug)
    entry = add(feed, "entry")
    add(entry, "title", article.title)
    add(entry, "id", page)
    add(entry, "link", rel="alternate", type="text/html", href=page)
    add(entry, "published", moment_in_xml(article.publication.goes_live_at))
    add(entry, "updated", moment_in_xml(changed_for_readers(article)))
    author = add(entry, "author")
    add(author, "name", article.author.name)
    add(author, "uri", address("reading.author", handle=article.author.handle))
    for tag in article.tags:
        add(entry, "category", term=tag.slug, label=tag.name)
    if article.teaser:
        add(entry, "summary", article.teaser)
    add(entry, "content", with_absolute_links(article.body_html, page), type="html")


def moment_in_xml(moment):
    return moment.astimezone(UTC).isoformat(timespec="seconds")
