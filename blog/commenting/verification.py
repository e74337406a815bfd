"""Nothing is lost, and it can be checked: every comment has its one status, its receipt, its place and its decisions.

Read in batches, so that a large blog needs no more memory than a small one. What is found is said in sentences that
name a comment by its public id, and hold nothing private.
"""

from itertools import groupby, pairwise

from sqlalchemy import String, func, select, type_coerce
from sqlalchemy.orm import aliased

from blog.commenting.comment import Comment, Status
from blog.commenting.decision import Decision
from blog.commenting.erasure import Erasure
from blog.commenting.moving import Move
from blog.commenting.receipt import receipt_hash, token_of
from blog.publishing.article import Article
from blog.storage import db

BATCH = 1000  # comments
KNOWN = tuple(status.value for status in Status)
_CHECKS = []  # what the rooms above have to check, connected in wiring.py


def connect_checks(checks):
    """`checks` are functions without arguments that yield a sentence for each thing that is not as it must be."""
    _CHECKS[:] = checks


def comments_received():
    """{word of a status: how many comments have it}; every status of Status is there."""
    counted = select(_word(Comment.status), func.count()).group_by(Comment.status)
    return dict.fromkeys(KNOWN, 0) | dict(map(tuple, db.session.execute(counted)))


def comments_erased():
    return db.session.scalar(select(func.count()).select_from(Erasure))


def faults(keys):
    """Yields a sentence for each thing that is not as it must be. `keys` are the installation's Keys."""
    for row, decided in _comments_with_decisions():
        for words in (*_wrong_status(row, decided), *_wrong_receipt(row, keys), *_wrong_place(row)):
            yield f"Comment {row.public_id} {words}."
    yield from _wrong_counts()
    yield from _moved_elsewhere()
    yield from _words_that_were_erased()
    yield from _rows_about_nothing()
    for check in _CHECKS:
        yield from check()


def _comments_with_decisions():
    """(row of a comment and what it answers, [(before, after)] oldest first), all of them, oldest first."""
    parent, after = aliased(Comment), 0
    columns = (
        *(Comment.id, Comment.public_id, Comment.article_id, Comment.parent_id),
        *(Comment.root_id, Comment.branch_id, Comment.thread_turn, Comment.hidden_above),
        Comment.hides_replies,
        *(Comment.decision_count, Comment.receipt_nonce, Comment.receipt_hash),
        _word(Comment.status).label("status"),
        Article.id.label("found_article"),
        *(parent.id.label("above"), parent.article_id.label("above_article")),
        *(parent.root_id.label("above_root"), parent.branch_id.label("above_branch")),
        *(parent.hidden_above.label("above_hidden"), parent.hides_replies.label("above_hides")),
    )
    batch = (
        select(*columns)
        .outerjoin(Article, Article.id == Comment.article_id)
        .outerjoin(parent, parent.id == Comment.parent_id)
        .order_by(Comment.id)
        .limit(BATCH)
    )
    while rows := db.session.execute(batch.where(Comment.id > after)).all():
        decided = _decisions_between(rows[0].id, rows[-1].id)
        yield from ((row, decided.get(row.id, [])) for row in rows)
        after = rows[-1].id


def _decisions_between(first, last):
    """{comment id: [(before, after)]} of the comments with these ids and those between them."""
    asked = select(Decision.comment_id, _word(Decision.before), _word(Decision.after)).where(
        Decision.comment_id.between(first, last)
    )
    rows = db.session.execute(asked.order_by(Decision.comment_id, Decision.id))
    return {
        id: [(before, after) for _id, before, after in each] for id, each in groupby(rows, lambda row: row[0])
    }


def _wrong_status(row, decided):
    if row.status not in KNOWN:
        yield f"has the status “{row.status}”, which does not exist"
    if len(decided) != row.decision_count:
        yield f"counts {row.decision_count} decisions, and {len(decided)} are kept"
    steps = [(None, Status.PENDING.value), *decided]
    if any(after != before for (_before, after), (before, _after) in pairwise(steps)):
        yield "has decisions that do not follow on each other"
    if steps[-1][1] != row.status:
        yield f"is {row.status}, and no decision made it so"
    elif row.hides_replies != _hides(steps):
        yield "hides its replies, or not, as no decision said"


def _hides(steps):
    """As the last decision left it that was not its writer's."""
    others = [after for _before, after in steps if after != Status.WITHDRAWN.value]
    return others[-1] in KNOWN and Status(others[-1]).hides_replies


def _wrong_receipt(row, keys):
    if receipt_hash(token_of(row.receipt_nonce, keys.receipts)) != row.receipt_hash:
        yield "has a receipt that does not open"


def _wrong_place(row):
    if row.found_article is None:
        yield "is on an article that does not exist"
    if row.thread_turn != -row.root_id:
        yield "stands elsewhere when the newest come first"
    if row.parent_id is None:
        if (row.root_id, row.branch_id, row.hidden_above) != (row.id, 0, 0):
            yield "begins no thread, though it answers nothing"
        return
    if row.above is None:
        yield "answers a comment that does not exist"
        return
    if row.above_article != row.article_id or row.above >= row.id:
        yield "answers a comment on another article, or a later one"
    if (row.root_id, row.branch_id) != (row.above_root, row.above_branch or row.id):
        yield "does not stand in the thread of what it answers"
    if row.hidden_above != row.above_hidden + row.above_hides:
        yield "counts wrongly how many above it are pulled back"


def _wrong_counts():
    public = (Comment.article_id == Article.id) & (Comment.status == Status.APPROVED)
    number = func.count(Comment.id)
    wrong = (
        select(Article.id, Article.comment_count, number)
        .outerjoin(Comment, public & (Comment.hidden_above == 0))
        .group_by(Article.id, Article.comment_count)
        .having(Article.comment_count != number)
        .order_by(Article.id)
    )
    for id, said, counted in db.session.execute(wrong):
        yield f"Article {id} says that it has {said} public comments, and has {counted}."


def _moved_elsewhere():
    """Where a comment was moved to last, there it stands."""
    newest = select(func.max(Move.id)).group_by(Move.comment_id)
    wrong = (
        select(Comment.public_id)
        .join(Move, Move.comment_id == Comment.id)
        .where(Move.id.in_(newest))
        .where(Move.to_parent_id.is_distinct_from(Comment.parent_id))
    )
    for public_id in db.session.scalars(wrong.order_by(Comment.id)):
        yield f"Comment {public_id} does not stand where it was moved to last."


def _words_that_were_erased():
    wrong = select(Comment.public_id).join(Erasure, Erasure.comment_id == Comment.id)
    for public_id in db.session.scalars(wrong.where(Erasure.words, Comment.body != "").order_by(Comment.id)):
        yield f"Comment {public_id} was erased, and its words are still there."


def _rows_about_nothing():
    """In whatever table: what belongs to a comment or to a decision that does not exist."""
    for table in db.metadata.sorted_tables:
        for key in table.foreign_keys:
            about = key.column.table
            if about.name not in ("comment", "decision") or table.name == "comment":
                continue
            there = about.alias()
            lost = (
                select(func.count())
                .select_from(table.outerjoin(there, there.c.id == key.parent))
                .where(key.parent.is_not(None), there.c.id.is_(None))
            )
            if number := db.session.scalar(lost):
                yield f"The table {table.name} has rows about a {about.name} that does not exist: {number:,}."


def _word(status):
    """The column as the word that is kept, whether there is such a status or not."""
    return type_coerce(status, String)
