"""A person's traces are taken out of their comments: name, address, where it came from and, if they wish, their words.

The comment's row stays, so that counts stay true and answers keep their place; an Erasure says when it was done and why.
Words that were erased are empty, before and after rendering.
"""

from datetime import datetime

from sqlalchemy import String, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.clock import now
from blog.commenting.announcements import comment_revised
from blog.commenting.appeal import Appeal
from blog.commenting.comment import Comment, Status
from blog.commenting.confirmation import Confirmation
from blog.commenting.contact import Contact
from blog.commenting.inquiry import Inquiry
from blog.commenting.mail_refused import recipient_called
from blog.commenting.proposal import forget_proposals
from blog.commenting.revision import Revision
from blog.commenting.subscription import Subscription, under_its_address
from blog.commenting.visibility import lock_conversations
from blog.commenting.withdrawal import withdraw_comment
from blog.mail.letter import Letter, LetterStatus
from blog.storage import db
from blog.storage.types import Moment

NOBODY = "Someone"  # what readers see in place of the name
BY_THEMSELVES = "Asked for by whoever wrote it."


class Erasure(db.Model):
    comment_id: Mapped[int] = mapped_column(db.ForeignKey("comment.id"), primary_key=True)
    comment: Mapped[Comment] = relationship()
    at: Mapped[datetime] = mapped_column(Moment)
    words: Mapped[bool]  # whether they were erased too
    because: Mapped[str] = mapped_column(String(200), default="")


def find_erasure(comment):
    return db.session.get(Erasure, comment.id)


def erase_person(comment, *, words, because=BY_THEMSELVES, at=None):
    """Erases all comments under the address of a Comment. Returns how many."""
    theirs = db.session.scalars(under_its_address(comment)).all()
    erase_comments(theirs, words=words, because=because, at=at)
    return len(theirs)


def erase_comments(comments, *, words, because=BY_THEMSELVES, at=None):
    """Erases these Comments and no other. Once erased words do not come back, whatever `words` says later."""
    at, ids = at or now(), [comment.id for comment in comments]
    lock_conversations([comment.article_id for comment in comments])
    as_they_are = select(Comment).where(Comment.id.in_(ids)).execution_options(populate_existing=True)
    comments = db.session.scalars(as_they_are).all()
    for comment in comments:
        if words and comment.status is Status.PENDING:
            withdraw_comment(comment, at=at)  # there is nothing left to decide about
        _erase_what_is_seen(comment, words=words)
    _erase_what_is_not(ids, words=words, at=at)
    for comment in comments:
        if words:
            forget_proposals(comment)
        _record(comment, words=words, because=because, at=at)
        comment_revised.send(comment)


def _erase_what_is_seen(comment, *, words):
    comment.name, comment.website = NOBODY, ""
    if words:
        comment.body = comment.body_html = ""
    db.session.flush()


def _erase_what_is_not(ids, *, words, at):
    """`ids` are those of the comments: a person's may be many, and letters to them more."""
    gone = {"name": NOBODY, "website": ""} | ({"body": ""} if words else {})
    for table, values in (
        (Revision, gone),
        (Appeal, {"words": ""}),
        (Inquiry, {"answer": None, "answered_at": at}),
    ):
        db.session.execute(
            update(table)
            .where(table.comment_id.in_(ids))
            .values(**values)
            .execution_options(synchronize_session="fetch")
        )
    for digest in db.session.scalars(
        select(Contact.digest).where(Contact.comment_id.in_(ids)).distinct()
    ).all():
        _forget_letters(digest, set(ids))
    for table in (Subscription, Confirmation, Contact):
        theirs = delete(table).where(table.comment_id.in_(ids))
        db.session.execute(theirs.execution_options(synchronize_session="fetch"))


def _forget_letters(digest, ids):
    """What has not left does not leave. The digest of the address goes, where these were the last comments under it."""
    to_it = Letter.recipient == recipient_called(digest)
    about_it = [
        id
        for id, about in db.session.execute(select(Letter.id, Letter.about).where(to_it))
        if ids & {about.get("for"), about.get("comment")}
    ]
    others = select(Contact.comment_id).where(Contact.digest == digest, Contact.comment_id.not_in(ids))
    is_last = db.session.scalar(others.limit(1)) is None
    concerned = to_it if is_last else Letter.id.in_(about_it)
    db.session.execute(
        update(Letter)
        .where(concerned, Letter.status == LetterStatus.WAITING)
        .values(status=LetterStatus.CANCELLED, claimed_until=None)
        .execution_options(synchronize_session="fetch")
    )
    db.session.execute(
        update(Letter)
        .where(concerned)
        .values(recipient=None, once=None)
        .execution_options(synchronize_session="fetch")
    )


def _record(comment, *, words, because, at):
    known = find_erasure(comment)
    if known is None:
        db.session.add(Erasure(comment=comment, at=at, words=words, because=because))
    elif words and not known.words:
        known.words, known.at = True, at
    db.session.flush()
