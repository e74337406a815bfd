"""Logistic regression over features, learnt one decision at a time: FTRL-Proximal, one row a feature.

McMahan et al., "Ad Click Prediction: a View from the Trenches", KDD 2013. Two things are different: a row's weight is
drawn to its starting weight, not to nought; and rows are found by a hash, so that the state never grows.
"""

from array import array
from math import fsum, sqrt
from zlib import crc32

from blog.moderating.spam_filter.starting_weights import BEFORE_ALL, FORM, TALK

ROWS = 1 << 17
_RATE = 0.3
_STEADY = 1.0  # how slowly a row that saw nothing yet begins
_INERTIA = 0.3  # how strongly a weight is drawn to its start
# What is rarer than words, and said of nearly every comment, may learn faster than a word.
_REACH = {"f": 1.3, "k": 1.5, "w": 0.8, "n": 1.0, "h": 1.0, "t": 1.0, "u": 1.0, "a": 1.0, "b": 1.0}
_ALWAYS = "b:"


class WordModel:
    def __init__(self):
        self.pulls = array("f", bytes(4 * ROWS))
        self.seen = array("f", bytes(4 * ROWS))

    def logit(self, features) -> float:
        return fsum(map(self.weight, (*features, _ALWAYS)))

    def weight(self, feature: str) -> float:
        return _REACH[feature[0]] * self._learnt(row_of(feature)) + _START.get(feature, 0.0)

    def learn(self, features, error: float):
        """`error` is what was said less what was decided."""
        for feature in (*features, _ALWAYS):
            row = row_of(feature)
            slope = error * _REACH[feature[0]]
            seen, weight = self.seen[row], self._learnt(row)
            after = seen + slope * slope
            self.pulls[row] += slope - (sqrt(after) - sqrt(seen)) / _RATE * weight
            self.seen[row] = after

    def _learnt(self, row):
        pull = self.pulls[row]
        return -pull / ((_STEADY + sqrt(self.seen[row])) / _RATE + _INERTIA) if pull else 0.0


def row_of(feature: str) -> int:
    return crc32(feature.encode("utf-8", "surrogatepass")) & (ROWS - 1)


_START = {
    _ALWAYS: BEFORE_ALL,
    **{f"f:{form}": weight for form, (weight, _) in FORM.items()},
    **{
        f"k:{kind}/{step}": w
        for kind, weights in TALK.items()
        for step, w in zip((1, 2, 4), weights, strict=True)
    },
}
