"""An answer is a few sentences, charts, and the tables that hold the same figures; each table is also a file of its own."""

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What the values of a column or a chart are."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    SECONDS = "seconds"
    SHARE = "share"


@dataclass(frozen=True)
class Column:
    label: str
    kind: Kind = Kind.NUMBER


@dataclass(frozen=True)
class Table:
    """`rows` are sequences of values in the order of `columns`; the first names its row. None: there is none."""

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: list


@dataclass(frozen=True)
class Chart:
    """One bar for each value; None draws none. `intervals` are (low, high) around each, or None."""

    title: str
    labels: list[str]
    values: list
    kind: Kind = Kind.NUMBER
    intervals: list | None = None
    is_horizontal: bool = False

    @property
    def is_empty(self):
        return not any(self.values)


@dataclass(frozen=True)
class Heat:
    """Seven days by 24 hours, shown in place of its `table`. `cells` are (seconds or None, of how many) from Monday on."""

    caption: str
    cells: list
    table: Table


@dataclass(frozen=True)
class Answer:
    """`nothing` is what is said where there are no figures."""

    sentences: list[str] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    heat: Heat | None = None
    notes: list[str] = field(default_factory=list)
    nothing: str = ""

    def files(self):
        """{name: Table} of all that can be taken along."""
        tables = [*self.tables, *([self.heat.table] if self.heat else [])]
        return {table.name: table for table in tables}
