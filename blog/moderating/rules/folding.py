"""Words are compared however they are cased, spaced or disguised by signs that nobody sees; whole, unless it is said otherwise.

So "press" is found in "Press!" and not in "WordPress". Scripts that are written without spaces know no whole words.
"""

import re
import unicodedata

_TOKEN = re.compile(r"\w+")
# Letters and marks that nobody sees, beside what Unicode calls formats: a joiner, fillers, an empty Braille cell, and signs
# that choose another shape of the letter before them.
_UNSEEN = dict.fromkeys(
    [
        *(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0),
        *(*range(0x180B, 0x180E), 0x180F, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)),
    ]
)
_UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # Hiragana, Katakana
    (0x3400, 0x9FFF),  # Han
    (0x20000, 0x3FFFF),
)


def folded(text):
    """`text` (a string) as it is compared: compatible forms, small letters, single spaces, nothing unseen."""
    if not text.isascii():
        text = text.translate(_UNSEEN)
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    if not text.isascii():
        text = "".join(
            letter for letter in text if unicodedata.category(letter) not in ("Cf", "Cc") or letter.isspace()
        )
    return " ".join(text.split())


def tokens(text):
    """The set of words in a folded text."""
    return set(_TOKEN.findall(text))


class Phrase:
    """Words to look for, as whole words or as part of others."""

    def __init__(self, typed, *, part=False):
        self.typed, self.text, self.part = typed, folded(typed), part
        self.needs = (
            frozenset() if part or any(map(_is_unspaced, self.text)) else frozenset(tokens(self.text))
        )
        self.bound_before = not part and _bounds(self.text[:1])
        self.bound_after = not part and _bounds(self.text[-1:])

    def is_in(self, text, words):
        """Whether a folded `text`, whose tokens are `words`, holds it."""
        if not self.needs <= words:
            return False
        start = text.find(self.text)
        while start != -1:
            end = start + len(self.text)
            before = self.bound_before and start > 0 and _is_of_a_word(text[start - 1])
            after = self.bound_after and end < len(text) and _is_of_a_word(text[end])
            if not before and not after:
                return True
            start = text.find(self.text, start + 1)
        return False


def _bounds(letter):
    return bool(letter) and _is_of_a_word(letter) and not _is_unspaced(letter)


def _is_of_a_word(letter):
    return letter.isalnum() or letter == "_" or unicodedata.category(letter).startswith("M")


def _is_unspaced(letter):
    return any(first <= ord(letter) <= last for first, last in _UNSPACED)
