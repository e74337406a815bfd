"""What a ban does with what was written before it: nothing, or one act on many, which can be taken back with the ban."""

from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped, mapped_column

from blog.commenting.comment import Comment, Status
from blog.moderating.bulk.bulk_act import BulkAct, NothingLeft, find_undo
from blog.moderating.bulk.selection import Selection, as_of_now
from blog.moderating.bulk.steps import start_bulk, undo_bulk
from blog.moderating.narrowing import Narrowing
from blog.moderating.queue import comments_to_moderate
from blog.moderating.verdict import Verdict
from blog.storage import db


class Consequence(StrEnum):
    LEAVE = "leave"
    REJECT = "reject"
    SPAM = "spam"


# What is decided about comments of which status.
VERDICTS = {
    Consequence.LEAVE: (),
    Consequence.REJECT: ((Status.PENDING, Verdict.REJECT),),
    Consequence.SPAM: tuple(
        (each, Verdict.SPAM) for each in (Status.PENDING, Status.APPROVED, Status.REJECTED)
    ),
}


class BanBulk(db.Model):
    """An act on many that was a consequence of a ban."""

    bulk_id: Mapped[int] = mapped_column(db.ForeignKey("bulk_act.id"), primary_key=True)
    ban_id: Mapped[int] = mapped_column(db.ForeignKey("ban.id"), index=True)


def draw_consequence(ban, consequence, *, by, keys, at=None):
    """The BulkActs with which a Consequence for all that was written until now is drawn, by the Account `by`."""
    as_of, acts = as_of_now(), []
    for status, verdict in VERDICTS[consequence]:
        selection = Selection(Narrowing(status=status, ban=ban.public_id), as_of=as_of)
        try:
            act = start_bulk(selection, verdict, by=by, keys=keys, because="Banned.", at=at)
        except NothingLeft:
            continue
        acts.append(act)
    db.session.add_all(BanBulk(ban_id=ban.id, bulk_id=act.id) for act in acts)
    db.session.flush()
    return acts


def acts_with(bans):
    """{ban id: [the BulkActs with it that nobody took back yet]}, of Bans, in one query."""
    ids, found = [ban.id for ban in bans], {}
    if not ids:
        return found
    undone = select(BulkAct.undoes_id).where(BulkAct.undoes_id.is_not(None))
    theirs = (
        select(BanBulk.ban_id, BulkAct)
        .join(BulkAct, BulkAct.id == BanBulk.bulk_id)
        .where(BanBulk.ban_id.in_(ids), BulkAct.id.not_in(undone))
        .order_by(BulkAct.id)
    )
    for ban_id, act in db.session.execute(theirs):
        found.setdefault(ban_id, []).append(act)
    return found


def take_back_consequence(ban, *, by, keys, at=None):
    """Takes back each decision made with a Ban that is still the last about its comment. Raises NothingLeft."""
    acts = [act for act in acts_with([ban]).get(ban.id, []) if find_undo(act) is None]
    undone = []
    for act in acts:
        try:
            undone.append(undo_bulk(act, by=by, keys=keys, at=at))
        except NothingLeft:
            continue
    if not undone:
        raise NothingLeft
    return undone


def written_under(contact, account):
    """{Status: how many} of what came under a Contact's address, and of what came from its network; two dicts."""
    return [_counted(column, digest, account) for column, digest in _digests(contact)]


def _digests(contact):
    table = type(contact)
    return ((table.digest, contact.digest), (table.network_digest, contact.network_digest))


def _counted(column, digest, account):
    if digest is None:
        return {}
    under = select(column.class_.comment_id).where(column == digest)
    theirs = comments_to_moderate(account).with_only_columns(Comment.status, func.count(Comment.id))
    counted = theirs.where(Comment.id.in_(under), Comment.account_id.is_(None)).group_by(Comment.status)
    return dict(map(tuple, db.session.execute(counted)))
