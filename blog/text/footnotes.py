"""A footnote stands at the end of the article; its number leads there and its arrow leads back."""

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote.index import footnote_def, footnote_plugin, footnote_ref

from blog.text.budget import fits

LONGEST_LABEL = 200  # characters, its brackets included
MOST_NOTES, MOST_MENTIONS = 1000, 2000  # of an article; each note may be mentioned once, whatever was before


def add_footnotes(md: MarkdownIt) -> None:
    """Teach `md` footnotes (`[^a]` and `[^a]: words`), with names for those who cannot see the arrows."""
    footnote_plugin(md, inline=False)
    md.block.ruler.at("footnote_def", _definition, {"alt": ["paragraph", "reference"]})
    md.inline.ruler.at("footnote_ref", _mention)
    md.add_render_rule("footnote_ref", _reference)
    md.add_render_rule("footnote_block_open", _block_open)
    md.add_render_rule("footnote_block_close", lambda *_: "</ol>\n</section>\n")
    md.add_render_rule("footnote_open", _note_open)
    md.add_render_rule("footnote_anchor", _way_back)


def _definition(state, start: int, end: int, silent: bool) -> bool:
    """Only at the top level: nested ones would nest without an end."""
    if state.level > 0 or not footnote_def(state, start, end, True):
        return False
    return silent or (fits(state.env, "notes", 1, MOST_NOTES) and footnote_def(state, start, end, False))


def _mention(state, silent: bool) -> bool:
    """Never in a link, which cannot hold another."""
    label, closing, _ = state.src[state.pos : state.pos + LONGEST_LABEL].partition("]")
    if state.linkLevel > 0 or not closing or not label.startswith("[^"):
        return False
    number = state.env.get("footnotes", {}).get("refs", {}).get(f":{label[2:]}")
    if number is None or (number >= 0 and not fits(state.env, "mentions", not silent, MOST_MENTIONS)):
        return False
    return footnote_ref(state, silent)


def _place(token) -> str:
    """ "3" for the first mention of note 3, "3-1" for the next."""
    number, again = token.meta["id"] + 1, token.meta.get("subId", 0)
    return f"{number}-{again}" if again > 0 else str(number)


def _reference(self, tokens, index, options, env) -> str:
    number, place = tokens[index].meta["id"] + 1, _place(tokens[index])
    return (
        f'<sup class="footnote-ref"><a href="#fn-{number}" id="fnref-{place}" role="doc-noteref" '
        f'aria-label="Footnote {number}">{number}</a></sup>'
    )


def _block_open(self, tokens, index, options, env) -> str:
    return '<section class="footnotes" role="doc-endnotes" aria-label="Footnotes">\n<ol>\n'


def _note_open(self, tokens, index, options, env) -> str:
    return f'<li id="fn-{tokens[index].meta["id"] + 1}">'


def _way_back(self, tokens, index, options, env) -> str:
    number, place = tokens[index].meta["id"] + 1, _place(tokens[index])
    mention = tokens[index].meta["subId"] + 1
    # The variation selector keeps the arrow from being drawn as a coloured picture.
    return (
        f' <a class="footnote-back" href="#fnref-{place}" role="doc-backlink" '
        f'aria-label="Back to mention {mention} of footnote {number}">\u21a9\ufe0e</a>'
    )
