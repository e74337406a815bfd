"""However long a comment is, only its beginning and its end are looked at, in one form for letters that look alike."""

import re
import unicodedata

LONGEST_NAME = 100
LONGEST_WEBSITE = 300
HEAD, TAIL = 2000, 500

# Python sorts a run of combining marks one by one, so that normalising a long run takes time with its square.
_AT_ONCE = 200
# No ink, no width: put between letters to hide a word from a filter.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0]"
)


def looked_at(body: str) -> str:
    """`body`, or the first 2,000 and the last 500 letters of a longer one."""
    return body if len(body) <= HEAD + TAIL else f"{body[:HEAD]}\n{body[-TAIL:]}"


def one_form(text: str) -> str:
    """`text` without invisible letters, with compatible letters (NFKC) for fancy ones; at most twice as long."""
    if text.isascii():
        return text
    visible = INVISIBLE.sub("", text)
    if unicodedata.is_normalized("NFKC", visible):
        return visible
    pieces = (visible[at : at + _AT_ONCE] for at in range(0, len(visible), _AT_ONCE))
    return "".join(unicodedata.normalize("NFKC", piece)[: 2 * _AT_ONCE] for piece in pieces)
