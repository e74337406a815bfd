"""What a test reads off a page."""

import re
from html import unescape

TITLE_IN_A_LIST = re.compile(r'<h[23] dir="auto"><a class="plain" href="/articles/[^"]+">(.*?)</a></h[23]>')
LINK_TO = r'<a href="([^"]*)" rel="{}">'


def on_one_line(page):
    """The HTML with every run of white space as one space: how a template is indented does not matter."""
    return " ".join(page.split())


def titles_in(page):
    """Titles of the listed articles, in order."""
    return [unescape(title) for title in TITLE_IN_A_LIST.findall(page)]


def newer_link(page):
    return _link(page, "prev")


def older_link(page):
    return _link(page, "next")


def _link(page, rel):
    found = re.findall(LINK_TO.format(rel), page)
    assert len(found) <= 1
    return unescape(found[0]) if found else None
