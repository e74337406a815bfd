"""What moderators decided, for everybody to read: by day, alike things counted together, and nothing that names a commenter.

Whether something was rejected or taken for spam makes no difference to its writer, and none here.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

from blog.commenting.comment import Status
from blog.moderating.logbook.public import public_entries
from blog.moderating.wording import WAS
from blog.publishing.article import Article

ON_A_PAGE = 100
PUBLISHED, NOT_PUBLISHED, WAITS_AGAIN = "Published", "Not published", "Put back to wait"
_SAID = {
    WAS[Status.APPROVED]: PUBLISHED,
    WAS[Status.REJECTED]: NOT_PUBLISHED,
    WAS[Status.SPAM]: NOT_PUBLISHED,
    WAS[Status.PENDING]: WAITS_AGAIN,
}


@dataclass(frozen=True)
class Told:
    """`what` was done, on which public Article (or None), with the `reason` told (or empty), by `who` (or empty)."""

    what: str
    reason: str
    who: str
    article: Article | None


@dataclass(frozen=True)
class Day:
    """`told` are (Told, how often), in the order in which they came first."""

    date: date
    told: list


def days_of_log(site, *, before=None):
    """([Day], newest first, and the number before which the next page begins, or None)."""
    found = public_entries(before=before, most=ON_A_PAGE, with_names=site.moderation_log_names)
    zone = ZoneInfo(site.time_zone)
    by_day = sorted(found, key=lambda entry: entry.at.astimezone(zone).date(), reverse=True)
    days = groupby(by_day, key=lambda entry: entry.at.astimezone(zone).date())
    following = found[-1].number if len(found) == ON_A_PAGE else None
    return [Day(day, list(Counter(map(_told, entries)).items())) for day, entries in days], following


def _told(entry):
    who = "a rule of this blog" if entry.by_rule else entry.who or ""
    return Told(_SAID.get(entry.after, entry.what), entry.reason, who, entry.article)
