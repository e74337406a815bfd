"""The conversation under an article, flat and in thread order, one part of it at a time.

Flat, because a chain of replies can be as deep as visitors like; in parts, because it can be as long. A part begins at
a comment (inclusive) and holds a number of public ones; beside them stand the quiet places of comments that were
removed but have answers.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select, tuple_

from blog.commenting.comment import Comment, Status
from blog.commenting.queries import approved_comments_on, find_public_comment, in_thread_order
from blog.refusals import NotThere
from blog.storage import db

SOMEONE_REMOVED = "a removed comment"
PARENT = Comment.__table__.alias("parent")
PLACE = (Comment.root_id, Comment.branch_id, Comment.id)


@dataclass(frozen=True, slots=True)
class Entry:
    """A comment as a reader sees it. Of a removed one only its place is told, not its words."""

    public_id: str
    name: str
    website: str
    body_html: str
    avatar_seed: str
    left_at: datetime
    edited_at: datetime | None
    level: int  # 0, 1 or 2 to the eye
    is_by_author: bool
    reply_to: str  # the name of whom it answers, "" where it began a thread
    parent: str  # the public id of what it answers, "" where that cannot be seen
    is_reply_obvious: bool  # it stands right under what it answers
    is_removed: bool
    is_pending: bool
    place: tuple  # (root, branch, id)

    @property
    def can_reply(self):
        return not self.is_removed and not self.is_pending

    @property
    def in_reply_to(self):
        """Whom it answers, where its place does not show it; else ""."""
        return "" if self.is_reply_obvious else self.reply_to


@dataclass(frozen=True)
class Conversation:
    entries: list[Entry]
    earlier_start: str | None  # public ids with which the parts before and after begin
    later_start: str | None
    is_earlier_first: bool = False  # the part before is the first, which needs no start

    def together_with(self, own):
        """The entries and, each in its place or else at the end, those Entries that only the visitor may see."""
        here = [entry for entry in own if self._holds(entry.place)]
        elsewhere = [entry for entry in own if not self._holds(entry.place)]
        return sorted([*self.entries, *here], key=lambda entry: entry.place) + elsewhere

    def _holds(self, place):
        begun = not self.earlier_start or place > self.entries[0].place
        return begun and (not self.later_start or place < self.entries[-1].place)


def conversation_on(article, *, start=None, size=100):
    """The part of the Conversation that begins with the public comment `start` (a public id; None: the beginning).

    `size` is the number of public comments in a part. Takes two to four queries, however long the conversation.
    Raises NotThere for a start that is no public comment on this article.
    """
    before, shown = [], rows_on(article).where(Comment.status == Status.APPROVED)
    if start is not None:
        place = _place_of(article, start)
        before = _places_before(article, place, limit=size + 1)
        shown = shown.where(tuple_(*PLACE) >= tuple_(*place))
    rows = db.session.execute(in_thread_order(shown).limit(size + 1)).all()
    later_start = rows.pop().public_id if len(rows) > size else None
    removed = _removed_among(article, rows, after=before[0].place if before else (0, 0, 0))
    entries = entries_of(article, [*rows, *removed])
    if not before:
        return Conversation(entries, None, later_start)
    return Conversation(
        entries, before[:size][-1].public_id, later_start, is_earlier_first=len(before) <= size
    )


def start_of_part_with(comment, *, size=100):
    """The public id with which the part that shows a comment begins; None for the first part."""
    place = (comment.root_id, comment.branch_id, comment.id)
    approved = approved_comments_on(comment.article)
    earlier = approved.where(tuple_(*PLACE) < tuple_(*place))
    number = db.session.scalar(
        select(func.count()).select_from(earlier.with_only_columns(Comment.id).subquery())
    )
    if number < size:
        return None
    begins = in_thread_order(approved.with_only_columns(Comment.public_id)).offset(number - number % size)
    return db.session.scalar(begins.limit(1)) or db.session.scalar(begins.offset(number - size).limit(1))


def rows_on(article):
    """The Select of plain rows (no entities) of an article's comments, of any status, with whom each answers."""
    return (
        select(
            *(Comment.public_id, Comment.name, Comment.website, Comment.body_html, Comment.avatar_seed),
            *(Comment.left_at, Comment.edited_at, Comment.account_id, Comment.parent_id, Comment.status),
            *PLACE,
            PARENT.c.public_id.label("parent_public_id"),
            PARENT.c.name.label("parent_name"),
            PARENT.c.status.label("parent_status"),
        )
        .outerjoin(PARENT, PARENT.c.id == Comment.parent_id)
        .where(Comment.article_id == article.id)
    )


def entries_of(article, rows):
    """Entries in thread order, of rows in any."""
    rows = sorted(rows, key=_place)
    here = {row.id for row in rows}
    return [_entry(article, row, here) for row in rows]


def as_pending(entry):
    """The same Entry for the eyes of its writer alone, who is told whom it answers, wherever it stands."""
    return replace(entry, is_pending=True, is_removed=False, is_reply_obvious=not entry.reply_to)


def _entry(article, row, here):
    level = 0 if row.parent_id is None else 1 if row.branch_id == row.id else 2
    over_it = (None, row.root_id, row.branch_id)[level]
    is_parent_public = row.parent_status is Status.APPROVED
    removed = row.status is not Status.APPROVED
    return Entry(
        public_id=row.public_id,
        name=row.name,
        website=row.website,
        body_html=row.body_html,
        avatar_seed=row.avatar_seed,
        left_at=row.left_at,
        edited_at=row.edited_at,
        level=level,
        is_by_author=row.account_id is not None and row.account_id == article.author_id,
        reply_to="" if level == 0 else row.parent_name if is_parent_public else SOMEONE_REMOVED,
        parent=row.parent_public_id if is_parent_public else "",
        is_reply_obvious=level == 0 or (row.parent_id == over_it and row.parent_id in here),
        is_removed=removed,
        is_pending=False,
        place=_place(row),
    )


def _place(row):
    return row.root_id, row.branch_id, row.id


@dataclass(frozen=True, slots=True)
class _Start:
    public_id: str
    place: tuple


def _place_of(article, public_id):
    comment = find_public_comment(article, public_id)
    if comment is None:
        raise NotThere
    return comment.root_id, comment.branch_id, comment.id


def _places_before(article, place, *, limit):
    """Nearest first."""
    nearest = (
        approved_comments_on(article)
        .with_only_columns(Comment.public_id, *PLACE)
        .where(tuple_(*PLACE) < tuple_(*place))
        .order_by(*(column.desc() for column in PLACE))
        .limit(limit)
    )
    return [_Start(row.public_id, _place(row)) for row in db.session.execute(nearest)]


def _removed_among(article, rows, *, after):
    """Rows of what was once public, is so no more, and has one of `rows` under it: a reply can only be left to what is
    public. Those that stand in a part before this one (at `after` or earlier) were shown there.
    """
    over_them = {id for row in rows for id in (row.root_id, row.branch_id, row.parent_id) if id}
    missing = over_them - {row.id for row in rows}
    if not missing:
        return []
    found = rows_on(article).where(Comment.id.in_(missing), Comment.status != Status.APPROVED)
    return db.session.execute(found.where(tuple_(*PLACE) > tuple_(*after))).all()
