"""The newest public comments, of the whole blog or of one article, as Atom (RFC 4287); what each answers after RFC 4685.

An entry's id is the comment's address, which stays. Of whoever wrote it the name is told, and nothing else.
"""

from dataclasses import dataclass

from blog.reading.absolute_links import with_absolute_links
from blog.reading.feed import NAMESPACE, NEVER, moment_in_xml
from blog.reading.xml_document import add, root, written

MOST_ENTRIES = 50
THREADS = "http://purl.org/syndication/thread/1.0"
NO_NAME = "Somebody"  # of whose name XML knows no character


@dataclass(frozen=True)
class Subject:
    """What a feed is about: its title, and the absolute addresses of the page that shows it and of the feed itself."""

    title: str
    page: str
    feed: str


def comment_feed(comments, *, subject, language, address):
    """Bytes of the feed of `comments`: rows of `newest_comments` (reading/queries.py).

    `address(endpoint, **values)` gives an absolute address.
    """
    feed = root("feed", NAMESPACE, **{"xmlns:thr": THREADS, "xml:lang": language})
    add(feed, "title", subject.title)
    add(feed, "id", subject.feed)
    add(feed, "link", rel="alternate", type="text/html", href=subject.page)
    add(feed, "link", rel="self", type="application/atom+xml", href=subject.feed)
    add(feed, "updated", moment_in_xml(max(map(_changed_at, comments), default=NEVER)))
    for comment in comments:
        _add_entry(feed, comment, address)
    return written(feed)


def _add_entry(feed, comment, address):
    page = address("reading.article", slug=comment.slug)
    place = _place(comment.slug, comment.public_id, address)
    answered = _place(comment.slug, comment.parent, address) if comment.parent else page
    entry = add(feed, "entry")
    name = add(add(entry, "author"), "name", comment.name)
    name.text = name.text.strip() or NO_NAME
    add(entry, "title", f"{name.text} on {comment.title}")
    add(entry, "id", place)
    add(entry, "link", rel="alternate", type="text/html", href=place)
    add(entry, "thr:in-reply-to", ref=answered, type="text/html", href=answered)
    add(entry, "published", moment_in_xml(comment.left_at))
    add(entry, "updated", moment_in_xml(_changed_at(comment)))
    add(entry, "content", with_absolute_links(comment.body_html, page), type="html")


def _place(slug, public_id, address):
    return address("commenting.permalink", slug=slug, public_id=public_id)


def _changed_at(comment):
    return comment.edited_at or comment.left_at
