"""The conversation under an article, flat and in thread order, one part of it at a time.

Flat, because a chain of replies can be as deep as visitors like; in parts, because it can be as long. A part begins at
a comment (inclusive), maybe inside a thread, and holds a number of public ones; beside them stand the quiet places of
comments that their writers took back but that have answers.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from blog.commenting.comment import Comment, Status
from blog.commenting.order import Order
from blog.commenting.queries import find_public_comment, public_comments_on
from blog.commenting.thread_closure import CLOSED_THREAD, closed_with
from blog.refusals import NotThere
from blog.storage import db

# What is said in place of a name.
REMOVED, TAKEN_BACK, ERASED = "a removed comment", "a comment that was taken back", "an erased comment"
PARENT = Comment.__table__.alias("parent")


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
    is_removed: bool  # its words are gone: taken back, or erased
    is_erased: bool
    is_pending: bool
    closed_because: str  # why visitors leave no replies in its thread, as a sentence; "" while they do
    place: tuple  # in the order of reading: see commenting/order.py

    @property
    def can_reply(self):
        return not self.is_removed and not self.is_pending and not self.closed_because

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
    order: Order = Order.OLDEST

    def together_with(self, own):
        """The entries and, each in its place or else at the end, those Entries that only the visitor may see."""
        here = [entry for entry in own if self._holds(entry)]
        elsewhere = [entry for entry in own if not self._holds(entry)]
        return sorted([*self.entries, *here], key=lambda entry: entry.place) + elsewhere

    def _holds(self, entry):
        begun = not self.earlier_start or entry.place > self.entries[0].place
        return begun and (not self.later_start or entry.place < self.entries[-1].place)


def conversation_on(article, *, start=None, size=100, order=Order.OLDEST):
    """The part of the Conversation that begins with the public comment `start` (a public id; None: the beginning).

    `size` is the number of public comments in a part. Takes one to four queries, however long the conversation.
    Raises NotThere for a start that is no public comment on this article.
    """
    before, shown = [], _only_public(rows_on(article))
    if start is not None:
        place = _place_of(article, start, order)
        before = _places_before(article, place, order=order, limit=size + 1)
        shown = shown.where(order.from_on(place))
    rows = db.session.execute(shown.order_by(*order.columns()).limit(size + 1)).all()
    later_start = rows.pop().public_id if len(rows) > size else None
    taken_back = _taken_back_over(article, rows)
    if before:  # those that stand in an earlier part were shown there
        taken_back = [row for row in taken_back if order.place(row) > before[0].place]
    entries = entries_of(article, [*rows, *taken_back], order=order)
    if not before:
        return Conversation(entries, None, later_start, order=order)
    is_first = len(before) <= size
    return Conversation(entries, before[:size][-1].public_id, later_start, is_first, order)


def start_of_part_with(comment, *, size=100, order=Order.OLDEST):
    """The public id with which a part that shows a comment begins; None for the first part.

    It begins with a thread, half a part above the comment or more, or inside one where that began further away. What this
    takes depends on neither the comment's place nor the length of the conversation. `size` is at least 2.
    """
    before = _places_before(comment.article, order.place(comment), order=order, limit=size)
    if len(before) < size:
        return None
    far_enough = before[size // 2 - 1 : -1]
    threads = (each for each in far_enough if each.begins_a_thread)
    return next(threads, far_enough[0]).public_id


def rows_on(article):
    """The Select of plain rows (no entities) of an article's comments, of any status, with whom each answers."""
    return (
        select(
            *(Comment.public_id, Comment.name, Comment.website, Comment.body_html, Comment.avatar_seed),
            *(Comment.left_at, Comment.edited_at, Comment.account_id, Comment.parent_id, Comment.status),
            *(Comment.root_id, Comment.branch_id, Comment.thread_turn, Comment.id),
            PARENT.c.public_id.label("parent_public_id"),
            PARENT.c.name.label("parent_name"),
            PARENT.c.status.label("parent_status"),
            PARENT.c.hidden_above.label("parent_hidden_above"),
            (Comment.body == "").label("is_erased"),
            (PARENT.c.body == "").label("is_parent_erased"),
            closed_with(Comment.root_id).label("closed_sentence"),
        )
        .outerjoin(PARENT, PARENT.c.id == Comment.parent_id)
        .where(Comment.article_id == article.id)
    )


def entries_of(article, rows, *, order=Order.OLDEST):
    """Entries in the order of reading, of rows in any."""
    rows = sorted(rows, key=order.place)
    here = {row.id for row in rows}
    return [_entry(article, row, here, order) for row in rows]


def as_pending(entry):
    """The same Entry for the eyes of its writer alone, who is told whom it answers, wherever it stands."""
    return replace(entry, is_pending=True, is_removed=False, is_reply_obvious=not entry.reply_to)


def _entry(article, row, here, order):
    level = 0 if row.parent_id is None else 1 if row.branch_id == row.id else 2
    over_it = (None, row.root_id, row.branch_id)[level]
    answered = _answered(row)
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
        reply_to="" if level == 0 else answered or row.parent_name,
        parent="" if answered else row.parent_public_id or "",
        is_reply_obvious=level == 0 or (row.parent_id == over_it and row.parent_id in here),
        is_removed=row.status is not Status.APPROVED or row.is_erased,
        is_erased=row.is_erased,
        is_pending=False,
        closed_because="" if row.closed_sentence is None else row.closed_sentence or CLOSED_THREAD,
        place=order.place(row),
    )


def _answered(row):
    """What to say in place of the name of whom it answers, who is not to be named; "" where they are."""
    if row.is_parent_erased:
        return ERASED
    if row.parent_status is Status.WITHDRAWN:
        return TAKEN_BACK
    return "" if row.parent_status is Status.APPROVED and not row.parent_hidden_above else REMOVED


@dataclass(frozen=True, slots=True)
class _Start:
    public_id: str
    place: tuple

    @property
    def begins_a_thread(self):
        return self.place[1] == 0


def _only_public(rows):
    return rows.where(Comment.status == Status.APPROVED, Comment.hidden_above == 0)


def _place_of(article, public_id, order):
    comment = find_public_comment(article, public_id)
    if comment is None:
        raise NotThere
    return order.place(comment)


def _places_before(article, place, *, order, limit):
    """Nearest first."""
    nearest = public_comments_on(article).with_only_columns(Comment.public_id, *order.columns())
    nearest = nearest.where(order.before(place)).order_by(*order.backwards()).limit(limit)
    return [_Start(public_id, tuple(place)) for public_id, *place in db.session.execute(nearest)]


def _taken_back_over(article, rows):
    """Rows of what its writer took back, over one of `rows`."""
    over_them = {id for row in rows for id in (row.root_id, row.branch_id, row.parent_id) if id}
    missing = over_them - {row.id for row in rows}
    if not missing:
        return []
    found = rows_on(article).where(Comment.id.in_(missing), Comment.status == Status.WITHDRAWN)
    return db.session.execute(found).all()
