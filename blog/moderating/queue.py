"""Whose comments are whose to decide about, and which of them wait: oldest first, so that nobody waits for ever."""

from sqlalchemy import false, func, select

from blog.accounts.permissions import may, may_any
from blog.commenting.comment import Comment, Status
from blog.publishing.article import Article


def comments_to_moderate(account):
    """All that `account` may decide about, whatever their status: any, or those on one's own articles, or none."""
    return _only_theirs(select(Comment), account)


def waiting_count(account):
    """The Select of one whole number: how many pending comments this Account may decide about."""
    waiting = select(func.count(Comment.id)).where(Comment.status == Status.PENDING)
    return _only_theirs(waiting, account)


def _only_theirs(statement, account):
    if may_any(account, "moderate"):
        return statement
    if may(account, "moderate"):
        own = select(Article.id).where(Article.author_id == account.id)
        return statement.where(Comment.article_id.in_(own))
    return statement.where(false())
