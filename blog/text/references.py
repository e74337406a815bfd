"""A reference repeats an address and a title that are typed once: repeated at too great a length, it stands as typed."""

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, image, link

from blog.text.budget import fits

# Characters of all addresses and titles of an article together.
MOST_REPEATED = 500_000


def limit_references(md: MarkdownIt) -> None:
    """Let the links and pictures of `md` refer to definitions until those were repeated at length."""
    md.inline.ruler.at("link", _counted(link, "link_open"))
    md.inline.ruler.at("image", _counted(image, "image"))


def _counted(rule, kind: str):
    def counted_rule(state: StateInline, silent: bool) -> bool:
        before = len(state.tokens)
        if not rule(state, silent):
            return False
        if not silent:
            # Text that was pending may stand before it.
            made = next(token for token in state.tokens[before : before + 2] if token.type == kind)
            length = sum(len(str(value)) for value in made.attrs.values())
            if not fits(state.env, "repeated", length, MOST_REPEATED):
                state.env["references"] = {}  # no other reference finds its definition
        return True

    return counted_rule
