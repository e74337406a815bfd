"""A comment is left: born pending, with a receipt, and told to the rooms above, which may decide at once."""

import hashlib
import hmac
import secrets
from datetime import timedelta

from sqlalchemy import select

from blog.clock import now
from blog.commenting.announcements import comment_left
from blog.commenting.comment import Comment, Status, place_in_thread
from blog.commenting.contact import Contact
from blog.commenting.receipt import receipt_hash, token_of
from blog.storage import db
from blog.text.markdown import render_comment

REPEATS_WITHIN = timedelta(minutes=10)


def leave_comment(
    article, *, name, email, body, keys, website="", parent=None, by=None, honeypot_filled=False, at=None
):
    """A new Comment on a public article. Strings tidied and checked already (commenting/forms.py).

    `keys` are the installation's Keys, `parent` a public Comment on the same article, `by` the Account of a member of
    staff who is signed in.
    """
    at, nonce = at or now(), secrets.token_bytes(16)
    comment = Comment(
        article=article,
        parent=parent,
        account=by,
        name=name,
        website=website,
        body=body,
        body_html=render_comment(body),
        status=Status.PENDING,
        decision_count=0,
        left_at=at,
        receipt_nonce=nonce,
        receipt_hash=receipt_hash(token_of(nonce, keys.receipts)),
    )
    db.session.add(comment)
    db.session.flush()
    place_in_thread(comment, parent)
    fingerprint = fingerprint_of(
        article, parent=parent, name=name, email=email, body=body, key=keys.fingerprints
    )
    db.session.add(Contact(comment=comment, email=email, fingerprint=fingerprint, left_at=at))
    db.session.flush()
    comment_left.send(comment, honeypot_filled=honeypot_filled)
    return comment


def fingerprint_of(article, *, parent, name, email, body, key):
    """64 hexadecimal digits, the same for the same posting and of no use without `key` (bytes)."""
    parts = (str(article.id), str(parent.id if parent else 0), name, email, body)
    said = b"".join(hashlib.sha256(part.encode("utf-8", "surrogatepass")).digest() for part in parts)
    return hmac.new(key, said, "sha256").hexdigest()


def repeats(fingerprint, *, at=None):
    """The Select of comments left with this fingerprint in the last ten minutes, newest first."""
    since = (at or now()) - REPEATS_WITHIN
    return (
        select(Comment)
        .join(Contact, Contact.comment_id == Comment.id)
        .where(Contact.fingerprint == fingerprint, Contact.left_at > since)
        .order_by(Comment.id.desc())
    )
