"""Pictures come from this site's own media; one that lives elsewhere is offered as a link."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

# No dot leads a part, plain or percent-encoded, so that no address climbs out of the folder.
_SOURCE = re.compile(r"/media(?:/(?:[\w-]|%[89A-F][0-9A-F]|%20)(?:[\w.~-]|%[89A-F][0-9A-F]|%20)*)+", re.ASCII)


def is_own_picture(source: str) -> bool:
    """Whether `source` is the address of a picture in this site's media."""
    return _SOURCE.fullmatch(source) is not None


def add_pictures(md: MarkdownIt) -> None:
    """Let `md` show this site's pictures, loaded when they come near, and link to others."""
    md.core.ruler.push("pictures", _place_pictures)


def _place_pictures(state: StateCore) -> None:
    for block in state.tokens:
        if block.type == "inline" and any(token.type == "image" for token in block.children or []):
            block.children = _placed(block.children, state.env.get("size_of"))


def _placed(tokens: list[Token], size_of) -> list[Token]:
    placed, links = [], 0
    for token in tokens:
        links += token.nesting if token.tag == "a" else 0
        if token.type != "image":
            placed.append(token)
        elif is_own_picture(source := str(token.attrGet("src"))):
            placed.append(_measured(token, source, size_of))
        else:
            words = Token("text", "", 0, content=_words(token.children or []) or source)
            placed.extend([words] if links else _linked(words, source))
    return placed


def _measured(token: Token, source: str, size_of) -> Token:
    """The picture with its size where that is known, so that the page does not shift when it arrives."""
    size = size_of(source) if size_of else None
    if size:
        token.attrs.update(width=str(size[0]), height=str(size[1]))
    token.attrSet("loading", "lazy")
    return token


def _linked(words: Token, source: str) -> list[Token]:
    return [Token("link_open", "a", 1, attrs={"href": source}), words, Token("link_close", "a", -1)]


def _words(tokens: list[Token]) -> str:
    return "".join(
        _words(token.children or []) if token.type == "image" else token.content for token in tokens
    )
