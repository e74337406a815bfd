"""What a comment said before it was changed: one row for each change, never edited."""

from datetime import datetime

from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.accounts.account import Account
from blog.clock import now
from blog.commenting.announcements import comment_revised
from blog.commenting.comment import Comment
from blog.storage import db
from blog.storage.types import Moment
from blog.text.markdown import render_comment


class Revision(db.Model):
    __tablename__ = "comment_revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(db.ForeignKey("comment.id"), index=True)
    comment: Mapped[Comment] = relationship()
    name: Mapped[str] = mapped_column(String(100))
    website: Mapped[str] = mapped_column(String(500))
    body: Mapped[str] = mapped_column(Text)
    # None: whoever wrote the comment.
    by_id: Mapped[int | None] = mapped_column(db.ForeignKey("account.id"))
    by: Mapped[Account | None] = relationship()
    at: Mapped[datetime] = mapped_column(Moment)


def edit_comment(comment, *, by, body, name, website="", body_html=None, at=None):
    """New words for a comment, its name and website: strings, tidied and checked already (see forms.py).

    `by` is an Account, or None for whoever wrote the comment; `body_html` what render_comment makes of `body`, where that
    is known already. What it said before stays as a Revision, which is returned; None where nothing is different.
    """
    before = {"name": comment.name, "website": comment.website, "body": comment.body}
    if before == {"name": name, "website": website, "body": body}:
        return None
    at = at or now()
    revision = Revision(comment=comment, by=by, at=at, **before)
    db.session.add(revision)
    comment.name, comment.website, comment.body = name, website, body
    comment.body_html = render_comment(body) if body_html is None else body_html
    comment.edited_at = at
    db.session.flush()
    comment_revised.send(comment)
    return revision


def revisions_of(comment):
    """Oldest first: the first is what the visitor wrote."""
    return select(Revision).where(Revision.comment_id == comment.id).order_by(Revision.id)


def edition_of(comment):
    """What tells two editions of a comment apart: when it was last changed, empty for as it came."""
    return comment.edited_at.isoformat() if comment.edited_at else ""
