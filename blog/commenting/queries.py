"""Which comments: selects that are composed, and executed only at the edge. None of them reaches an email."""

from sqlalchemy import select

from blog.commenting.comment import Comment, Status


def comments():
    return select(Comment)


def comments_with_status(status):
    return comments().where(Comment.status == status)


def approved_comments_on(article):
    return comments_with_status(Status.APPROVED).where(Comment.article_id == article.id)


def in_thread_order(statement):
    return statement.order_by(Comment.root_id, Comment.branch_id, Comment.id)
