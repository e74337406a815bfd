"""An article is public from the moment its Publication says so, without anything running at that moment."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.accounts.account import Account
from blog.clock import now
from blog.publishing.announcements import article_published, article_withdrawn
from blog.publishing.article import Article, ArticleDeleted
from blog.storage import db
from blog.storage.types import Moment


class Publication(db.Model):
    article_id: Mapped[int] = mapped_column(db.ForeignKey("article.id", ondelete="CASCADE"), primary_key=True)
    article: Mapped[Article] = relationship(back_populates="publication")
    by_id: Mapped[int] = mapped_column(db.ForeignKey("account.id"))
    by: Mapped[Account] = relationship()
    goes_live_at: Mapped[datetime] = mapped_column(Moment)

    __table_args__ = (Index("ix_publication_goes_live_at_article_id", "goes_live_at", "article_id"),)


def publish(article, *, by, at=None, goes_live_at=None):
    """Makes the article public now, or from `goes_live_at` on; what is public already keeps its moment."""
    article.hold()
    at = at or now()  # after the wait: whoever was first published before this moment
    if article.deletion is not None:
        raise ArticleDeleted
    if article.is_public(at):
        return article.publication
    live = max(goes_live_at or at, at)
    if article.publication is None:
        article.publication = Publication(by=by, goes_live_at=live)
    else:
        article.publication.by, article.publication.goes_live_at = by, live
    if article.may_change_slug(at):
        article.first_public_at = live
    db.session.flush()
    article_published.send(article)
    return article.publication


def withdraw(article, *, at=None):
    """Takes the article away from readers; it is a draft again. Nothing happens to a draft."""
    article.hold()
    if article.publication is None:
        return
    if article.may_change_slug(at):
        article.first_public_at = None
    article.publication = None
    db.session.flush()
    article_withdrawn.send(article)
