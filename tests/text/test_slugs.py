import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.text.slugs import is_slug, slugify


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Hello, World!", "hello-world"),
        ("Crème brûlée", "creme-brulee"),
        ("Straße nach Łódź", "strasse-nach-lodz"),
        ("Don't panic", "dont-panic"),
        ("  --a__b--  ", "a-b"),
        ("你好 世界", "你好-世界"),
        ("Привет, мир", "привет-мир"),
        ("हिन्दी", "हिन्दी"),
        ("ﬁne ２０２４", "fine-2024"),
        ("!!!", "article"),
        ("", "article"),
        ("\ud800\0", "article"),
    ],
)
def test_a_title_becomes_a_slug(title, slug):
    assert slugify(title) == slug


def test_a_long_title_is_cut_between_words():
    assert slugify("one two three four", longest=12) == "one-two"
    assert slugify("a" * 100, longest=12) == "a" * 12


@given(st.text(), st.integers(min_value=10, max_value=80))
def test_whatever_the_title_the_slug_is_one(title, longest):
    slug = slugify(title, longest)
    assert is_slug(slug)
    assert len(slug) <= longest
    assert slugify(slug, longest) == slug


@pytest.mark.parametrize(
    "text", ["", "A", "a b", "-a", "a-", "a--b", "a/b", "a.b", "..", "a\n", "a_b", "a" * 300, "é\u0301%"]
)
def test_is_no_slug(text):
    assert is_slug(text) is False
