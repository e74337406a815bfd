"""A period is whole days, weeks, months or years of the blog's time zone, up to now: never more steps than an eye can tell apart.

A day of 23 or 25 hours is one step like any other; a comment belongs to the day that the clocks of the blog showed.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, takewhile
from zoneinfo import ZoneInfo

NAMES = {"7-days": "7 days", "30-days": "30 days", "12-months": "12 months", "all": "All"}
USUAL = "30-days"
# "All" is told in days while there are so many days, else in weeks, months or years.
MOST_DAYS, MOST_WEEKS, MOST_MONTHS = 31, 27, 48


@dataclass(frozen=True)
class Period:
    """`starts` are the moments (UTC) at which its steps begin, `end` where the last one ends; `unit` is what one step is."""

    name: str
    unit: str  # day, week, month or year
    starts: tuple[datetime, ...]
    end: datetime
    zone: ZoneInfo

    @property
    def start(self):
        return self.starts[0]

    @property
    def labels(self):
        """What is written under each step: 12 Mar, March 2026, 2026."""
        return [_label(start.astimezone(self.zone), self.unit) for start in self.starts]

    @property
    def days(self):
        """The local date at which each step begins, as in 2026-03-12."""
        return [start.astimezone(self.zone).date().isoformat() for start in self.starts]

    def offsets(self):
        """[(moment, seconds east of UTC from then on)]: how local clocks stood, the first for what was before, too."""
        found = [(self.start, _offset(self.start, self.zone))]
        day = self.start
        while day < self.end:
            following = min(day + timedelta(days=1), self.end)
            if _offset(following, self.zone) != found[-1][1]:
                found.append(_change_between(day, following, self.zone))
            day = following
        return found


def period_called(name, *, zone, at, earliest=None):
    """The Period of one of NAMES (else the usual one) until `at`. `earliest` is when the first comment came, or None."""
    name, zone = (name if name in NAMES else USUAL), ZoneInfo(zone)
    today = at.astimezone(zone).date()
    if name == "7-days":
        return _period(name, "day", _days(today, 7), at, zone)
    if name == "30-days":
        return _period(name, "day", _days(today, 30), at, zone)
    if name == "12-months":
        return _period(name, "month", _months(_months_before(today, 11), today), at, zone)
    first = min((earliest or at).astimezone(zone).date(), today)
    return _period(name, *_steps_since(first, today), at, zone)


def _steps_since(first, today):
    days, months = (today - first).days + 1, (today.year - first.year) * 12 + today.month - first.month + 1
    monday = first - timedelta(days=first.weekday())
    if days <= MOST_DAYS:
        return "day", _days(today, days)
    if (today - monday).days // 7 + 1 <= MOST_WEEKS:
        return "week", takewhile(lambda day: day <= today, (monday + timedelta(weeks=n) for n in count()))
    if months <= MOST_MONTHS:
        return "month", _months(first.replace(day=1), today)
    return "year", (date(year, 1, 1) for year in range(first.year, today.year + 1))


def _period(name, unit, dates, at, zone):
    starts = tuple(datetime.combine(day, time(), zone).astimezone(UTC) for day in dates)
    return Period(name, unit, starts, at, zone)


def _days(last, number):
    return [last - timedelta(days=n) for n in reversed(range(number))]


def _months_before(day, number):
    index = day.year * 12 + day.month - 1 - number
    return date(index // 12, index % 12 + 1, 1)


def _months(first, last):
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(index // 12, index % 12 + 1, 1) for index in numbers]


def _label(there, unit):
    if unit == "year":
        return f"{there.year}"
    return f"{there:%b} {there.year}" if unit == "month" else f"{there.day} {there:%b}"


def _offset(moment, zone):
    return int(moment.astimezone(zone).utcoffset().total_seconds())


def _change_between(before, after, zone):
    """(the second at which the clocks changed, how they stood then)."""
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if _offset(middle, zone) == _offset(after, zone):
            after = middle
        else:
            before = middle
    second = after.replace(microsecond=0)
    return second, _offset(after, zone)
