"""Which comments: selects that are composed, and executed only at the edge. None of them reaches an email."""

from sqlalchemy import select

from blog.commenting.comment import Comment, Status
from blog.refusals import TooLate
from blog.storage import db
from blog.storage.types import is_public_id


class ParentGone(TooLate):
    sentence = "The comment you are replying to is not there any more."


def comments():
    return select(Comment)


def comments_with_status(status):
    return comments().where(Comment.status == status)


def public_comments():
    """What readers see where its article is public."""
    return comments_with_status(Status.APPROVED).where(Comment.hidden_above == 0)


def public_comments_on(article):
    return public_comments().where(Comment.article_id == article.id)


def find_public_comment(article, public_id):
    """The Comment that readers see on `article` with this public id (any string), or None."""
    if not is_public_id(public_id):
        return None
    return db.session.scalar(public_comments_on(article).where(Comment.public_id == public_id))


def parent_called(article, public_id):
    """The Comment that is answered; None for an empty `public_id`. Raises ParentGone where there is no such public one."""
    if not public_id:
        return None
    parent = find_public_comment(article, public_id)
    if parent is None:
        raise ParentGone
    return parent
