"""A link leads to a web page (from an article also to a place on this site or an email address), nowhere else.

Bare addresses are found by linkify-it, asked once for each "://". Its own rules for markdown-it look back over
the whole line for every such sign, and also find email addresses, which nobody asked to have made clickable.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

_LONGEST_ADDRESS = 2000
_WEB = re.compile(r"https?://[^/?#\\]", re.IGNORECASE)
# From the root, within the page, or from here: a name that ends before anything that could make it a scheme.
_ON_THIS_SITE = re.compile(r"/(?!/)|[#?]|(?:[\w.~%-]+)(?:[/?#]|$)", re.ASCII)
_MAILTO = re.compile(r"mailto:[^?]+@", re.IGNORECASE)
_SCHEME_JUST_BEFORE = re.compile(r"(?:^|[^a-z0-9.+-])(https?)$", re.IGNORECASE)


def is_web_address(url: str) -> bool:
    """Whether `url` is an absolute http or https address."""
    return _WEB.match(url) is not None and "\\" not in url and len(url) <= _LONGEST_ADDRESS


def is_article_address(url: str) -> bool:
    """Whether an author may link to `url`: the web, an email address, or a place relative to this site."""
    if "\\" in url or len(url) > _LONGEST_ADDRESS:
        return False
    return any(kind.match(url) for kind in (_WEB, _MAILTO, _ON_THIS_SITE))


def link_only(md: MarkdownIt, allowed) -> None:
    """Let `md` make links only of addresses that `allowed(url)` accepts, and find bare web addresses."""
    md.validateLink = allowed
    md.normalizeLinkText = str  # an address is shown as it was typed
    md.inline.ruler.at("linkify", _bare_address)


def _bare_address(state: StateInline, silent: bool) -> bool:
    if state.linkLevel > 0 or not state.src.startswith("://", state.pos):
        return False
    # Seven letters hold the longest scheme and whatever stands before it.
    scheme = _SCHEME_JUST_BEFORE.search(state.pending[-7:])
    if not scheme:
        return False
    ahead = state.src[state.pos + 1 : min(state.posMax, state.pos + _LONGEST_ADDRESS)]
    rest = ahead[: state.md.linkify.test_schema_at(ahead, "http:", 0)].rstrip("*_~")
    typed = f"{scheme[1]}:{rest}"
    url = state.md.normalizeLink(typed)
    if not rest or not is_web_address(url):
        return False
    if not silent:
        _push_link(state, scheme[1], typed, url)
    state.pos += 1 + len(rest)
    return True


def _push_link(state: StateInline, scheme: str, typed: str, url: str) -> None:
    state.pending = state.pending[: -len(scheme)]
    opening = state.push("link_open", "a", 1)
    opening.attrs = {"href": url}
    state.push("text", "", 0).content = typed
    state.push("link_close", "a", -1)
