"""A slug is the part of an address that a person can read: lower-case words joined by hyphens."""

import re
import unicodedata

FALLBACK = "article"

_LONGEST = 200
# Letters that Unicode does not take apart into an ASCII letter and a mark.
_FOLDED = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ħ": "h",
        "ı": "i",
        "ŋ": "ng",
    }
)
_APOSTROPHES = re.compile("(?<=\\w)['\u2019\u02bc](?=\\w)")
_NO_ASCII = re.compile("[^a-z0-9]+")
_NO_LETTER = re.compile(r"[\W_]+")


def slugify(text: str, longest: int = 80) -> str:
    """A slug for `text`, at most `longest` characters, cut between words where that is possible.

    Letters are folded to ASCII ("Crème brûlée" → "creme-brulee"). A text of other letters keeps them
    ("你好" → "你好"). A text without letters and digits gives "article".
    """
    plain = _APOSTROPHES.sub("", unicodedata.normalize("NFKC", text).lower()).translate(_FOLDED)
    folded = unicodedata.normalize("NFKD", plain)
    slug = _NO_ASCII.sub(
        "-", "".join(letter for letter in folded if not unicodedata.combining(letter))
    ).strip("-")
    return _cut(slug or _kept_letters(plain), longest) or FALLBACK[:longest]


def is_slug(text: str) -> bool:
    """Whether `text` may stand as a slug in an address."""
    return 0 < len(text) <= _LONGEST and text == _kept_letters(text) and text == text.lower()


def _kept_letters(text: str) -> str:
    """Words joined by hyphens, combining marks staying on their letters (Hindi vowels are marks)."""
    letters = (
        letter if letter.isalnum() or unicodedata.category(letter).startswith("M") else "-"
        for letter in unicodedata.normalize("NFC", text)
    )
    slug = re.sub("-+", "-", "".join(letters)).strip("-")
    return slug if _NO_LETTER.sub("", slug) else ""


def _cut(slug: str, longest: int) -> str:
    if len(slug) <= longest:
        return slug
    kept, hyphen, _ = slug[: longest + 1].rpartition("-")
    return kept if hyphen and len(kept) >= longest // 2 else slug[:longest].strip("-")
