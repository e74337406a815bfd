"""How well a filter does on a stream of decided comments: each score is given before its decision is learnt."""

import json
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from time import perf_counter

from blog.moderating.spam_filter.spam_filter import SpamFilter
from blog.moderating.spam_filter.told import Told


@dataclass(frozen=True)
class Figures:
    """`fine` and `spam` are the scores of the real comments and of the spam, lowest first."""

    fine: list[float]
    spam: list[float]
    score_seconds: float  # for one comment, on average
    learn_seconds: float
    state_bytes: int

    def rank(self):
        """The area under the curve: how often a spam comment scores above a real one; equal scores count half."""
        below = sum(bisect_left(self.fine, score) + bisect_right(self.fine, score) for score in self.spam)
        return below / (2 * len(self.fine) * len(self.spam))

    def caught(self, hidden):
        """The share of spam that scores above all but the share `hidden` of the real comments; None where they are few."""
        if hidden * len(self.fine) < 1:
            return None
        bar = self.fine[-1 - int(hidden * len(self.fine))]
        return sum(score > bar for score in self.spam) / len(self.spam)

    def brier(self):
        squares = sum(p * p for p in self.fine) + sum((1 - p) ** 2 for p in self.spam)
        return squares / (len(self.fine) + len(self.spam))

    def miscalibration(self):
        """The mean distance of what was said from what was so, in ten equal bins."""
        apart = [0.0] * 10
        for scores, was in ((self.fine, 0), (self.spam, 1)):
            for score in scores:
                apart[min(9, int(10 * score))] += score - was
        return sum(map(abs, apart)) / (len(self.fine) + len(self.spam))


def figures(path) -> Figures:
    """Of a file of JSON lines, oldest first: author_name, url, body, post_slug, time and label (1 = spam)."""
    spam_filter, scores, spent = SpamFilter(), ([], []), [0.0, 0.0]
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            told, is_spam = _read(json.loads(line))
            begun = perf_counter()
            score = spam_filter.score(told)
            scored = perf_counter()
            spam_filter.learn(told, is_spam)
            spent[1] += perf_counter() - scored
            spent[0] += scored - begun
            scores[is_spam].append(score)
    one = [seconds / max(1, spam_filter.decisions) for seconds in spent]
    return Figures(sorted(scores[0]), sorted(scores[1]), *one, spam_filter.state_bytes())


def _read(row):
    words = (row[key] or "" for key in ("author_name", "url", "body", "post_slug"))
    return Told(*words, row["time"]), bool(row["label"])
