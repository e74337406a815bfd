from urllib.parse import urlsplit

import pytest

from blog.text.websites import normalised_website
from tests.corpora import corpus


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("   ", ""),
        (" example.org ", "https://example.org"),
        ("example.org:8080/a", "https://example.org:8080/a"),
        ("//example.org", "https://example.org"),
        ("HTTP://Example.ORG/A?b#c", "http://example.org/A?b#c"),
        ("http://example.org//a", "http://example.org//a"),
        ("http://example.org/a@b", "http://example.org/a@b"),
        ("http://münchen.de/ü", "http://münchen.de/ü"),
        ("http://localhost:8000/", "http://localhost:8000/"),
        ("https://[::1]/", "https://[::1]/"),
        ('http://a.b/"<>', "http://a.b/%22%3C%3E"),
        ("http://a.b/" + "c" * 489, "http://a.b/" + "c" * 489),
    ],
)
def test_a_website_is_completed(typed, kept):
    assert normalised_website(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)", "java\nscript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,a", "ftp://a.b",
        "mailto:a@b.cd", "a@b.cd", "http://user:pass@a.b", "http://user@a.b", "http:a.b", "http:/a.b", "http://",
        "https://", "/a", "//", "?", "#a", "hello", "http:///a", "http://a b", "http://a.b/c d", "http://a.b\\c",
        "http://a.b\0", "http://a..b", "http://-a.b", "http://a.b:99999", "http://a.b:0", "http://a.b:x", "http://a.b:",
        "http://[::1", "http://1.2.3", "http://1.2.3.456", "http://0x7f000001", "http://a.b/\u202e", "http://a%62.c",
        "http://" + "a" * 64 + ".b", "a." + "b" * 499, "http://a.b/\ud800", "http://'a.b",
    ],
)  # fmt: skip
def test_a_website_is_refused_with_a_sentence(typed):
    with pytest.raises(ValueError) as refused:
        normalised_website(typed)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("name", ["urls", "xss", "text", "emails"])
def test_awkward_websites_are_refused_or_harmless(name):
    kept = []
    for entry in corpus(name):
        try:
            kept.append(normalised_website(entry["input"]))
        except ValueError:
            continue
    for address in filter(None, kept):
        parts = urlsplit(address)
        assert parts.scheme in ("http", "https")
        assert parts.hostname
        assert parts.username is None
        assert not set(address) & set('"<>`\\ \n\r\t\0')
        assert normalised_website(address) == address


def test_web_addresses_that_browsers_cannot_read_are_refused():
    for entry in corpus("urls"):
        typed = entry["input"]
        # What a foreign name decodes to is left to the browser: it leads nowhere if that fails.
        foreign = "xn--" in typed.lower() or not typed.isascii()
        if entry.get("expect") == "fail" and typed.lower().startswith("http") and not foreign:
            with pytest.raises(ValueError):
                print(entry["id"], normalised_website(typed))
