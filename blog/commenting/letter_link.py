"""Links in letters about a comment. Whoever has one was sent it, and so reads what comes to the comment's address.

Each is good for one thing. They last as long as the comment, but for the one to what is kept about a person: a day.
"""

import hashlib
from datetime import timedelta
from enum import StrEnum

from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy import select

from blog.clock import now
from blog.commenting.comment import Comment
from blog.mail.link import is_link_token, link_token, name_in
from blog.refusals import NotThere
from blog.storage import db
from blog.storage.types import is_public_id

DATA_LINK_LASTS = timedelta(days=1)
CLOCKS_DIFFER = timedelta(minutes=5)  # the worker, which writes the link, may be another machine


class LinkTo(StrEnum):
    CONFIRM = "confirm"
    END = "end"


class LinkOver(NotThere):
    sentence = (
        "This link has expired, or is not whole. A new one can be asked for on the page of your comment."
    )


def token_to(purpose, comment, key):
    """The token of a link to do one thing (a LinkTo) about a Comment. `key` is the installation's receipts key."""
    return link_token(comment.public_id, purpose, key, nonce=comment.receipt_nonce)


def comment_of_link(token, purpose, key):
    """The Comment that a token (any string) is about. Raises NotThere where it is not good for this `purpose`."""
    comment = _comment_called(name_in(token))
    if comment is None or not is_link_token(
        token, comment.public_id, purpose, key, nonce=comment.receipt_nonce
    ):
        raise NotThere
    return comment


def data_token(comment, key):
    """The token of a link that lasts a day from now."""
    return _stamped(key).dumps(comment.public_id)


def comment_of_data_link(token, key):
    """The Comment of that link. Raises LinkOver."""
    try:
        name, made_at = _stamped(key).loads(token, return_timestamp=True)
    except BadData:
        raise LinkOver from None
    comment = _comment_called(name) if isinstance(name, str) else None
    if comment is None or not -CLOCKS_DIFFER <= now() - made_at <= DATA_LINK_LASTS:
        raise LinkOver
    return comment


def _comment_called(public_id):
    if not is_public_id(public_id):
        return None
    return db.session.scalar(select(Comment).where(Comment.public_id == public_id))


def _stamped(key):
    better = {"digest_method": hashlib.sha256, "key_derivation": "hmac"}
    return URLSafeTimedSerializer(key, salt="link to what is kept", signer_kwargs=better)
