"""How sure a share is that was counted: bounds by Wilson for showing, exact ones where something is decided by them."""

from math import exp, lgamma, log, sqrt

_Z95 = 1.959964


def wilson(some: int, all_: int) -> tuple[float, float]:
    """The 95 % interval of a share, `some` of `all_`; (0, 1) where nothing was counted.

    Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
    """
    if all_ == 0:
        return 0.0, 1.0
    share, z2 = some / all_, _Z95 * _Z95
    middle = share + z2 / (2 * all_)
    reach = _Z95 * sqrt(share * (1 - share) / all_ + z2 / (4 * all_ * all_))
    scale = 1 + z2 / all_
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)


def most_allowed(all_: int, limit: float, doubt: float = 0.05) -> int | None:
    """The largest number k of `all_` whose upper bound (Clopper and Pearson 1934, sure to 1 - `doubt`) is at most `limit`.

    None where not even 0 is few enough. With a bar just above the (k + 1)-th largest of `all_` values, the share of
    later values beyond it is at most `limit`, whatever their distribution, as surely (Wilks, "Determination of sample
    sizes for setting tolerance limits", 1941): choosing the bar by the very values costs nothing of it.
    """
    if not 0 < limit < 1:
        return None
    below, k = 0.0, None
    for some in range(all_):
        below += exp(_choose(all_, some) + some * log(limit) + (all_ - some) * log(1 - limit))
        if below > doubt:
            break
        k = some
    return k


def real_among(all_: int, drawn: int, found: int) -> tuple[int, int]:
    """The 95 % interval of how many of `all_` are of a kind of which `found` were among `drawn` at random.

    Exact, by turning round the hypergeometric distribution; widest, 0 to all, where none was drawn.
    """
    doubt = 0.025
    fewest, most = found, all_ - (drawn - found)
    low, high = fewest, most
    while low < high:  # the fewest with which so many are still likely enough
        middle = (low + high) // 2
        if _chance(all_, middle, drawn, range(found, drawn + 1)) > doubt:
            high = middle
        else:
            low = middle + 1
    lowest = low
    low, high = lowest, most
    while low < high:  # the most with which so few are
        middle = (low + high + 1) // 2
        if _chance(all_, middle, drawn, range(found + 1)) > doubt:
            low = middle
        else:
            high = middle - 1
    return lowest, low


def _chance(all_, kind, drawn, counts):
    """That as many as one of `counts` of the kind are drawn."""
    whole = _choose(all_, drawn)
    return sum(
        exp(_choose(kind, some) + _choose(all_ - kind, drawn - some) - whole)
        for some in counts
        if some <= kind and drawn - some <= all_ - kind
    )


def _choose(n, k):
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
