"""The last step before words become a page: only what stands on these two lists gets through.

The lists hold what our own Markdown makes and nothing else, down to the value of each attribute.
"""

import re
import threading
from collections.abc import Callable

from bleach.sanitizer import Cleaner

from blog.text.addresses import is_article_address, is_web_address
from blog.text.highlighting import COLOUR_CLASSES
from blog.text.pictures import is_own_picture

COMMENT_LINK_REL = "nofollow ugc noopener"

Rule = Callable[[str], bool]


def _one_of(*values: str) -> Rule:
    return frozenset(values).__contains__


def _like(pattern: str) -> Rule:
    compiled = re.compile(pattern)
    return lambda value: compiled.fullmatch(value) is not None


def _any_words(value: str) -> bool:
    return True


_number = _like(r"\d{1,9}")
_heading = {"id": _like(r"h-[\w-]{1,100}")}
_code_frame = {"tabindex": _one_of("0"), "role": _one_of("group"), "aria-label": _one_of("Code")}
_cell = {"class": _one_of("align-left", "align-center", "align-right"), "scope": _one_of("col")}

COMMENT: dict[str, dict[str, Rule]] = {
    **{tag: {} for tag in ("p", "br", "em", "strong", "s", "code", "blockquote", "ul", "li")},
    "ol": {"start": _number},
    "pre": _code_frame,
    "a": {"href": is_web_address, "rel": _one_of(COMMENT_LINK_REL), "title": _any_words},
}

ARTICLE: dict[str, dict[str, Rule]] = {
    **{tag: {} for tag in ("p", "br", "hr", "em", "strong", "s", "blockquote", "ul")},
    **{tag: {} for tag in ("table", "thead", "tbody", "tr")},
    **{f"h{level}": _heading for level in range(2, 7)},
    "ol": {"start": _number},
    "li": {"id": _like(r"fn-\d{1,6}")},
    "pre": _code_frame,
    "code": {"class": _like(r"language-[a-z0-9+#.-]{1,31}")},
    "span": {"class": _one_of(*COLOUR_CLASSES)},
    "th": _cell,
    "td": _cell,
    "sup": {"class": _one_of("footnote-ref")},
    "section": {
        "class": _one_of("footnotes"),
        "role": _one_of("doc-endnotes"),
        "aria-label": _one_of("Footnotes"),
    },
    "div": {
        "class": _one_of("scroll", "highlight"),
        "tabindex": _one_of("0"),
        "role": _one_of("region"),
        "aria-label": _like(r"Table \d{1,6}"),
    },
    "img": {
        "src": is_own_picture,
        "alt": _any_words,
        "title": _any_words,
        "loading": _one_of("lazy"),
        "width": _number,
        "height": _number,
    },
    "a": {
        "href": is_article_address,
        "title": _any_words,
        "class": _one_of("heading-anchor", "footnote-back"),
        "id": _like(r"fnref-[\d-]{1,13}"),
        "role": _one_of("doc-noteref", "doc-backlink"),
        "aria-label": _like(r"Footnote \d{1,6}|Back to mention \d{1,6} of footnote \d{1,6}"),
        "aria-hidden": _one_of("true"),
        "tabindex": _one_of("-1"),
    },
}


class _CleanerOfThisThread(threading.local):
    """bleach's parser keeps state while it reads, so each thread has cleaners of its own."""

    def __init__(self) -> None:
        self.comment = _cleaner(COMMENT, {"http", "https"})
        self.article = _cleaner(ARTICLE, {"http", "https", "mailto"})


def _cleaner(allowed: dict[str, dict[str, Rule]], protocols: set[str]) -> Cleaner:
    def may_stay(tag: str, attribute: str, value: str) -> bool:
        rule = allowed[tag].get(attribute)
        return rule is not None and rule(value)

    return Cleaner(tags=frozenset(allowed), attributes=may_stay, protocols=protocols)


_cleaners = _CleanerOfThisThread()


def clean_article(html: str) -> str:
    """`html` with only what an article may hold; anything else is shown as it was typed."""
    return _cleaners.article.clean(html)


def clean_comment(html: str) -> str:
    """`html` with only what a comment may hold; anything else is shown as it was typed."""
    return _cleaners.comment.clean(html)
