"""A body is marked up to a certain depth and number; beyond that its marks stand as they were typed.

Left alone, markdown-it drops what is nested too deep, and takes a time that grows with depth times length.
"""

import sys

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, blockquote, heading, hr, lheading, list_block
from markdown_it.rules_inline import StateInline

# In levels of markdown-it: a quote is one, a list (with its item) two. It must stay below its `maxNesting`.
DEEPEST_BLOCK = 10
DEEPEST_EMPHASIS = 8

# Rules of markdown-it, and what they may interrupt.
_CONTAINERS = {
    "blockquote": (blockquote, ["paragraph", "reference", "blockquote", "list"]),
    "list": (list_block, ["paragraph", "reference", "blockquote"]),
}
_DIVIDERS = {
    "heading": (heading, ["paragraph", "reference", "blockquote"]),
    "lheading": (lheading, []),
    "hr": (hr, ["paragraph", "reference", "blockquote", "list"]),
}


def limit_nesting(md: MarkdownIt, most_blocks: int = sys.maxsize, most_lines: int = sys.maxsize) -> None:
    """Let quotes and lists of `md` nest to a fixed depth.

    None is longer than `most_lines` lines. None begins after `most_blocks` block tokens, nor does a heading or a rule.
    """
    for name, (rule, interrupts) in _DIVIDERS.items():
        md.block.ruler.at(name, _until(most_blocks, rule), {"alt": interrupts})
    for name, (rule, interrupts) in _CONTAINERS.items():
        md.block.ruler.at(name, _bounded(rule, most_blocks, most_lines), {"alt": interrupts})
    md.inline.ruler2.after("emphasis", "flat_emphasis", _flatten_emphasis)


def _until(most_blocks: int, rule):
    def early_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        return len(state.tokens) <= most_blocks and rule(state, start, end, silent)

    return early_rule


def _bounded(rule, most_blocks: int, most_lines: int):
    def bounded_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if state.level >= DEEPEST_BLOCK or len(state.tokens) > most_blocks:
            return False
        return rule(state, start, min(end, start + most_lines), silent)

    return bounded_rule


def _flatten_emphasis(state: StateInline) -> None:
    depth = 0
    for token in state.tokens:
        if token.tag not in ("em", "strong", "s"):
            continue
        depth += token.nesting
        if (depth if token.nesting > 0 else depth + 1) > DEEPEST_EMPHASIS:
            token.type, token.tag, token.nesting, token.content = "text", "", 0, token.markup
