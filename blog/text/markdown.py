"""Authors and visitors write Markdown; readers get HTML that was cleaned last, raw HTML shown as it was typed."""

from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.link import link

from blog.text.addresses import is_article_address, is_web_address, link_only
from blog.text.cleaning import COMMENT_LINK_REL, clean_article, clean_comment
from blog.text.footnotes import add_footnotes
from blog.text.highlighting import show_code
from blog.text.nesting import limit_nesting
from blog.text.outline import add_outline
from blog.text.pictures import add_pictures
from blog.text.plain import fit_for_html
from blog.text.references import limit_references
from blog.text.tables import add_tables

# No comment that is meant to be read comes near these; they keep the worst ones fast. Cleaning costs some
# 40 microseconds an element, and there is about one element to three block tokens.
_MOST_BLOCKS_IN_COMMENT = 1500
_MOST_LINES_IN_A_QUOTE = 250
# The same for an article, generously.
_MOST_BLOCKS_IN_ARTICLE = 30_000
_MOST_LINES_IN_ITS_QUOTES = 2000


def render_article(source: str, *, size_of: Callable[[str], tuple[int, int] | None] | None = None) -> str:
    """The HTML of an article's Markdown: CommonMark, tables, footnotes, strikethrough, coloured code.

    `size_of` answers the (width, height) in pixels of a picture by its address, or None where it is unknown.
    """
    return clean_article(_ARTICLE.render(fit_for_html(source), {"size_of": size_of}))


def render_comment(source: str) -> str:
    """The HTML of a comment's Markdown: emphasis, strong, strikethrough, code, quotes, lists and web links.

    Each line break is kept. Takes a time in proportion to the length of `source`, whatever it holds.
    """
    return clean_comment(_COMMENT.render(fit_for_html(source)))


def _article_reader() -> MarkdownIt:
    md = _reader(breaks=False)
    link_only(md, is_article_address)
    limit_nesting(md, most_blocks=_MOST_BLOCKS_IN_ARTICLE, most_lines=_MOST_LINES_IN_ITS_QUOTES)
    limit_references(md)
    add_tables(md)
    add_footnotes(md)
    add_pictures(md)
    add_outline(md)
    show_code(md, coloured=True)
    return md


def _comment_reader() -> MarkdownIt:
    md = _reader(breaks=True)
    # Without definitions of references: a short one would be repeated at length. Without entities: as typed.
    md.disable(["heading", "lheading", "hr", "reference", "image", "entity"])
    link_only(md, is_web_address)
    limit_nesting(md, most_blocks=_MOST_BLOCKS_IN_COMMENT, most_lines=_MOST_LINES_IN_A_QUOTE)
    md.inline.ruler.at("link", _link_but_no_picture)
    md.add_render_rule("link_open", _visitors_link)
    show_code(md, coloured=False)
    return md


def _reader(breaks: bool) -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": breaks, "xhtmlOut": False})
    md.inline.ruler.enable(["linkify", "strikethrough"])
    md.inline.ruler2.enable("strikethrough")
    return md


def _link_but_no_picture(state: StateInline, silent: bool) -> bool:
    """`![a](b)` is a picture, which a comment does not show: it stays as typed instead of becoming a link."""
    return state.src[state.pos - 1 : state.pos] != "!" and link(state, silent)


def _visitors_link(self, tokens, index, options, env) -> str:
    tokens[index].attrSet("rel", COMMENT_LINK_REL)
    return self.renderToken(tokens, index, options, env)


_ARTICLE = _article_reader()
_COMMENT = _comment_reader()
# markdown-it compiles its rules on first use, which is not safe in several threads at once.
render_article("- *a* https://a.example\n")
render_comment("- *a* https://a.example\n")
