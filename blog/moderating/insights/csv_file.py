"""A table as a file for spreadsheets, a row at a time. What a spreadsheet would take for a formula it takes for words."""

import csv
from io import StringIO

from blog.moderating.insights.answer import Kind

FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def lines_of(table):
    """The lines of a Table, each a string; times in seconds, and of a share how many of how many."""
    yield _line([_head(column) for column in table.columns])
    for row in table.rows:
        yield _line([_plain(value) for value in row])


def _head(column):
    return f"{column.label} (seconds)" if column.kind is Kind.SECONDS else column.label


def _plain(value):
    if value is None:
        return ""
    return value if isinstance(value, (int, float)) else _defused(str(value))


def _defused(words):
    return f"'{words}" if words.startswith(FORMULAS) else words


def _line(values):
    line = StringIO()
    csv.writer(line).writerow(values)
    return line.getvalue()
