"""A moment to publish at is typed as the clocks of the blog's time zone show it."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from blog.clock import now
from blog.refusals import NotAcceptable

FARTHEST = timedelta(days=36525)

_TYPED = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?", re.ASCII)


class NoMoment(NotAcceptable):
    sentence = "This is not a date and time. One looks like 2026-03-12T09:00."


class MomentPassed(NotAcceptable):
    sentence = "This moment has passed. Choose a later one, or leave it empty to publish now."


class MomentTooFar(NotAcceptable):
    sentence = "This moment is more than a hundred years away."


class NoSuchHour(NotAcceptable):
    sentence = "The clocks leave this hour out on that day. Choose an hour earlier or later."


def moment_typed(typed, time_zone, *, at=None):
    """The moment (aware, in UTC) of "2026-03-12T09:00" in `time_zone` (a name such as Europe/Berlin); None for "".

    The current minute is still to come. An hour that the clocks show twice is its first. Raises NoMoment,
    MomentPassed, MomentTooFar or NoSuchHour.
    """
    typed, at = typed.strip(), at or now()
    if not typed:
        return None
    if not _TYPED.fullmatch(typed):
        raise NoMoment
    try:
        clocks = datetime.fromisoformat(typed)
    except ValueError:
        raise NoMoment from None
    if clocks.year > at.year + 200 or clocks.year < 1000:
        raise MomentTooFar if clocks.year > at.year else MomentPassed
    moment = clocks.replace(tzinfo=ZoneInfo(time_zone)).astimezone(UTC)
    if moment.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None) != clocks:
        raise NoSuchHour
    if moment < at.replace(second=0, microsecond=0):
        raise MomentPassed
    if moment > at + FARTHEST:
        raise MomentTooFar
    return moment
