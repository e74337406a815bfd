"""On which articles a comment stood before it was moved: the addresses that it had there lead to where it is now."""

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from blog.commenting.comment import Comment
from blog.commenting.queries import public_comments
from blog.storage import db
from blog.storage.types import is_public_id


class FormerPlace(db.Model):
    comment_id: Mapped[int] = mapped_column(db.ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True)
    article_id: Mapped[int] = mapped_column(db.ForeignKey("article.id"), primary_key=True)


def remember_places(comment_ids, article_id):
    """That the comments with these ids stood on the article with this id."""
    known = select(FormerPlace.comment_id).where(FormerPlace.article_id == article_id)
    missing = set(comment_ids) - set(db.session.scalars(known))
    db.session.add_all(FormerPlace(comment_id=id, article_id=article_id) for id in sorted(missing))
    db.session.flush()


def find_moved_comment(article, public_id):
    """The public Comment with this public id (any string) that stood on `article` before; None where none did."""
    if not is_public_id(public_id):
        return None
    stood_here = select(FormerPlace.comment_id).where(FormerPlace.article_id == article.id)
    return db.session.scalar(
        public_comments().where(Comment.public_id == public_id, Comment.id.in_(stood_here))
    )
