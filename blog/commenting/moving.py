"""A comment moves under another one, or to the beginning of a thread, here or on another article; what answers it comes along.

Nothing stands under what was left after it: a conversation is read in the order in which it was said, and so no comment
can come under itself. Where it was is kept: a Move is never edited, and the way back is another Move.
"""

from collections import Counter
from datetime import datetime

from sqlalchemy import String, bindparam, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.accounts.account import Account
from blog.clock import now
from blog.commenting.announcements import comments_moved
from blog.commenting.comment import Comment, Status
from blog.commenting.former_place import remember_places
from blog.commenting.visibility import count_more, lock_conversations, under_it
from blog.publishing.article import Article
from blog.refusals import NotAcceptable, TooLate
from blog.storage import db
from blog.storage.types import Moment

# What a move changes of a Comment, and what it rests on.
PLACE = (
    *("article_id", "parent_id", "root_id", "branch_id", "thread_turn"),
    *("status", "hidden_above", "hides_replies"),
)


class UnderItself(NotAcceptable):
    sentence = "A comment cannot stand under itself, or under what answers it."


class UnderLater(NotAcceptable):
    sentence = "A comment can only stand under one that was left before it."


class StandsThere(NotAcceptable):
    sentence = "It stands there already."


class ArticleGone(NotAcceptable):
    sentence = "That article was deleted."


class MovedOn(TooLate):
    sentence = "The comment was moved since. Nothing was changed."


class Move(db.Model):
    __tablename__ = "comment_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(db.ForeignKey("comment.id"), index=True)
    comment: Mapped[Comment] = relationship(foreign_keys=[comment_id])
    from_article_id: Mapped[int] = mapped_column(db.ForeignKey("article.id"))
    from_article: Mapped[Article] = relationship(foreign_keys=[from_article_id])
    # What it answered there; None where it began a thread.
    from_parent_id: Mapped[int | None] = mapped_column(db.ForeignKey("comment.id"))
    from_parent: Mapped[Comment | None] = relationship(foreign_keys=[from_parent_id])
    to_article_id: Mapped[int] = mapped_column(db.ForeignKey("article.id"))
    to_article: Mapped[Article] = relationship(foreign_keys=[to_article_id])
    to_parent_id: Mapped[int | None] = mapped_column(db.ForeignKey("comment.id"))
    to_parent: Mapped[Comment | None] = relationship(foreign_keys=[to_parent_id])
    by_id: Mapped[int] = mapped_column(db.ForeignKey("account.id"))
    by: Mapped[Account] = relationship()
    because: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(Moment)
    # The move that this one takes back, if it is an undo.
    undoes_id: Mapped[int | None] = mapped_column(db.ForeignKey("comment_move.id"))


def move(comment, *, by, under=None, article=None, because="", at=None, undoes=None):
    """The Move of a Comment under the Comment `under`, or to the beginning of a thread on `article`.

    Both conversations are locked; that comes before any comment's row is. Raises UnderItself, UnderLater, StandsThere,
    ArticleGone or MovedOn.
    """
    article_id = under.article_id if under is not None else article.id
    known = {comment.article_id, article_id}
    lock_conversations(sorted(known))
    for each in filter(None, (comment, under)):
        db.session.refresh(each, PLACE)
    if comment.article_id not in known or (under is not None and under.article_id != article_id):
        raise MovedOn  # to a conversation that is not locked
    below = _below(comment)
    _insist_on_a_place(comment, below, under, article_id)
    moved = Move(
        comment=comment,
        from_article_id=comment.article_id,
        from_parent_id=comment.parent_id,
        to_article_id=article_id,
        to_parent_id=under.id if under is not None else None,
        by=by,
        because=because,
        at=at or now(),
        undoes_id=undoes.id if undoes is not None else None,
    )
    db.session.add(moved)
    _put(comment, below, under, article_id)
    db.session.flush()
    comments_moved.send([comment.id, *(row.id for row in below)])
    return moved


def undo_move(comment, *, by, seen=None, at=None):
    """The Move that takes back the last one of a Comment, whose id is `seen` (None: whichever it is). Raises MovedOn."""
    last = last_move_of(comment)
    if last is None or (seen is not None and seen != last.id):
        raise MovedOn
    to = {"under": last.from_parent, "article": last.from_article}
    return move(comment, by=by, because="undone", at=at, undoes=last, **to)


def moves_of(comment):
    """The Select of a Comment's Moves, oldest first."""
    return select(Move).where(Move.comment_id == comment.id).order_by(Move.id)


def last_move_of(comment):
    return db.session.scalar(moves_of(comment).order_by(None).order_by(Move.id.desc()).limit(1))


def _below(comment):
    """Rows of what answers a Comment, of what answers that, and so on: each behind what it answers."""
    columns = (Comment.id, Comment.parent_id, Comment.status, Comment.hidden_above)
    below = select(*columns).where(Comment.id.in_(under_it(comment)), Comment.id != comment.id)
    return db.session.execute(below.order_by(Comment.id)).all()


def _insist_on_a_place(comment, below, under, article_id):
    if db.session.get(Article, article_id).deletion is not None:
        raise ArticleGone
    under_id = under.id if under is not None else None
    if (comment.article_id, comment.parent_id) == (article_id, under_id):
        raise StandsThere
    if under_id == comment.id or any(row.id == under_id for row in below):
        raise UnderItself
    if under is not None and under.id > comment.id:
        raise UnderLater


def _put(comment, below, under, article_id):
    """Writes the places of a Comment and of all `below` it, and makes the numbers of both articles true."""
    hidden = under.hidden_above + under.hides_replies if under is not None else 0
    step = hidden - comment.hidden_above
    root = under.root_id if under is not None else comment.id
    branches = {comment.id: (under.branch_id or comment.id) if under is not None else 0}
    for row in below:
        branches[row.id] = branches[row.parent_id] or row.id
    if comment.article_id != article_id:
        remember_places(branches, comment.article_id)
    old_article, moving = comment.article_id, [comment, *below]
    seen_before = sum(_is_seen(row, 0) for row in moving)
    seen_after = sum(_is_seen(row, step) for row in moving)
    places = [
        {"moved": row.id, "branch": branches[row.id], "hidden": row.hidden_above + step} for row in moving
    ]
    _write(places, root=root, article_id=article_id)
    own = update(Comment).where(Comment.id == comment.id)
    parent_id = under.id if under is not None else None
    db.session.execute(own.values(parent_id=parent_id).execution_options(synchronize_session=False))
    _look_again(branches)
    more = Counter({old_article: -seen_before})
    more[article_id] += seen_after
    count_more(more)


def _is_seen(row, step):
    return row.status is Status.APPROVED and row.hidden_above + step == 0


def _write(places, *, root, article_id):
    """One row at a time, in one go: each has a branch and a number of its own."""
    table = Comment.__table__
    one = (
        update(table)
        .where(table.c.id == bindparam("moved"))
        .values(
            article_id=article_id,
            root_id=root,
            thread_turn=-root,
            branch_id=bindparam("branch"),
            hidden_above=bindparam("hidden"),
        )
    )
    db.session.flush()
    db.session.connection().execute(one, places)


def _look_again(ids):
    """What the session knows of their places is old."""
    for each in db.session.identity_map.values():
        if isinstance(each, Comment) and each.id in ids:
            db.session.expire(each, [*PLACE, "article", "parent"])
