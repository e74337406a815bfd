"""What the filter is told of a comment, and all that it is told: never an address, nor anything made from one."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Told:
    """`website` and `body` as they were typed. `article` is a slug or number as a string, `at` when it arrived."""

    author_name: str = ""
    website: str = ""
    body: str = ""
    article: str = ""
    at: datetime | float | None = None
