from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.text.cleaning import clean_article, clean_comment
from blog.text.footnotes import MOST_MENTIONS
from blog.text.highlighting import colour
from blog.text.markdown import render_article, render_comment
from blog.text.references import MOST_REPEATED
from tests.text.hard_inputs import HARD_INPUTS
from tests.text.reading_html import elements, foreign_parts, text_of

LONGEST_COMMENT = 10_000
MARKS = """
* ** _ __ ~~ ` ``` > - + 1. # ## === --- | |-| [ ] ( ) ![ ]( [^a] [^a]: [a]: <b> </b> <!-- --> <script> & &lt; &#0; &#x1;
&amp; &copy \\ " ' http://a.b https://x.y/z_(1) mailto:a@b.c javascript:a //a /media/a.png a b é 字 \u202e
"""
BLANKS = [" ", "  ", "    ", "\n", "\n\n", "\t", "\0", "\ud800", "\x0c", "\x85", "\ufeff", "\ufffe"]
MARKUP = st.lists(st.sampled_from(MARKS.split() + BLANKS), max_size=60).map("".join)


@pytest.mark.parametrize("name", HARD_INPUTS)
def test_the_longest_comment_of_each_hard_family_is_rendered_safely(name):
    html = render_comment(HARD_INPUTS[name](LONGEST_COMMENT))
    assert clean_comment(html) == html
    assert foreign_parts(html, "comment") == []


@pytest.mark.parametrize("name", HARD_INPUTS)
def test_an_article_of_each_hard_family_is_rendered_safely(name):
    html = render_article(HARD_INPUTS[name](2_000))
    assert clean_article(html) == html
    assert foreign_parts(html, "article") == []


def test_the_cells_of_all_tables_of_an_article_are_bounded_and_their_words_stay():
    html = render_article(HARD_INPUTS["tables to be filled up, many"](6_000))
    words = text_of(html)
    assert html.count("<td") + html.count("<th ") == 0  # one such table alone would have 24,000 cells
    assert words.count("b") == HARD_INPUTS["tables to be filled up, many"](6_000).count("b")


def test_tables_are_tables_until_their_cells_are_used_up():
    small = "|a|b|\n|-|-|\n|c|d|\n\n"
    large = "|a" * 100 + "|\n" + "|-" * 100 + "|\n" + "e\n" * 100 + "\n"
    html = render_article(small * 3 + large + small)
    assert (html.count("<table>"), text_of(html).count("e")) == (3, 100)


@pytest.mark.parametrize(
    "name", ["references to one long title", "pictures with one long title", "references to one long address"]
)
def test_what_references_repeat_is_bounded(name):
    assert len(render_article(HARD_INPUTS[name](20_000))) < 2 * MOST_REPEATED


def test_the_mentions_of_footnotes_are_bounded_and_each_note_can_be_mentioned_once():
    html = render_article("[^a]" * 3_000 + "[^b]\n\n[^a]: one\n\n[^b]: two\n")
    assert html.count('class="footnote-ref"') == 2 + MOST_MENTIONS
    assert (text_of(html).count("[^a]"), text_of(html).count("two")) == (2_999 - MOST_MENTIONS, 1)


@pytest.mark.parametrize("code", [" \n" * 60, "(" * 1001, "1\n" * 10_001])
def test_code_that_would_take_long_to_colour_is_shown_plain(code):
    assert colour(code, "c") == code


def test_all_the_coloured_code_of_an_article_is_bounded():
    block = "```c\n" + "1;\n" * 6_000 + "```\n"
    assert render_article(block * 7).count('<span class="mi">') == 5 * 6_000


@pytest.mark.parametrize("name", HARD_INPUTS)
def test_a_hard_family_is_exactly_as_long_as_asked(name):
    assert [len(HARD_INPUTS[name](length)) for length in (100, 999, LONGEST_COMMENT)] == [
        100,
        999,
        LONGEST_COMMENT,
    ]


@settings(max_examples=300, deadline=None)
@given(st.one_of(MARKUP, st.text(max_size=300)))
def test_what_was_rendered_is_clean_and_stays_as_it_is(source):
    for kind, render, clean in (
        ("comment", render_comment, clean_comment),
        ("article", render_article, clean_article),
    ):
        html = render(source)
        html.encode("utf-8")
        assert clean(html) == html
        assert foreign_parts(html, kind) == []


@settings(max_examples=200, deadline=None)
@given(st.one_of(MARKUP, st.text("<>&\"'/=abx !-", max_size=200)))
def test_the_cleaners_are_fixed_points_on_any_html(source):
    for clean in (clean_comment, clean_article):
        once = clean(source)
        assert clean(once) == once


@settings(max_examples=200, deadline=None)
@given(MARKUP)
def test_every_letter_of_a_comment_can_still_be_seen(source):
    html = render_comment(source)
    hidden = [
        e.get("href", "") + e.get("title", "") for e in elements(html)
    ]  # a click or a pointer shows these
    seen = unquote(text_of(html) + "".join(hidden))
    assert [letter for letter in "é字" if source.count(letter) > seen.count(letter)] == []
