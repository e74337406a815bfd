"""Regular expressions are read by RE2: in a time that grows with the text alone, whatever somebody writes.

So there is no looking ahead and no referring back. Large and small letters are the same.
"""

import re

import re2

LONGEST = 500  # code points
MOST_MEMORY = 1 << 20  # bytes that one expression may take

_SAID = {
    "missing )": "a bracket ( is opened and not closed",
    "unexpected )": "a bracket ) closes nothing",
    "missing ]": "a bracket [ is opened and not closed",
    "invalid perl operator": "this sign after ( is not known here: looking ahead or back is not possible",
    "invalid escape sequence": "this is not known behind a backslash; referring back to a group is not possible",
    "invalid character class range": "there are no such letters to choose from",
    "no argument for repetition operator": "there is nothing before it that could be repeated",
    "bad repetition operator": "one sign of repetition follows another",
    "invalid repetition size": "that is repeated too often; at most 1000 times",
    "trailing \\": "a backslash stands at the end, with nothing behind it",
    "invalid named capture group": "the name of a group is not one",
    "pattern too large - compile failed": "it is too large; say it more simply",
}


_READ_BY_PYTHON = ("missing )", "unexpected )", "missing ]")  # of these RE2 does not say where
SHOWN = 40  # code points of what is wrong


class NotAnExpression(ValueError):
    """Its words say what is wrong, and where."""


def compiled(pattern):
    """The expression (a string) ready to search bytes. Raises NotAnExpression."""
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = MOST_MEMORY
    try:
        return re2.compile(pattern.encode("utf-8", "replace"), options)
    except re2.error as problem:
        raise NotAnExpression(_in_words(pattern, problem)) from None


def one_of(pieces):
    """An expression that finds any of `pieces` (strings, as they are), however many, in one pass over a text."""
    options = re2.Options()
    options.log_errors = False
    return re2.compile("|".join(map(re2.escape, pieces)).encode("utf-8", "replace"), options)


def find(expression, text):
    """The words of `text` (a string) that it found, or None."""
    found = expression.search(text.encode("utf-8", "replace"))
    return None if found is None else found[0].decode("utf-8", "replace")


def _in_words(pattern, problem):
    said = problem.args[0]
    said = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    what, _colon, piece = said.partition(": ")
    place = _place(pattern, what, piece)
    if place is None:
        return f"Somewhere: {_SAID.get(what, what)}."
    shown = pattern[place:][:SHOWN] if what in _READ_BY_PYTHON else piece[:SHOWN]
    return f"At character {place + 1}, “{shown}”: {_SAID.get(what, what)}."


def _place(pattern, what, piece):
    """Where, counted from 0: as Python's own reader says, else where the piece that RE2 names begins; None if unknown."""
    if what in _READ_BY_PYTHON:
        try:
            re.compile(pattern)
        except re.error as problem:
            return problem.pos
    found = pattern.find(piece) if piece else -1
    return found if found >= 0 else None
