"""Who asks, and about which comment: what somebody may not moderate is not there for them."""

from flask import Blueprint

from blog.accounts.permissions import insist
from blog.commenting.comment import Comment
from blog.commenting.moving import MovedOn
from blog.commenting.revision import edition_of
from blog.commenting.visibility import lock_conversations
from blog.moderating import wording
from blog.moderating.queue import comments_to_moderate, with_surroundings
from blog.refusals import NotThere
from blog.storage import db
from blog.storage.types import is_public_id
from blog.text.excerpts import excerpt
from blog.web.guards import whoever_is_signed_in

moderating = Blueprint("moderating", __name__, url_prefix="/moderation")


@moderating.context_processor
def words():
    return {"wording": wording, "excerpt": excerpt, "edition_of": edition_of}


def whoever_moderates():
    """The Account that is signed in, if its role moderates anything. Raises NotSignedIn or NotYours."""
    account = whoever_is_signed_in()
    insist(account, "moderate")
    return account


def the_comment(account, public_id, *, to_change=False):
    """A comment that `account` may decide about, locked with its conversation if it is `to_change`. Raises NotThere."""
    if not is_public_id(public_id):
        raise NotThere
    found = comments_to_moderate(account).where(Comment.public_id == public_id).options(*with_surroundings())
    locked = None
    if to_change:
        locked = db.session.scalars(found.with_only_columns(Comment.article_id)).all()
        lock_conversations(locked)
        found = found.with_for_update(of=Comment)
    comment = db.session.scalar(found)
    if comment is None:
        raise NotThere
    if locked is not None and comment.article_id not in locked:
        raise MovedOn
    return comment
