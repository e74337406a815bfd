"""What a comment said before it was changed: one row for each change, never edited."""

from datetime import datetime

from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.accounts.account import Account
from blog.commenting.comment import Comment
from blog.storage import db
from blog.storage.types import Moment


class Revision(db.Model):
    __tablename__ = "comment_revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(db.ForeignKey("comment.id"), index=True)
    comment: Mapped[Comment] = relationship()
    name: Mapped[str] = mapped_column(String(100))
    website: Mapped[str] = mapped_column(String(500))
    body: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(db.ForeignKey("account.id"))
    by: Mapped[Account] = relationship()
    at: Mapped[datetime] = mapped_column(Moment)


def revisions_of(comment):
    """Oldest first: the first is what the visitor wrote."""
    return select(Revision).where(Revision.comment_id == comment.id).order_by(Revision.id)
