"""The time zones one can choose from: those that are known by a place, grouped by the part of the world."""

from functools import cache
from zoneinfo import available_timezones

PARTS_OF_THE_WORLD = (
    *(
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    ),
)


@cache
def time_zones_by_part():
    """A dict from "Europe" to its zones' names, sorted; "Everywhere" comes first and holds UTC."""
    zones = sorted(available_timezones())
    parts = {
        part: [zone for zone in zones if zone.startswith(f"{part}/")] for part in sorted(PARTS_OF_THE_WORLD)
    }
    return {"Everywhere": ["UTC"]} | parts
