"""Where a rule may speak: on one article, or on all by one author."""

from sqlalchemy import select

from blog.accounts.account import Account
from blog.accounts.permissions import roles_that
from blog.publishing.article import Article
from blog.storage import db


def article_called(typed):
    """The Article with this address, or with this last part of it; None where there is none."""
    slug = typed.strip().partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")[2]
    return db.session.scalar(select(Article).where(Article.slug == slug)) if slug else None


def people_who_write():
    """The Accounts that may write articles, by name."""
    roles = [*roles_that("write", "any"), *roles_that("write", "own")]
    return db.session.scalars(
        select(Account).where(Account.role.in_(roles)).order_by(Account.name, Account.id)
    ).all()


def writer_called(handle):
    return db.session.scalar(select(Account).where(Account.handle == handle))
