"""Readers see a comment that is approved, as long as nothing that it answers, however far above, was pulled back.

What its writer takes back hides nobody else's words, and brings none back that were hidden. Each comment keeps how many of those above it are pulled back
(`hidden_above`), so that no reader's page walks up a thread; decisions keep that number, and the article's number of
public comments, in their own transaction.
"""

from sqlalchemy import func, select, update

from blog.commenting.comment import Comment, Status
from blog.publishing.article import Article
from blog.storage import db


def lock_conversations(article_ids):
    """Until the transaction ends, others wait who would change what is seen of these articles' conversations. Ids in a
    list, or a Select of them.

    Comes before any comment's row is locked or written, and in the order of the articles, so that nobody waits in a
    ring. On SQLite a transaction that may write is alone, so nothing more is needed.
    """
    if db.session.connection().dialect.name == "postgresql":
        wanted = select(Article.id).where(Article.id.in_(article_ids)).order_by(Article.id)
        db.session.execute(wanted.with_for_update(key_share=True))  # a new comment's reference is no conflict


def keep_sight(comment, before, after, *, step):
    """After a comment's status changed: what is under it is hidden or returns, and the article's number is made true.

    `before` and `after` are Statuses; `step` is 1 where it hides its replies from now on, -1 where it hides them no more.
    The conversation is locked.
    """
    hidden, under, changing = db.session.execute(_surroundings(comment, step)).one()
    if step and under:
        db.session.execute(
            update(Comment)
            .where(Comment.id.in_(select(_under(comment).c.id)))
            .values(hidden_above=Comment.hidden_above + step)
            .execution_options(synchronize_session="fetch")
        )
    own = 0 if hidden else (after is Status.APPROVED) - (before is Status.APPROVED)
    if more := own - step * changing:
        db.session.execute(
            update(Article)
            .where(Article.id == comment.article_id)
            .values(comment_count=Article.comment_count + more)
            .execution_options(synchronize_session="fetch")
        )


def answered_among(comments):
    """The ids of those of these Comments that somebody answers."""
    answers = select(Comment.parent_id).where(Comment.parent_id.in_([comment.id for comment in comments]))
    return set(db.session.scalars(answers.distinct()))


def count_more(numbers):
    """`numbers` is {article id: how many more public comments it has}; the conversations are locked."""
    for article_id, more in sorted(numbers.items()):
        if more:
            db.session.execute(
                update(Article)
                .where(Article.id == article_id)
                .values(comment_count=Article.comment_count + more)
                .execution_options(synchronize_session="fetch")
            )


def _surroundings(comment, step):
    """The Select of (its own hidden_above, how many are under it, how many of those `step` hides or brings back)."""
    own = select(Comment.hidden_above).where(Comment.id == comment.id)
    if not step:
        return own.add_columns(0, 0)
    changing = (Comment.status == Status.APPROVED) & (Comment.hidden_above == (0 if step > 0 else 1))
    counted = select(own.scalar_subquery(), func.count(Comment.id), func.count(Comment.id).filter(changing))
    return counted.where(Comment.id.in_(select(_under(comment).c.id)))


def under_it(comment):
    """The Select of the ids of what answers a Comment, of what answers that, and so on."""
    return select(_under(comment).c.id)


def _under(comment):
    """The ids of what answers a comment, of what answers that, and so on."""
    answer = Comment.__table__.alias("answer")
    under = select(answer.c.id).where(answer.c.parent_id == comment.id).cte("under", recursive=True)
    return under.union_all(select(answer.c.id).join(under, answer.c.parent_id == under.c.id))
