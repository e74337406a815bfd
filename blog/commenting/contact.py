"""A commenter's private email, in a table of its own that no public page's query reaches."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.commenting.comment import Comment
from blog.storage import db
from blog.storage.types import Moment


class Contact(db.Model):
    comment_id: Mapped[int] = mapped_column(db.ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True)
    comment: Mapped[Comment] = relationship()
    email: Mapped[str] = mapped_column(String(254), index=True)
    # Keyed digest of the whole posting (article, parent, name, email, body), by which a repeat is recognised.
    fingerprint: Mapped[str] = mapped_column(String(64))
    left_at: Mapped[datetime] = mapped_column(Moment)

    __table_args__ = (Index("ix_contact_fingerprint_left_at", "fingerprint", "left_at"),)
