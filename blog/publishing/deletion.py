"""A deleted article is nowhere to be seen but in its author's list of deleted ones, and can be brought back."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.accounts.account import Account
from blog.clock import now
from blog.publishing.announcements import article_deleted, article_written
from blog.publishing.article import Article
from blog.storage import db
from blog.storage.types import Moment


class Deletion(db.Model):
    article_id: Mapped[int] = mapped_column(db.ForeignKey("article.id", ondelete="CASCADE"), primary_key=True)
    article: Mapped[Article] = relationship(back_populates="deletion")
    by_id: Mapped[int] = mapped_column(db.ForeignKey("account.id"))
    by: Mapped[Account] = relationship()
    at: Mapped[datetime] = mapped_column(Moment)


def delete(article, *, by, at=None):
    """Nothing happens to what is deleted already."""
    article.hold()
    if article.deletion is None:
        article.deletion = Deletion(by=by, at=at or now())
        db.session.flush()
        article_deleted.send(article)


def restore(article):
    """Brings a deleted article back as it was: public, scheduled or a draft."""
    article.hold()
    if article.deletion is not None:
        article.deletion = None
        db.session.flush()
        article_written.send(article)
