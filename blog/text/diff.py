"""What changed between two texts, word by word: which words stayed, which are gone and which are new.

The shortest way from one text to the other is looked for (E. Myers, "An O(ND) Difference Algorithm and Its Variations",
1986) with a bound on the steps. Beyond it all that stands between the same beginning and the same end counts as changed.
"""

import re
from dataclasses import dataclass
from itertools import groupby

SAME, GONE, NEW = "same", "gone", "new"
MOST_STEPS = 200_000
# Where words are written without spaces between them, each letter is a word.
_LETTERS = "\u2e80-\u9fff\uf900-\ufaff\uff66-\uff9f"
_WORDS = re.compile(rf"\s+|[{_LETTERS}]|[^\s{_LETTERS}]+")


@dataclass(frozen=True, slots=True)
class Part:
    kind: str  # SAME, GONE or NEW
    words: str


def difference(before, after, most_steps=MOST_STEPS):
    """A list of Parts: those that are not NEW make `before` (a string) together, those that are not GONE `after`."""
    steps = _with_blanks_given_up(steps_between(_WORDS.findall(before), _WORDS.findall(after), most_steps))
    return [
        Part(kind, words)
        for is_same, run in groupby(steps, key=lambda step: step[0] == SAME)
        for kind, words in _joined(list(run), is_same)
    ]


def steps_between(before, after, most_steps=MOST_STEPS):
    """[(kind, item)] from one list of items that can be compared to the other, comparing at most about `most_steps`."""
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    return [
        *((SAME, item) for item in before[:start]),
        *_shortest_way(old, new, most_steps),
        *((SAME, item) for item in before[len(before) - end :]),
    ]


def _common(one, other):
    """How many items both begin with."""
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _shortest_way(old, new, most_steps):
    reached, trail = {1: 0}, []  # how far into `old` each diagonal leads; and what that was before each round
    left = most_steps
    for round_ in range(len(old) + len(new) + 1):
        trail.append(dict(reached))
        for diagonal in range(-round_, round_ + 1, 2):
            at = _entered(reached, diagonal, round_)
            along = _common_from(old, new, at, at - diagonal, left)
            reached[diagonal] = at + along
            left -= along + 1
            if left <= 0:
                return [*((GONE, item) for item in old), *((NEW, item) for item in new)]
            if reached[diagonal] >= len(old) and reached[diagonal] - diagonal >= len(new):
                return _way_back(old, new, trail)
    raise AssertionError("Some way is always found.")


def _entered(reached, diagonal, round_):
    """Where the round comes onto a diagonal: by an item that is new, or by one that is gone."""
    return reached[diagonal + 1] if _by_new(reached, diagonal, round_) else reached[diagonal - 1] + 1


def _by_new(reached, diagonal, round_):
    return diagonal == -round_ or (diagonal != round_ and reached[diagonal - 1] < reached[diagonal + 1])


def _common_from(old, new, x, y, most):
    along = 0
    while x + along < len(old) and y + along < len(new) and along < most and old[x + along] == new[y + along]:
        along += 1
    return along


def _way_back(old, new, trail):
    steps, x, y = [], len(old), len(new)
    for round_ in range(len(trail) - 1, -1, -1):
        reached, diagonal = trail[round_], x - y
        entered = _entered(reached, diagonal, round_)
        while x > entered:
            x, y = x - 1, y - 1
            steps.append((SAME, old[x]))
        if round_ and _by_new(reached, diagonal, round_):
            y -= 1
            steps.append((NEW, new[y]))
        elif round_:
            x -= 1
            steps.append((GONE, old[x]))
    return steps[::-1]


def _with_blanks_given_up(steps):
    """A blank that stays between two words that changed is no rest for the eye: it counts as changed with them."""
    kept = []
    for number, (kind, words) in enumerate(steps):
        between = 0 < number < len(steps) - 1 and SAME not in (steps[number - 1][0], steps[number + 1][0])
        if kind == SAME and words.isspace() and between:
            kept += [(GONE, words), (NEW, words)]
        else:
            kept.append((kind, words))
    return kept


def _joined(run, is_same):
    if is_same:
        return [(SAME, "".join(words for _kind, words in run))]
    both = ((kind, "".join(words for each, words in run if each == kind)) for kind in (GONE, NEW))
    return [(kind, words) for kind, words in both if words]
