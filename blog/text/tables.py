"""A table may be wider than the page: it scrolls in a frame of its own, which the keyboard can reach."""

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from blog.text.budget import fits, use_up

# In all tables of an article. Short rows are filled up, so a few letters can make many cells.
MOST_CELLS = 10_000


def add_tables(md: MarkdownIt) -> None:
    """Teach `md` tables with frames, column heads, and alignment by class instead of style."""
    md.enable("table")
    md.block.ruler.at("table", _bounded_table, {"alt": ["paragraph", "reference"]})
    md.core.ruler.push("tables", _dress_tables)
    md.add_render_rule("table_open", _frame_open)
    md.add_render_rule("table_close", lambda *_: "</table>\n</div>\n")


def _bounded_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Whole or not at all. The first that is too large is also the last that is looked at: each look takes a while."""
    if not fits(state.env, "tables", 1, MOST_CELLS) or not table(state, start, end, True):
        return False
    if silent:
        return True
    if not fits(state.env, "cells", _most_cells_of(state, start, end), MOST_CELLS):
        use_up(state.env, "tables", MOST_CELLS)
        return False
    return table(state, start, end, False)


def _most_cells_of(state: StateBlock, start: int, end: int) -> int:
    """Columns times rows, if the table went on to the next empty line."""
    columns = state.getLines(start + 1, start + 2, 0, False).count("|") + 1
    rows = 0
    while start + rows < end and not state.isEmpty(start + rows) and rows * columns <= MOST_CELLS:
        rows += 1
    return rows * columns


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
