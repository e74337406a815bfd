"""A table may be wider than the page: it scrolls in a frame of its own, which the keyboard can reach."""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token


def add_tables(md: MarkdownIt) -> None:
    """Teach `md` tables with frames, column heads, and alignment by class instead of style."""
    md.enable("table")
    md.core.ruler.push("tables", _dress_tables)
    md.add_render_rule("table_open", _frame_open)
    md.add_render_rule("table_close", lambda *_: "</table>\n</div>\n")


def _dress_tables(state: StateCore) -> None:
    number = 0
    for index, token in enumerate(state.tokens):
        if token.type == "table_open":
            number += 1
            token.meta["number"] = number
        elif token.type in ("th_open", "td_open"):
            _align(token)
        if token.type == "th_open":
            _head(token, *state.tokens[index + 1 : index + 3])


def _align(token: Token) -> None:
    style = str(token.attrs.pop("style", ""))
    if style:
        token.attrSet("class", style.replace("text-align:", "align-"))


def _head(opening: Token, words: Token, closing: Token) -> None:
    """A head without words heads nothing: it becomes an ordinary cell."""
    if words.content.strip():
        opening.attrSet("scope", "col")
    else:
        opening.tag = closing.tag = "td"


def _frame_open(self, tokens, index, options, env) -> str:
    # Numbered, because two landmarks of one page may not have the same name.
    number = tokens[index].meta["number"]
    return f'<div class="scroll" tabindex="0" role="region" aria-label="Table {number}">\n<table>\n'
