"""The bar that says what was just done and offers to undo it. It is read from the decisions, so it is never wrong."""

from dataclasses import dataclass

from flask import request

from blog.commenting.comment import Comment
from blog.moderating.case import last_decisions
from blog.moderating.queue import comments_to_moderate
from blog.moderating.wording import outcome
from blog.storage import db
from blog.storage.types import is_public_id

MOST = 100  # comments decided about at once


@dataclass(frozen=True)
class Bar:
    sentence: str
    undoable: tuple  # comments whose last decision can be taken back
    skipped: tuple  # (comment, its last decision) of those that somebody else had decided about


def bar_of(account):
    """The Bar for `?done=` and `?skipped=` (public ids, comma between), or None."""
    done, skipped = _ids("done"), _ids("skipped")
    if not done and not skipped:
        return None
    comments = db.session.scalars(
        comments_to_moderate(account).where(Comment.public_id.in_(done + skipped)).order_by(Comment.id)
    ).all()
    last = last_decisions(comments)
    decided = [last[each.id] for each in comments if each.public_id in done and each.id in last]
    return Bar(
        sentence=outcome(decided) if decided else "",
        undoable=tuple(decision.comment for decision in decided if decision.undoes_id is None),
        skipped=tuple((each, last.get(each.id)) for each in comments if each.public_id in skipped),
    )


def _ids(name):
    return [each for each in request.args.get(name, "").split(",")[:MOST] if is_public_id(each)]
