"""The title of the page is its only h1: the headings of a body begin at h2, skip no level, and have anchors."""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from blog.text.slugs import slugify

ID_PREFIX = "h-"


def add_outline(md: MarkdownIt) -> None:
    """Give the headings of `md` their place in the outline, an id, and a link to themselves."""
    md.core.ruler.push("outline", _outline)


def _outline(state: StateCore) -> None:
    above: list[int] = []  # levels as typed, of the headings that the current one stands under
    taken: dict[str, int] = {}
    for index, token in enumerate(state.tokens):
        if token.type != "heading_open":
            continue
        words, closing = state.tokens[index + 1], state.tokens[index + 2]
        text = _text(words.children or [])
        if not text.strip():
            _leave_as_typed(token, words, closing)
            continue
        level = int(token.tag[1])
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        token.tag = closing.tag = f"h{min(1 + len(above), 6)}"
        token.attrSet("id", _unique(slugify(text, longest=60), taken))
        words.children.extend(_anchor(token.attrGet("id")))


def _leave_as_typed(opening: Token, words: Token, closing: Token) -> None:
    """A heading without words would be announced as nothing: it becomes a paragraph."""
    opening.type, closing.type = "paragraph_open", "paragraph_close"
    opening.tag = closing.tag = "p"
    words.children = [*(words.children or []), Token("text", "", 0, content=opening.markup)]


def _text(tokens: list[Token]) -> str:
    return "".join(
        _text(token.children or [])
        if token.type == "image"
        else " "
        if token.type == "softbreak"
        else token.content
        for token in tokens
    )


def _unique(slug: str, taken: dict[str, int]) -> str:
    """`slug` with the prefix, and with a number where the document has it already."""
    candidate = slug
    while candidate in taken:
        taken[slug] += 1
        candidate = f"{slug}-{taken[slug]}"
    taken[candidate] = 1
    return ID_PREFIX + candidate


def _anchor(identity: str) -> list[Token]:
    """A link for the mouse, whose sign the style sheet draws; screen readers already walk by headings."""
    attributes = {"class": "heading-anchor", "href": f"#{identity}", "aria-hidden": "true", "tabindex": "-1"}
    return [Token("anchor_open", "a", 1, attrs=attributes), Token("anchor_close", "a", -1)]
