"""Logistic regression over pieces of four letters: it needs no words, so it reads every language and bent spelling.

After Goodman and Yih, "Online Discriminative Spam Filter Training", CEAS 2006: each piece counts once, a comment's
pieces have unit length together, plain gradient steps. Pieces are found by a hash, so that the state never grows.
"""

from array import array
from math import fsum, sqrt
from struct import unpack_from

ROWS = 262_139  # a prime: letters' numbers have few low bits that differ
_RATE = 4.0


class LetterModel:
    def __init__(self):
        self.weights = array("f", bytes(4 * ROWS))

    def logit(self, pieces: set[int]) -> float:
        return fsum(map(self.weights.__getitem__, pieces)) / sqrt(len(pieces)) if pieces else 0.0

    def learn(self, pieces: set[int], error: float):
        """`error` is what was said less what was decided."""
        if not pieces:
            return
        step, weights = _RATE * error / sqrt(len(pieces)), self.weights
        for piece in pieces:
            weights[piece] -= step


def pieces_of(text: str) -> set[int]:
    """The rows of all four-letter pieces of `text`."""
    units = text.encode("utf-16-le", "surrogatepass")
    rows: set[int] = set()
    for start in range(0, 8, 2):
        number = (len(units) - start) // 8
        rows.update(
            piece % ROWS for piece in unpack_from(f"<{number}Q", units, start)
        ) if number > 0 else None
    return rows
