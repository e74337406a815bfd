"""Code is coloured on the server, by classes; a language nobody knows is shown plain."""

import re
from html import escape

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, fence
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES
from pygments.util import ClassNotFound

from blog.text.budget import fits

# Colouring costs about a microsecond a letter; a block longer than this is data, not something to read.
LONGEST_COLOURED, MOST_COLOURED = 20_000, 100_000  # letters of one block, and of all in an article
# Many lexers look for what follows white space from each of its letters on, or for the end of a line from each place
# in it, which takes the square of its length: what holds so much at a stretch was not written to be read either.
_SLOW = re.compile(r"[^\n]{1001}|\s{101}")
COLOUR_CLASSES = frozenset(STANDARD_TYPES.values()) - {""}
# A long line scrolls inside its frame, so the frame must be reachable by keyboard, and what is reachable has a name.
FRAME = '<pre tabindex="0" role="group" aria-label="Code">'

_LANGUAGE = re.compile(r"[a-z0-9][a-z0-9+#.-]{0,30}")
_FORMATTER = HtmlFormatter(nowrap=True)


def show_code(md: MarkdownIt, coloured: bool) -> None:
    """Let `md` frame its code blocks, and colour the fenced ones when `coloured`.

    Where they are not coloured, a fence may be followed by the name of a language and by no other words: they
    would not be shown.
    """
    if not coloured:
        md.block.ruler.at(
            "fence", _fence_without_words, {"alt": ["paragraph", "reference", "blockquote", "list"]}
        )
    md.add_render_rule("code_block", lambda self, tokens, index, *_: _framed(escape(tokens[index].content)))
    md.add_render_rule("fence", _coloured_fence if coloured else _plain_fence)


def _fence_without_words(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    words = line.lstrip("`~").strip().lower()
    return (not words or bool(_LANGUAGE.fullmatch(words))) and fence(state, start, end, silent)


def _plain_fence(self, tokens, index, options, env) -> str:
    return _framed(escape(tokens[index].content))


def _coloured_fence(self, tokens, index, options, env) -> str:
    code, language = tokens[index].content, _language(tokens[index].info)
    coloured = language and fits(env, "coloured", len(code), MOST_COLOURED)
    html = colour(code, language) if coloured else escape(code)
    return f'<div class="highlight">{_framed(html, language)}</div>\n'


def colour(code: str, language: str) -> str:
    """`code` as HTML with a span a token, or only escaped where the language is unknown or the code too long in some way."""
    if not language or len(code) > LONGEST_COLOURED or _SLOW.search(code):
        return escape(code)
    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return escape(code)
    return highlight(code, lexer, _FORMATTER)


def _language(words_of_fence: str) -> str:
    first = words_of_fence.split(maxsplit=1)[:1]
    found = _LANGUAGE.fullmatch(first[0].lower()) if first else None
    return found[0] if found else ""


def _framed(html: str, language: str = "") -> str:
    named = f' class="language-{language}"' if language else ""
    return f"{FRAME}<code{named}>{html}</code></pre>\n"
