"""What the two models say becomes a probability by how often what they said before was so (Platt's map, learnt online)."""

from array import array
from math import exp

# Intercept, and what the logits of words and of letters count. A newcomer is believed by half.
_START = (0.0, 0.6, 0.6)
_SURE_OF_START = (4.0, 40.0, 40.0)
_KEEPS = 0.9995  # of what it knows, with each decision: about the last 2,000 count


class Calibration:
    """Logistic regression of three weights in second order: `trust` is the inverse of the covariance, by rows."""

    def __init__(self):
        self.weights = array("d", _START)
        self.trust = array("d", [_SURE_OF_START[i] if i == j else 0.0 for i in range(3) for j in range(3)])

    def logit(self, words: float, letters: float) -> float:
        return self.weights[0] + self.weights[1] * words + self.weights[2] * letters

    def learn(self, words: float, letters: float, is_spam: bool):
        said = probability(self.logit(words, letters))
        seen = (1.0, words, letters)
        spread = max(said * (1 - said), 1e-4)
        for i in range(3):
            for j in range(3):
                floor = _SURE_OF_START[i] if i == j else 0.0
                kept = floor + _KEEPS * (self.trust[3 * i + j] - floor)
                self.trust[3 * i + j] = kept + spread * seen[i] * seen[j]
        error = float(is_spam) - said
        for i, step in enumerate(_solved(self.trust, [error * value for value in seen])):
            self.weights[i] += step


def probability(logit: float) -> float:
    return 1 / (1 + exp(-max(-35.0, min(35.0, logit))))


def _solved(m, v):
    """x of m x = v for a matrix of three rows, by Cramer's rule."""
    a, b, c, d, e, f, g, h, i = m
    det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    x = v[0] * (e * i - f * h) - b * (v[1] * i - f * v[2]) + c * (v[1] * h - e * v[2])
    y = a * (v[1] * i - f * v[2]) - v[0] * (d * i - f * g) + c * (d * v[2] - v[1] * g)
    z = a * (e * v[2] - v[1] * h) - b * (d * v[2] - v[1] * g) + v[0] * (d * h - e * g)
    return x / det, y / det, z / det
