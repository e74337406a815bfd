"""Every public address, for search engines (sitemaps.org). A file may list 50,000; a larger blog gets an index of files.

A file holds the articles of one range of ids, so that none is read past to get to the next.
"""

from sqlalchemy import func, select

from blog.accounts.account import Account
from blog.publishing.article import Article
from blog.publishing.publication import Publication
from blog.publishing.queries import public_articles
from blog.publishing.tag import Tag, article_tag
from blog.reading.xml_document import add, root, written
from blog.refusals import NotThere
from blog.storage import db

MOST_ADDRESSES = 50_000
ARTICLES_A_FILE = 10_000  # made in half a second; authors and tags find room where one file holds everything
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
CONTENT_TYPE = "application/xml; charset=utf-8"


def sitemap(*, at, address, articles_a_file=ARTICLES_A_FILE):
    """Bytes of the one file, or of the index. `address(endpoint, **values)` gives an absolute address."""
    files = _number_of_files(at, articles_a_file)
    if files == 1:
        return _listed([*_pages(at, address), *_articles(1, at, address, articles_a_file)])
    index = root("sitemapindex", NAMESPACE)
    for number in range(files + 1):
        add(add(index, "sitemap"), "loc", address("reading.sitemap_file", number=number))
    return written(index)


def sitemap_file(number, *, at, address, articles_a_file=ARTICLES_A_FILE):
    """Bytes of one file of the index: 0 holds authors and tags, the others articles. Raises NotThere."""
    if number > _number_of_files(at, articles_a_file):
        raise NotThere
    return _listed(_articles(number, at, address, articles_a_file) if number else _pages(at, address))


def _number_of_files(at, articles_a_file):
    last = db.session.scalar(public_articles(at).with_only_columns(func.max(Article.id))) or 1
    return (last - 1) // articles_a_file + 1


def _pages(at, address):
    """Pairs of address and the moment of its last change, or None."""
    yield address("reading.home"), None
    by = public_articles(at).with_only_columns(Article.author_id)
    handles = select(Account.handle).where(Account.id.in_(by)).order_by(Account.handle)
    under = public_articles(at).join(article_tag).with_only_columns(article_tag.c.tag_id)
    slugs = select(Tag.slug).where(Tag.id.in_(under)).order_by(Tag.slug)
    for handle in db.session.scalars(handles.limit(MOST_ADDRESSES // 2)):
        yield address("reading.author", handle=handle), None
    for slug in db.session.scalars(slugs.limit(MOST_ADDRESSES // 2 - 1)):
        yield address("reading.tag", slug=slug), None


def _articles(number, at, address, articles_a_file):
    last = number * articles_a_file
    statement = public_articles(at).where(Article.id.between(last - articles_a_file + 1, last))
    columns = statement.with_only_columns(Article.slug, Article.changed_at, Publication.goes_live_at)
    for slug, changed_at, goes_live_at in db.session.execute(columns.order_by(Article.id)):
        yield address("reading.article", slug=slug), max(changed_at, goes_live_at)


def _listed(pages):
    listed = root("urlset", NAMESPACE)
    for page, changed_at in pages:
        url = add(listed, "url")
        add(url, "loc", page)
        if changed_at is not None:
            add(url, "lastmod", changed_at.isoformat(timespec="seconds"))
    return written(listed)
