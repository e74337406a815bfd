"""Whoever leaves something for the worker says so here; it is told after the commit, and never of what was taken back.

A worker that hears nothing looks every minute anyway: a word that is lost costs a minute and nothing else.
"""

from flask import current_app
from sqlalchemy import event

from blog.mail.announcements import work_waits
from blog.storage import db

_MARK = "work waits"


def wake_worker_after_commit():
    """Notes in this transaction that the worker has something to do. Costs nothing before the commit."""
    db.session().info[_MARK] = True


@event.listens_for(db.session, "after_commit")
def _tell(session):
    if session.info.pop(_MARK, False):
        work_waits.send(current_app._get_current_object())


@event.listens_for(db.session, "after_soft_rollback")
def _forget(session, _previous):
    if not session.in_nested_transaction():
        session.info.pop(_MARK, None)
