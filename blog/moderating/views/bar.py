"""The bar that says what was just done and offers to undo it. It is read from the decisions, so it is never wrong."""

from dataclasses import dataclass

from flask import request
from sqlalchemy import select

from blog.accounts.permissions import may_any
from blog.commenting.comment import Comment
from blog.moderating.bulk.bulk_act import BulkAct, find_undo
from blog.moderating.bulk.telling import outcome_of_many
from blog.moderating.case import last_decisions
from blog.moderating.queue import comments_to_moderate
from blog.moderating.verdict import Verdict
from blog.moderating.wording import outcome
from blog.storage import db
from blog.storage.types import is_public_id

MOST = 100  # comments decided about at once


@dataclass(frozen=True)
class Bar:
    sentence: str
    undoable: tuple  # comments whose last decision can be taken back
    skipped: tuple  # (comment, its last decision) of those that somebody else had decided about
    bulk: BulkAct | None = None
    is_undone: bool = False  # the bulk, by a later one


def bar_of(account):
    """The Bar for `?done=`, `?skipped=` (public ids, comma between) and `?bulk=` (that of a BulkAct), or None."""
    done, skipped = _ids("done"), _ids("skipped")
    if (act := _bulk(account)) is not None:
        return _bar_of_many(act, account, skipped)
    if not done and not skipped:
        return None
    comments = _comments(account, done + skipped)
    last = last_decisions(comments)
    decided = [last[each.id] for each in comments if each.public_id in done and each.id in last]
    return Bar(
        sentence=outcome(decided) if decided else "",
        undoable=tuple(decision.comment for decision in decided if decision.undoes_id is None),
        skipped=tuple((each, last.get(each.id)) for each in comments if each.public_id in skipped),
    )


def _bulk(account):
    asked = request.args.get("bulk", "")
    act = (
        db.session.scalar(select(BulkAct).where(BulkAct.public_id == asked)) if is_public_id(asked) else None
    )
    return act if act is not None and may_see(act, account) else None


def may_see(act, account):
    """Their own, and for whoever moderates anything all."""
    return act.by_id == account.id or may_any(account, "moderate")


def _bar_of_many(act, account, skipped):
    left_alone = _comments(account, skipped)
    last = last_decisions(left_alone)
    return Bar(
        sentence=outcome_of_many(act),
        undoable=(),
        skipped=tuple((each, last.get(each.id)) for each in left_alone),
        bulk=act,
        is_undone=act.verdict is Verdict.UNDO or find_undo(act) is not None,
    )


def _comments(account, ids):
    found = comments_to_moderate(account).where(Comment.public_id.in_(ids)).order_by(Comment.id)
    return db.session.scalars(found).all() if ids else []


def _ids(name):
    return [each for each in request.args.get(name, "").split(",")[:MOST] if is_public_id(each)]
