"""A comment is left: born pending, with a receipt, and told to the rooms above, which may decide at once.

The same posting again is no second comment. It leads to the receipt of the first, unless that was public since, for
anybody to copy, and whoever posts has not shown to be its writer: then it is refused, as having been said, or, where the
first was pulled back, taken like the words of anybody else.
"""

import hashlib
import hmac
import secrets
from datetime import timedelta

from sqlalchemy import select

from blog.clock import now
from blog.commenting.announcements import comment_left
from blog.commenting.comment import Comment, Status, place_in_thread
from blog.commenting.contact import Contact, make_contact
from blog.commenting.decision import Decision
from blog.commenting.doubt import Kind, doubt, is_repeated
from blog.commenting.moving import PLACE
from blog.commenting.network import network_at
from blog.commenting.queries import ParentGone, public_comments
from blog.commenting.receipt import receipt_hash, token_of
from blog.commenting.thread_closure import insist_on_open_thread
from blog.commenting.trust import NOTHING_SHOWN, standing_of
from blog.commenting.visibility import lock_conversations
from blog.refusals import TooLate
from blog.storage import db
from blog.storage.database import lock_for
from blog.storage.site_setting import site_settings
from blog.text.markdown import render_comment

REPEATS_WITHIN = timedelta(minutes=10)


class AlreadySaid(TooLate):
    sentence = "You have already said this."

    def __init__(self, comment):
        """`comment` is the public one that says it."""
        super().__init__()
        self.comment = comment


def leave_comment(
    article,
    *,
    name,
    email,
    body,
    keys,
    website="",
    parent=None,
    by=None,
    body_html=None,
    honeypot_filled=False,
    network=None,
    proofs=NOTHING_SHOWN,
    at=None,
):
    """A new Comment on a public article. Strings tidied and checked already (commenting/forms.py).

    `keys` are the installation's Keys, `parent` a public Comment on the same article, `by` the Account of a member of
    staff who is signed in, `body_html` what render_comment makes of `body`, where that is known already, `network` the
    IP address that a visitor's request came from, `proofs` the Proofs that their browser showed.
    """
    at, nonce = at or now(), secrets.token_bytes(16)
    if parent is not None:
        _hold(parent, article, by)
    comment = Comment(
        article=article,
        parent=parent,
        account=by,
        avatar_seed=by.avatar_seed if by else secrets.token_hex(8),
        name=name,
        website=website,
        body=body,
        body_html=render_comment(body) if body_html is None else body_html,
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
    days = site_settings().network_key_days
    where_from = network_at(network, keys=keys, at=at, days=days) if by is None else None
    contact = make_contact(
        comment, email=email, fingerprint=fingerprint, keys=keys, at=at, network=where_from
    )
    db.session.flush()
    recognised, known = (
        (False, False) if by is not None else _recognised_and_known(comment, contact, email, proofs, keys)
    )
    comment_left.send(comment, honeypot_filled=honeypot_filled, recognised=recognised, known=known)
    return comment


def _hold(parent, article, by):
    """It may be pulled back, moved or its thread closed at this moment, and not until the transaction ends."""
    lock_conversations([article.id])
    db.session.refresh(parent, PLACE)
    if parent.article_id != article.id:
        raise ParentGone
    insist_on_open_thread(parent, by=by)


def _recognised_and_known(comment, contact, email, proofs, keys):
    """Whether a visitor is known, and whether nothing about their new comment is in doubt besides; what is becomes a Doubt."""
    standing = standing_of(email, contact.digest, proofs, keys)
    repeated = is_repeated(contact, comment.body)
    impersonated = standing.is_claimed and not standing.is_shown
    for kind, doubted in ((Kind.IMPERSONATION, impersonated), (Kind.REPETITION, repeated)):
        if doubted:
            doubt(comment, kind, at=comment.left_at)
    return standing.is_known, standing.is_known and not repeated


def leave_once(article, *, own=(), by=None, at=None, **said):
    """A new Comment like leave_comment's, or the one that the same posting made within the last ten minutes.

    `own` are public ids of comments that whoever posts has shown to be theirs. Raises AlreadySaid. Until its
    transaction ends, others that post the same wait.
    """
    at = at or now()
    parent, key = said.get("parent"), said["keys"].fingerprints
    words = {name: said[name] for name in ("name", "body")}
    fingerprint = fingerprint_of(article, parent=parent, email=said["email"], key=key, **words)
    lock_for(fingerprint)
    first = db.session.scalar(repeats(fingerprint, at=at).limit(1))
    is_theirs = first is not None and (
        first.public_id in own or (by is not None and first.account_id == by.id)
    )
    if first is None or not (is_theirs or first.is_public() or not _was_public(first)):
        _insist_on_news(article, parent=parent, at=at, **words)
        return leave_comment(article, by=by, at=at, **said)
    if first.is_public() and not is_theirs:
        raise AlreadySaid(first)
    return first


def _was_public(comment):
    let_in = select(Decision.id).where(Decision.comment_id == comment.id, Decision.after == Status.APPROVED)
    return db.session.scalar(let_in.limit(1)) is not None


def _insist_on_news(article, *, parent, name, body, at):
    """The same words under the same name are refused whatever the email, once they are public: an answer that depended
    on the email would tell whoever guesses it that the guess was right.
    """
    same = public_comments().where(
        Comment.left_at > at - REPEATS_WITHIN, Comment.name == name, Comment.body == body
    )
    # Where it was said is compared here: the database would else read the whole conversation, not the last minutes.
    for said in db.session.scalars(same):
        if said.article_id == article.id and said.parent_id == (parent.id if parent else None):
            raise AlreadySaid(said)


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
