"""How figures are said: times in one unit, numbers grouped, and of a few no more than that they are few."""

from blog.moderating.insights.answer import Kind

MINUTE, HOUR, DAY = 60, 3600, 86400
FEW = 5


def time_in_words(seconds):
    """under a minute, 42 min, 5.2 h, 12 h, 3.5 days"""
    if seconds < MINUTE:
        return "under a minute"
    if seconds < 90 * MINUTE:
        return f"{round(seconds / MINUTE)} min"
    if seconds < 36 * HOUR:
        return f"{_short(seconds / HOUR)} h"
    days = _short(seconds / DAY)
    return f"{days} day" if days == "1" else f"{days} days"


def value_in_words(value, kind):
    """As it stands in a table's cell."""
    if value is None:
        return "–"
    if kind is Kind.SECONDS:
        return time_in_words(value)
    return f"{value:,}" if kind is Kind.NUMBER else str(value)


def counted(number, one, many=None):
    """1 comment, 2 comments, 1,234 comments"""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def few(number):
    """A warning where figures rest on so little; else empty."""
    return f"That is {counted(number, 'comment')} only: it says little." if 0 < number < FEW else ""


def time_in_brief(seconds):
    """For a small cell: 0m, 42m, 5h, 12d"""
    if seconds < 90 * MINUTE:
        return f"{seconds // MINUTE}m"
    if seconds < 48 * HOUR:
        return f"{round(seconds / HOUR)}h"
    return f"{round(seconds / DAY)}d"


def _short(number):
    return f"{number:.1f}".removesuffix(".0") if number < 10 else f"{number:,.0f}"
