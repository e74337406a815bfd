"""Nobody writes into the logbook: whoever adds a record row has done so, at the end of the same transaction.

Rows are noted as they are flushed. Before the commit the entries follow in one statement, under the lock of the head; it
is taken last, so whoever waits for it holds nothing that its holder could still need. What a savepoint takes back is not
told.
"""

from dataclasses import dataclass

from sqlalchemy import event, insert, inspect, select, update
from sqlalchemy.orm import object_session

from blog.clock import now
from blog.commenting.erasure import Erasure
from blog.moderating.logbook.entry import (
    BEGINNING,
    BEGUN,
    Entry,
    LogbookHead,
    chained,
    commitment_to,
    new_salt,
    plain,
)
from blog.moderating.logbook.telling import RECORDS, facts_of, key_of
from blog.storage import db
from blog.storage.database import lock_for

_NOTES, _MARKS = "logbook notes", "logbook marks"
_whoever_acts = []


@dataclass
class Note:
    """A row that was made, changed or ended; `before` and `after` are facts where the entry has to keep them."""

    row: object
    act: str
    by_id: object = None
    asks_who: bool = False
    at: object = None
    before: dict | None = None
    after: dict | None = None


def listen_to_records(whoever_acts):
    """Starts to listen. `whoever_acts` is a function that gives the Account that is signed in, or None."""
    _whoever_acts[:] = [whoever_acts]
    for kind, telling in RECORDS.items():
        event.listen(kind, "after_insert", _note_new)
        if not telling.is_kept:
            event.listen(kind, "after_update", _note_change)
            event.listen(kind, "after_delete", _note_end)
        for name in telling.watched:
            event.listen(getattr(kind, name), "set", _look_before, active_history=True)


def _look_before(_row, _value, _before, _initiator):
    """Only so that the value before is read from the database where it was not known."""


def _note_new(_mapper, _connection, row):
    telling = RECORDS[type(row)]
    act = telling.act_of(row)
    if act is None:
        return
    by_id = getattr(row, telling.by) if telling.by else None
    at = getattr(row, telling.at) if telling.at else None
    _keep(row, Note(row, act, by_id, asks_who=telling.by is None, at=at))


def _note_change(_mapper, _connection, row):
    telling, state = RECORDS[type(row)], inspect(row)
    if telling.changed is None or not any(
        state.attrs[name].history.has_changes() for name in telling.watched
    ):
        return
    before = {name: plain(_was(state, name)) for name in telling.fields}
    by_id = getattr(row, telling.changed_by) if telling.changed_by else None
    note = Note(row, telling.changed, by_id, asks_who=by_id is None, before=before)
    note.after = facts_of(row, telling)
    _keep(row, note)


def _note_end(_mapper, _connection, row):
    telling = RECORDS[type(row)]
    if telling.ended is not None:
        _keep(row, Note(row, telling.ended, asks_who=True, before=facts_of(row, telling)))


def _was(state, name):
    history = state.attrs[name].history
    return history.deleted[0] if history.deleted else state.attrs[name].value


def _keep(row, note):
    object_session(row).info.setdefault(_NOTES, []).append(note)


@event.listens_for(db.session, "after_transaction_create")
def _mark(session, transaction):
    if transaction.nested:
        session.info.setdefault(_MARKS, {})[transaction] = len(session.info.get(_NOTES, ()))


@event.listens_for(db.session, "after_soft_rollback")
def _forget(session, transaction):
    """A flush that fails takes back what it stands in, to the nearest savepoint."""
    while not transaction.nested and transaction.parent is not None:
        transaction = transaction.parent
    if transaction.nested:
        mark = session.info.get(_MARKS, {}).get(transaction, 0)
        del session.info.get(_NOTES, [])[mark:]
    else:
        session.info.pop(_NOTES, None)
        session.info.pop(_MARKS, None)


@event.listens_for(db.session, "before_commit")
def _tell(session):
    if session.in_nested_transaction():
        return
    session.flush()  # what is still to be written may be a record
    session.info.pop(_MARKS, None)
    if notes := session.info.pop(_NOTES, None):
        erased = [note.row.comment_id for note in notes if isinstance(note.row, Erasure)]
        append_entries([_draft(note) for note in notes])
        if erased:
            _forget_details_about(erased)


def _draft(note):
    """An entry without its place in the chain, with its details."""
    telling, row = RECORDS[type(note.row)], note.row
    about_kind, about_id = telling.about_what(row)
    drafted = {
        "at": note.at or now(),
        "by_id": _id_of_whoever_acts() if note.asks_who else note.by_id,
        "act": note.act,
        "about_kind": about_kind,
        "about_id": about_id,
        "record": type(row).__tablename__,
        "record_id": key_of(row),
        "salt": new_salt(),
        "details": None,
    }
    if telling.is_kept:
        return drafted | {"commitment": commitment_to(facts_of(row, telling), drafted["salt"])}
    is_new = note.before is None and note.after is None
    details = {"before": note.before, "after": facts_of(row, telling) if is_new else note.after}
    return drafted | {"details": details, "commitment": commitment_to(details, drafted["salt"])}


def _id_of_whoever_acts():
    account = _whoever_acts[0]() if _whoever_acts else None
    return account.id if account is not None else None


def append_entries(drafts):
    """Writes entries (dicts of an Entry's columns but for number and hash) at the end. Holds the head until the commit."""
    lock_for("logbook")
    head = db.session.execute(select(LogbookHead.number, LogbookHead.hash)).first()
    number, before = head or (0, BEGINNING)
    if head is None:
        drafts = [_beginning(), *drafts]
    for draft in drafts:
        number += 1
        draft["number"] = number
        before = draft["hash"] = chained(before, draft)
    db.session.execute(insert(Entry), drafts)
    if head is None:
        db.session.execute(insert(LogbookHead).values(id=1, number=number, hash=before))
    else:
        db.session.execute(update(LogbookHead).values(number=number, hash=before))


def _beginning():
    salt, nothing = new_salt(), {"before": None, "after": None}
    told = {"at": now(), "by_id": None, "act": BEGUN, "about_kind": "", "about_id": "", "record": ""}
    return told | {
        "record_id": "",
        "details": nothing,
        "salt": salt,
        "commitment": commitment_to(nothing, salt),
    }


def _forget_details_about(comment_ids):
    """What was told about words that are erased is told no more, and cannot be guessed at either."""
    personal = [kind.__tablename__ for kind, telling in RECORDS.items() if telling.is_personal]
    about = Entry.about_kind == "comment", Entry.about_id.in_([str(number) for number in comment_ids])
    db.session.execute(
        update(Entry)
        .where(*about, Entry.record.in_(personal))
        .values(salt=None, details=None)
        .execution_options(synchronize_session=False)
    )
