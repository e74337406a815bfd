"""How rows become entries: of which tables, what of a row is told, and by whom it was done. The table stands in records.py.

A row that is never edited is told by itself: the entry names it, and commits to `fields` of it. What changes or goes is
told by the entry, which keeps those fields before and after.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from operator import attrgetter

from sqlalchemy import inspect, select, tuple_

from blog.moderating.logbook.entry import plain
from blog.storage import db

RECORDS = {}


@dataclass(frozen=True)
class Telling:
    """`about` is (kind, attribute that names it, dots within where another row knows it). The fields of a kind of row once told stay as they are: entries commit
    to them; what is new about such rows is another kind's.
    """

    fields: tuple
    about: tuple
    # The act of a new row: a word, or a function of the row that gives one, or None where that row is no act of staff.
    made: str | Callable
    # For rows that change: the acts of a change of one of `watched`, and of the row's end.
    watched: tuple = ()
    changed: str | None = None
    ended: str | None = None
    # Attributes; None: whoever is signed in where it happens.
    by: str | None = "by_id"
    changed_by: str | None = "by_id"
    at: str | None = "at"  # of a new row; changes and ends are told as of now
    # Whether erasing the comment that it is about takes these details away too.
    is_personal: bool = False

    @property
    def is_kept(self):
        """Whether such rows stay as they were made, so that nothing of them is copied."""
        return not (self.watched or self.ended)

    def about_what(self, row):
        """(kind, id) as strings; both empty where it is about nothing that has one."""
        kind, name = self.about
        number = attrgetter(name)(row) if name else None
        return ("", "") if number is None else (kind, str(number))

    def act_of(self, row):
        return self.made(row) if callable(self.made) else self.made


def connect_records(records):
    """`records` is a dict: class of rows -> its Telling. They stand in wiring."""
    RECORDS.update(records)
    class_of_table.cache_clear()


@cache
def class_of_table(name):
    """The class whose rows stand in the table `name`, or None where no such rows are told (any more)."""
    return next((each for each in RECORDS if each.__tablename__ == name), None)


def facts_of(row, telling):
    """{field: plain value} of what is told of a row."""
    return {name: plain(getattr(row, name)) for name in telling.fields}


def key_of(row):
    """The string by which an entry names a row: its primary key, dots between."""
    return ".".join(str(part) for part in inspect(row).identity)


def facts_kept(records):
    """{(table, key): facts} of the rows that `records`, pairs of (table, key), name and that still stand.

    One query a table, whatever their number.
    """
    wanted, found = {}, {}
    for table, key in set(records):
        wanted.setdefault(table, set()).add(key)
    for table, keys in wanted.items():
        kind = class_of_table(table)
        if kind is not None:
            found |= _facts_in(kind, table, keys)
    return found


def _facts_in(kind, table, keys):
    telling, columns = RECORDS[kind], inspect(kind).primary_key
    typed = [
        tuple(column.type.python_type(part) for column, part in zip(columns, key.split("."), strict=True))
        for key in keys
    ]
    is_one = columns[0].in_([key[0] for key in typed]) if len(columns) == 1 else tuple_(*columns).in_(typed)
    told = [getattr(kind, name) for name in telling.fields]
    rows = db.session.execute(select(*columns, *told).where(is_one))
    size = len(columns)
    return {
        (table, ".".join(map(str, row[:size]))): dict(
            zip(telling.fields, map(plain, row[size:]), strict=True)
        )
        for row in rows
    }
