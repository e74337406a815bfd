"""A teaser is the first words of a text as a reader sees them, and a reading time is a fair guess."""

import re
import unicodedata
from html.parser import HTMLParser

WORDS_A_MINUTE = 230

_ELLIPSIS = "…"
# Elements inside a line; every other one stands on lines of its own.
_INLINE = frozenset({"a", "abbr", "b", "code", "em", "i", "s", "small", "span", "strong", "sub", "sup"})
# What is no part of the running text.
_APART = (("sup", "footnote-ref"), ("section", "footnotes"))
# Scripts without spaces between words: Chinese, Japanese, Thai, Lao, Khmer, Burmese.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_LETTERS_A_WORD = 2
_JOINED = "\u200d\ufe0f"


def excerpt(html: str, longest: int = 200) -> str:
    """The first words of `html` as plain text on one line, at most `longest` characters, its ellipsis included.

    It is text, not HTML: whoever shows it escapes it. Footnotes are left out.
    """
    text = " ".join(_text(html, enough=longest).split())
    return text if len(text) <= longest else _cut(text, longest - 1) + _ELLIPSIS


def word_count(html: str) -> int:
    """How many words `html` shows; where a script has no spaces, two letters are counted as a word."""
    text = _text(html)
    spaced, letters = _UNSPACED.subn(" ", text)
    words = sum(1 for word in spaced.split() if any(letter.isalnum() for letter in word))
    return words + (letters + _LETTERS_A_WORD - 1) // _LETTERS_A_WORD


def reading_minutes(words: int) -> int:
    """Whole minutes, at least one, that `words` words take to read."""
    return max(1, round(words / WORDS_A_MINUTE))


def _cut(text: str, room: int) -> str:
    kept, space, _ = text[: room + 1].rpartition(" ")
    if space and len(kept) >= room // 2:
        return kept.rstrip(" ,;:–—-")
    while room and _belongs_to_the_letter_before(text, room):
        room -= 1
    return text[:room]


def _belongs_to_the_letter_before(text: str, place: int) -> bool:
    return unicodedata.combining(text[place]) > 0 or text[place] in _JOINED or text[place - 1] == _JOINED[0]


def _text(html: str, enough: int | None = None) -> str:
    reader = _TextReader(enough)
    try:
        reader.feed(html)
        reader.close()
    except _EnoughRead:
        pass
    return "".join(reader.found)


class _EnoughRead(Exception):
    pass


class _TextReader(HTMLParser):
    """Gathers the text of a page, a space where an element starts a new line."""

    def __init__(self, enough: int | None) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._enough, self._read = enough, 0  # in letters, white space not counted
        self._apart: list[str] = []  # the open elements, from the outermost that is no running text

    def handle_starttag(self, tag, attrs):
        if self._apart or (tag, dict(attrs).get("class")) in _APART:
            if tag not in ("br", "img", "hr"):
                self._apart.append(tag)
        elif tag not in _INLINE:
            self.found.append(" ")

    def handle_endtag(self, tag):
        if self._apart:
            self._apart.pop()
        elif tag not in _INLINE:
            self.found.append(" ")

    def handle_data(self, text):
        if self._apart:
            return
        self.found.append(text)
        self._read += sum(map(len, text.split()))
        if self._enough is not None and self._read > self._enough:
            raise _EnoughRead
