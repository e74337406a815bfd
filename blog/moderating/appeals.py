"""An appeal goes to another moderator than the one who turned the comment down, where there is another."""

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import aliased

from blog.accounts.account import Account, Suspension
from blog.accounts.permissions import roles_that
from blog.commenting.appeal import Appeal, find_appeal
from blog.commenting.comment import Comment, Status
from blog.publishing.article import Article
from blog.storage import db


def for_another_than(account):
    """The condition that a comment waits because of an appeal against this Account, and somebody else may decide."""
    against = select(Appeal.comment_id).where(Appeal.not_for_id == account.id)
    return and_(Comment.status == Status.PENDING, Comment.id.in_(against), _somebody_besides(account))


def waits_for_another(comment, account):
    """Whether `account` leaves a pending comment to somebody else."""
    if account is None or comment.status is not Status.PENDING:
        return False
    made = find_appeal(comment)
    if made is None or made.not_for_id != account.id:
        return False
    condition = for_another_than(account)
    return db.session.scalar(select(Comment.id).where(Comment.id == comment.id, condition)) is not None


def _somebody_besides(account):
    """Whoever may moderate anything, or is the article's author and may moderate their own; and can sign in."""
    other = aliased(Account)
    wrote_it = select(Article.author_id).where(Article.id == Comment.article_id)
    wrote_it = wrote_it.correlate(Comment).scalar_subquery()  # by itself that reaches the nearest query only
    may = or_(
        other.role.in_(roles_that("moderate", "any")),
        and_(other.id == wrote_it, other.role.in_(roles_that("moderate", "own"))),
    )
    is_suspended = exists().where(Suspension.account_id == other.id)
    return exists().where(other.id != account.id, may, ~is_suspended)
