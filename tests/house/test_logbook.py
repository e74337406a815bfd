"""Whatever a person did leaves an entry in the logbook: a table that says by whom is told, or says here why it is not."""

from sqlalchemy import inspect

from blog.moderating.logbook.records import RECORDS
from blog.storage import db

NOT_TOLD = {
    "suspension": "told by account_record, with its end",
    "one_time_link": "told by account_record",
    "picture": "part of the words of an article",
}
STAFF = db.metadata.tables["account"].c.id


def says_by_whom(table):
    return any(column.name.endswith("by_id") and column.references(STAFF) for column in table.columns)


def test_every_table_that_says_by_whom_is_told(app):
    told = {kind.__tablename__ for kind in RECORDS}
    assert {table.name for table in db.metadata.sorted_tables if says_by_whom(table)} - told == set(NOT_TOLD)


def test_what_is_told_is_there(app):
    for kind, telling in RECORDS.items():
        there = {each.key for each in inspect(kind).attrs}
        asked = {
            *telling.fields,
            *telling.watched,
            telling.about[1].partition(".")[0],
            telling.by,
            telling.at,
            telling.changed_by,
        }
        if telling.is_kept:
            asked.discard(telling.changed_by)
        assert asked - {None, ""} <= there, kind.__name__
