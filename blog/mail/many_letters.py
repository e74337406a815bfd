"""The same letter to many is posted in one statement: others wait, with what they write, until the last one is."""

from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from blog.clock import now
from blog.mail.configured import mail_is_configured
from blog.mail.letter import Letter
from blog.mail.waking import wake_worker_after_commit
from blog.storage import db


def post_letters(kind, letters):
    """Each a dict of what post_letter takes: `about`, `recipient`, `once` and maybe `due_at`. `kind` is the same for all."""
    if not mail_is_configured() or not letters:
        return
    made_at = now()
    rows = [{"kind": kind, "made_at": made_at, "due_at": made_at} | letter for letter in letters]
    insert = postgresql_insert if db.session.connection().dialect.name == "postgresql" else sqlite_insert
    # In one order, so that of two transactions that post the same letters neither waits for the other in a ring.
    rows.sort(key=lambda row: row["once"])
    db.session.execute(insert(Letter).on_conflict_do_nothing(index_elements=[Letter.once]), rows)
    if any(row["due_at"] <= made_at for row in rows):
        wake_worker_after_commit()
