"""The receipt of a comment: an address that only whoever wrote it knows.

Its token has 128 bits. It is not kept: it is made again, whenever it is needed, from a random value in the comment's
row and a key outside the database. The database keeps its hash, by which the comment is found.
"""

import base64
import hashlib
import hmac

from sqlalchemy import select

from blog.commenting.comment import Comment


def receipt_token(comment, key):
    """22 characters of base64url. `key` is the installation's receipts key, bytes."""
    return token_of(comment.receipt_nonce, key)


def token_of(nonce, key):
    digest = hmac.digest(key, nonce, "sha256")[:16]
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def receipt_hash(token):
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def comment_of_receipt(token):
    """The Select of the comment with this token; of nothing where there is none."""
    return select(Comment).where(Comment.receipt_hash == receipt_hash(token))
