import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.text.plain import find_number, fit_for_html, printable, tidy_body, tidy_line
from tests.corpora import corpus


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Grace   Hopper ", "Grace Hopper"),
        ("Grace\r\nBcc: all", "Grace Bcc: all"),
        ("Gr\0ace\x07", "Grace"),
        ("\u200b\ufeffGrace\u200d", "Grace"),
        ("\u202eecarG\u202c", "ecarG"),
        ("نام\u200cها", "نام\u200cها"),
        ("👩\u200d🔬", "👩\u200d🔬"),
        ("a\ud800b", "a\ufffdb"),
        ("a\u2028b\x85c\u3000d", "a b c d"),
        ("\u200b \u2060", ""),
        ("", ""),
    ],
)
def test_a_line_is_tidied(typed, kept):
    assert tidy_line(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\0\x01\x0bb\tc", "ab\tc"),
        ("a \n\n  \n", "a "),
        ("\n\n  a", "\n\n  a"),
        ("a\udfffb", "a\ufffdb"),
        ("e\u0301 \u202eb\u200b\x7f", "e\u0301 \u202eb\u200b\x7f"),
        (" \n\t\n", ""),
    ],
)
def test_a_body_is_tidied_and_otherwise_exact(typed, kept):
    assert tidy_body(typed) == kept


@given(st.text())
def test_tidying_twice_is_tidying_once(text):
    assert tidy_body(tidy_body(text)) == tidy_body(text)
    assert tidy_line(tidy_line(text)) == tidy_line(text)


@given(st.text())
def test_a_log_line_is_one_line_that_can_be_printed(text):
    assert printable(text).isprintable()


def test_a_log_line_shows_what_was_hidden():
    assert printable("a\r\nb\x1b[31m é 字 \u202e\ud800") == "a\\r\\nb\\x1b[31m é 字 \\u202e\\ud800"


@given(st.text())
def test_text_fit_for_html_is_as_long_as_the_text(text):
    fit = fit_for_html(text)
    fit.encode("utf-8")
    assert len(fit) == len(text.replace("\r\n", "\n"))


def test_awkward_text_comes_back_exactly():
    for entry in corpus("text"):
        typed = entry["input"]
        tidy_line(typed).encode("utf-8")
        if typed.isprintable() and typed.strip():
            assert tidy_body(typed) == typed


@pytest.mark.parametrize(
    ("typed", "number"), [("0", 0), ("007", 7), ("999999999", 999999999), ("1" * 10, None), ("", None), ("-1", None),
                          ("1.0", None), (" 1", None), ("²", None), ("٣", None)],
)  # fmt: skip
def test_a_number_that_was_typed(typed, number):
    assert find_number(typed) == number
