"""Words by an author. Kept as they were written and as HTML, which is made once, when they are written."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.accounts.account import Account
from blog.clock import now
from blog.publishing.tag import Tag, article_tag
from blog.refusals import TooLate
from blog.storage import db
from blog.storage.types import Moment


class ArticleDeleted(TooLate):
    sentence = "This article was deleted. Restore it first."


class Article(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(String(500), default="")
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    # The first words, made from body_html when it is.
    excerpt: Mapped[str] = mapped_column(String(300), default="")
    words: Mapped[int] = mapped_column(default=0)
    author_id: Mapped[int] = mapped_column(db.ForeignKey("account.id"), index=True)
    author: Mapped[Account] = relationship()
    created_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    # Raised by every change of its words; an edit form says which version it began from.
    version: Mapped[int] = mapped_column(default=1)
    # How many comments on it are public; kept by commenting/visibility.py, never counted on a read.
    comment_count: Mapped[int] = mapped_column(default=0)
    # From the moment it was first public on, its address stays.
    first_public_at: Mapped[datetime | None] = mapped_column(Moment)
    tags: Mapped[list[Tag]] = relationship(secondary=article_tag, order_by=Tag.name)
    publication: Mapped["Publication | None"] = relationship(  # noqa: F821  (it imports this file; SQLAlchemy finds it by name)
        back_populates="article", cascade="all, delete-orphan"
    )
    deletion: Mapped["Deletion | None"] = relationship(  # noqa: F821  (it imports this file; SQLAlchemy finds it by name)
        back_populates="article", cascade="all, delete-orphan"
    )

    @property
    def teaser(self):
        """What lists, feeds and descriptions say of it: the author's summary, else its first words. Plain text."""
        return self.summary or self.excerpt

    def hold(self):
        """Waits until nobody else is changing this article, and sees it as it is then; until the transaction ends."""
        db.session.flush()
        db.session.expire(self)
        db.session.refresh(self, with_for_update={"of": Article})

    def belongs_to(self, account):
        return self.author_id == account.id

    def is_public(self, at=None):
        published = self.publication is not None and self.publication.goes_live_at <= (at or now())
        return published and self.deletion is None

    def was_withdrawn(self):
        return self.publication is None and self.first_public_at is not None

    def may_change_slug(self, at=None):
        return self.first_public_at is None or self.first_public_at > (at or now())
