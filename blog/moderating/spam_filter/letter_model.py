"""Logistic regression over pieces of three and four letters: it needs no words, so it reads any language and bent spelling.

After Goodman and Yih, "Online Discriminative Spam Filter Training", CEAS 2006: each piece counts once, a comment's
pieces have unit length together, plain gradient steps. Pieces are found by a hash, so that the state never grows.
"""

from array import array
from math import fsum, sqrt
from struct import unpack_from

_BITS = 18
_RATE = 6.0
# Four UTF-16 units are read as one number. Fibonacci hashing (Knuth, TAOCP 6.4) spreads them: they differ in few bits.
_SPREAD = 0x9E3779B97F4A7C15
_SHIFT, _ROW = 64 - _BITS, (1 << _BITS) - 1
_THREE = (1 << 48) - 1


class LetterModel:
    def __init__(self):
        self.weights = array("f", bytes(4 << _BITS))

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
    """The rows of all pieces of `text`, in which small and capital letters are one."""
    units = text.lower().encode("utf-16-le", "surrogatepass")
    fours: set[int] = set()
    for start in (0, 2, 4, 6):
        if number := max(0, len(units) - start) // 8:
            fours.update(unpack_from(f"<{number}Q", units, start))
    pieces = fours | {piece & _THREE for piece in fours}
    return {piece * _SPREAD >> _SHIFT & _ROW for piece in pieces}
