from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.text.cleaning import clean_article, clean_comment
from blog.text.markdown import render_article, render_comment
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
