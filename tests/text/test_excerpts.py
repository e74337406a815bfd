import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.text.excerpts import excerpt, reading_minutes, word_count
from blog.text.markdown import render_article


def test_an_excerpt_is_the_first_words_as_text():
    html = render_article("# A\n\nOne *two*\nthree &lt;b&gt; four[^1].\n\n- five\n- six\n\n[^1]: note")
    assert excerpt(html) == "A One two three <b> four. five six"


def test_a_long_text_is_cut_between_words_with_an_ellipsis():
    assert excerpt("<p>One two, three four</p>", longest=10) == "One two…"
    assert excerpt("<p>Exactly ten</p>", longest=11) == "Exactly ten"


def test_a_text_without_spaces_is_cut_between_letters():
    assert excerpt("<p>字字字字字字</p>", longest=4) == "字字字…"
    assert excerpt("<p>eeee\u0301eeee</p>", longest=5) == "eee…"


@given(st.text(), st.integers(min_value=2, max_value=50))
def test_an_excerpt_is_never_too_long(source, longest):
    assert len(excerpt(render_article(source), longest)) <= longest


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("", 0),
        ("<p>One, two — three</p><p>four</p>", 4),
        ("<p>字字字</p>", 2),
        ("<p>a<br>b</p>", 2),
        ("<p>don't</p>", 1),
    ],
)
def test_words_are_counted(html, words):
    assert word_count(html) == words


def test_reading_takes_at_least_a_minute():
    assert [reading_minutes(words) for words in (0, 1, 230, 2300)] == [1, 1, 1, 10]
