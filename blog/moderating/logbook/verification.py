"""Whether the logbook is as it was written: the first entry that is not is named, and so is a row that it refers to.

Reads in batches, so that a million entries need no more memory than a few thousand. What was altered by somebody who then
made the whole chain anew shows only beside a head that was kept elsewhere: in a letter, or in what this printed before.
"""

from sqlalchemy import func, select

from blog.commenting.decision import Decision
from blog.commenting.erasure import Erasure
from blog.moderating.logbook.entry import BEGINNING, Entry, Head, chained, commitment_to, find_head
from blog.moderating.logbook.telling import RECORDS, class_of_table, facts_kept
from blog.storage import db

BATCH = 2000
COLUMNS = tuple(getattr(Entry, column.key) for column in Entry.__table__.columns)


class Altered(Exception):
    """Says which entry, and what is wrong with it."""


def verify(*, known=None):
    """The Head, None for a logbook without entries. `known` is a Head that was kept elsewhere, or None. Raises Altered."""
    number, before, decided = 0, BEGINNING, []
    while rows := db.session.execute(
        select(*COLUMNS).where(Entry.number > number).order_by(Entry.number).limit(BATCH)
    ).all():
        kept, erased = _rows_behind(rows), _erased_among(rows)
        decided += _decisions_among(rows)
        for row in rows:
            _check_chain(row, number + 1, before)
            _check_details(row, kept, erased)
            number, before = row.number, row.hash
            if known is not None and known.number == number and known.hash != before:
                raise Altered(f"Entry {number} is not the one with the head that was given: it was altered.")
    _check_that_none_is_missing(decided)
    return _checked_end(number, before, known)


def _check_chain(row, expected, before):
    if row.number != expected:
        raise Altered(f"Entry {expected} is missing: {row.number} follows.")
    if row.hash != chained(before, row):
        raise Altered(f"Entry {row.number} was altered, or put in the place of another.")


def _check_details(row, kept, erased):
    """`kept` are the facts of rows that still stand, `erased` the ids of comments whose writers were erased."""
    if row.salt is None:
        kind = class_of_table(row.record)
        if (row.about_kind, row.about_id) not in erased or not (kind is None or RECORDS[kind].is_personal):
            raise Altered(f"Entry {row.number} was altered: its details are gone, and nobody was erased.")
        return
    details, kind = row.details, class_of_table(row.record)
    if details is not None and kind is not None and RECORDS[kind].is_kept:
        raise Altered(
            f"Entry {row.number} was altered: it tells what {row.record} {row.record_id} has to tell."
        )
    if details is None:
        if kind is None:
            return  # a table that this blog no longer has
        details = kept.get((row.record, row.record_id))
        if details is None:
            raise Altered(f"What entry {row.number} refers to is missing: {row.record} {row.record_id}.")
    if commitment_to(details, row.salt) != row.commitment:
        what = f"{row.record} {row.record_id}" if row.record else "its details"
        raise Altered(f"What entry {row.number} tells was altered: {what}.")


def _decisions_among(rows):
    return [int(row.record_id) for row in rows if row.record == Decision.__tablename__]


def _check_that_none_is_missing(decided):
    """Each Decision since the first that was told has its entry; `decided` are the ids of those that have."""
    if not decided:
        return
    there = db.session.scalar(select(func.count(Decision.id)).where(Decision.id >= min(decided)))
    if there > len(decided):
        missing = there - len(decided)
        raise Altered(f"{missing:,} decision{'s stand' if missing > 1 else ' stands'} in no entry.")


def _rows_behind(rows):
    return facts_kept((row.record, row.record_id) for row in rows if row.details is None and row.record)


def _erased_among(rows):
    ids = {int(row.about_id) for row in rows if row.salt is None and row.about_kind == "comment"}
    found = db.session.scalars(select(Erasure.comment_id).where(Erasure.comment_id.in_(ids))) if ids else ()
    return {("comment", str(number)) for number in found}


def _checked_end(number, before, known):
    head = find_head()
    if head is None and number == 0 and known is None:
        return None
    if head is None or head != Head(number, before):
        stands = f"{head.number:,}" if head else "nothing"
        raise Altered(f"Entry {number + 1} is missing: the head says {stands}, the last entry is {number:,}.")
    if known is not None and known.number > number:
        raise Altered(f"Entry {number + 1} is missing: the head that was given is of entry {known.number:,}.")
    return head
