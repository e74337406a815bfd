"""A share of a few says little: it is told as a number of so many, and as a percentage only where there are enough.

Its interval is Wilson's (E. B. Wilson, 1927), at 95 %: it stays between nothing and all, and is honest about small numbers.
"""

from dataclasses import dataclass
from math import sqrt

ENOUGH = 20
Z = 1.959963984540054  # of 95 %


@dataclass(frozen=True)
class Share:
    part: int
    whole: int

    @property
    def is_enough(self):
        """Whether a percentage of it means anything."""
        return self.whole >= ENOUGH

    @property
    def interval(self):
        """(low, high), each from 0 to 1; (0, 1) of nothing."""
        return wilson(self.part, self.whole)

    def __str__(self):
        """2 of 3; 4.5 % (1.2–11.0 %)"""
        if not self.whole:
            return "–"
        if not self.is_enough:
            return f"{self.part} of {self.whole}"
        low, high = self.interval
        return f"{_percent(self.part / self.whole)} ({_percent(low, bare=True)}–{_percent(high)})"


def wilson(part, whole):
    """(low, high), from 0 to 1: where the true share lies, 19 times of 20."""
    if not whole:
        return 0.0, 1.0
    share, z2 = part / whole, Z * Z
    middle = share + z2 / (2 * whole)
    spread = Z * sqrt(share * (1 - share) / whole + z2 / (4 * whole * whole))
    low, high = (middle - spread) / (1 + z2 / whole), (middle + spread) / (1 + z2 / whole)
    return (0.0 if part == 0 else low), (1.0 if part == whole else high)


def _percent(share, *, bare=False):
    number = share * 100
    digits = f"{number:.0f}" if number >= 10 or number == 0 else f"{number:.1f}"
    return digits if bare else f"{digits} %"
