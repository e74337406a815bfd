"""What the two models say becomes a probability by how often what they said before was so (Platt's map, learnt online).

Never is more than 99 % claimed: people err too, and a machine that is certain is not looked at again.
"""

from array import array
from math import exp

MOST = 0.98999
_BENDS = 0.9  # up to here a probability stays as it is; above, it comes ever closer to the most, and keeps its rank

# Intercept, and what the logits of words and of letters count before anything was learnt.
_START = (0.0, 0.7, 0.7)
_SURE_OF_START = (2.0, 20.0, 20.0)
_KEEPS = 0.9995  # of what it knows, with each decision: about the last 2,000 count
_FARTHEST = 12.0  # a logit beyond it teaches no more than one there
_LEAST_WEIGHT = 0.1


class Calibration:
    """Logistic regression of three weights in second order: `trust` is the inverse of the covariance, by rows."""

    def __init__(self):
        self.weights = array("d", _START)
        self.trust = array("d", [_SURE_OF_START[i] if i == j else 0.0 for i in range(3) for j in range(3)])

    def logit(self, words: float, letters: float) -> float:
        return self.weights[0] + self.weights[1] * words + self.weights[2] * letters

    def learn(self, words: float, letters: float, is_spam: bool):
        seen = (1.0, _near(words), _near(letters))
        said = probability(self.logit(*seen[1:]))
        spread = max(said * (1 - said), 1e-4)
        for i in range(3):
            for j in range(3):
                start = _SURE_OF_START[i] if i == j else 0.0
                kept = start + _KEEPS * (self.trust[3 * i + j] - start)
                self.trust[3 * i + j] = kept + spread * seen[i] * seen[j]
        error = float(is_spam) - said
        for i, step in enumerate(_solved(self.trust, [error * value for value in seen])):
            self.weights[i] += step
        for i in (1, 2):
            self.weights[i] = max(_LEAST_WEIGHT, self.weights[i])


def probability(logit: float) -> float:
    return 1 / (1 + exp(-max(-35.0, min(35.0, logit))))


def claimed(logit: float) -> float:
    """The probability that is told: of the same order as `logit`, and less than 0.99."""
    sure = probability(logit)
    return sure if sure < _BENDS else MOST - (MOST - _BENDS) * ((1 - sure) / (1 - _BENDS)) ** 2


def _near(logit):
    return max(-_FARTHEST, min(_FARTHEST, logit))


def _solved(m, v):
    """x of m x = v for a matrix of three rows, by Cramer's rule."""
    a, b, c, d, e, f, g, h, i = m
    det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    x = v[0] * (e * i - f * h) - b * (v[1] * i - f * v[2]) + c * (v[1] * h - e * v[2])
    y = a * (v[1] * i - f * v[2]) - v[0] * (d * i - f * g) + c * (d * v[2] - v[1] * g)
    z = a * (e * v[2] - v[1] * h) - b * (d * v[2] - v[1] * g) + v[0] * (d * h - e * g)
    return x / det, y / det, z / det
