"""What people typed is kept as they typed it; only what no one can see or mean is taken away."""

import re
import unicodedata

# Characters that turn the direction of the text after them, and so can disguise a name.
_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
# Characters without width or ink. Inside a word some have a meaning (Persian, emoji); at its ends they have none.
_INKLESS = (
    "".join(
        map(chr, [0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x180E, *range(0x200B, 0x2010), *range(0x2060, 0x2065)])
    )
    + "\u2800\u3164\ufeff\uffa0"
)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL_IN_BODY = {code: None for code in range(0x20) if chr(code) not in "\n\t"}
# What HTML does not allow in a page: controls but tab and line feed, surrogates, noncharacters.
_NOT_IN_HTML = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
    + "]"
)


def tidy_line(text: str) -> str:
    """`text` on one line, for names and the like: spaces collapsed, controls and direction turns dropped."""
    text = _whole(text).translate(_TURNS)
    text = "".join(" " if letter.isspace() else letter for letter in text)
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Cc")
    return " ".join(text.split()).strip(_INKLESS + " ")


def tidy_body(text: str) -> str:
    """`text` with LF line ends, without control characters (but tab) and without blank lines at its end.

    Everything else comes back exactly: letters are not composed, spaces not collapsed.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROL_IN_BODY)
    words = _whole(text).rstrip()
    end_of_last_line = text[len(words) :].partition("\n")[0]
    return words + end_of_last_line if words else ""


def printable(text: str) -> str:
    """`text` as one line that is safe in a log: line breaks, controls and invisible characters are escaped."""
    return "".join(letter if letter.isprintable() else _escaped(letter) for letter in text)


def fit_for_html(text: str) -> str:
    """`text` with LF line ends, in which a character that may not stand in a page is shown as U+FFFD."""
    return _NOT_IN_HTML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def _whole(text: str) -> str:
    return _LONE_SURROGATE.sub("\ufffd", text)


def _escaped(letter: str) -> str:
    return letter.encode("unicode_escape").decode("ascii")


def find_number(typed):
    """The whole number that a string of one to nine ASCII digits writes, so that any column can hold it; else None."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
