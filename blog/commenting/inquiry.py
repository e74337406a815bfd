"""A question that only the worker can answer, because it alone can open an address; and its answer, for a short while.

The answer is sealed for whoever asked: with a key made from a secret that only they bring along (staff their session,
a visitor the link of a letter) and from one that only this installation has. The row stays when the answer is gone: it
records who asked, about whom, and when.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import LargeBinary, String, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.accounts.account import Account
from blog.clock import now
from blog.commenting.comment import Comment
from blog.mail.waking import wake_worker_after_commit
from blog.storage import db
from blog.storage.database import reading_only
from blog.storage.sealing import derived_key, opened, public_of, seal
from blog.storage.types import Moment, new_public_id, one_word_of

ANSWERS = {}
ANSWER_LASTS = timedelta(minutes=10)
ASK_AGAIN_AFTER = timedelta(minutes=10)


class About(StrEnum):
    ADDRESS = "address"  # of a comment, for staff
    EXPORT = "export"  # all that is held about whoever left a comment, for them


class Inquiry(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=new_public_id)
    about: Mapped[About] = mapped_column(one_word_of(About))
    comment_id: Mapped[int] = mapped_column(db.ForeignKey("comment.id"), index=True)
    comment: Mapped[Comment] = relationship()
    # A visitor's export covers all comments under the same address, or this one alone.
    is_only_this: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int | None] = mapped_column(db.ForeignKey("account.id"))
    by: Mapped[Account | None] = relationship()
    at: Mapped[datetime] = mapped_column(Moment)
    asker_key: Mapped[bytes] = mapped_column(LargeBinary(32))  # the public half
    answer: Mapped[bytes | None] = mapped_column(LargeBinary)
    answered_at: Mapped[datetime | None] = mapped_column(Moment, index=True)

    def is_waiting(self, at=None):
        return self.answered_at is None and (at or now()) < self.at + ASK_AGAIN_AFTER

    def is_over(self, at=None):
        """Whether it can be asked again: its answer is gone, or none came."""
        return not self.is_waiting(at) and self.answer is None


def ask(about, comment, *, secret, keys, by=None, only_this=False, at=None):
    """A new Inquiry; the worker is woken when this is committed. `secret` is a string that only whoever asks has."""
    inquiry = Inquiry(
        public_id=(public_id := new_public_id()),
        about=about,
        comment=comment,
        is_only_this=only_this,
        by=by,
        at=at or now(),
        asker_key=public_of(_private_half(public_id, secret, keys)),
    )
    db.session.add(inquiry)
    db.session.flush()
    wake_worker_after_commit()
    return inquiry


def answer_to(inquiry, *, secret, keys):
    """The answer, a string, for whoever brings the `secret` it was asked with; None while there is none.

    Raises CannotOpen for another secret.
    """
    if inquiry.answer is None:
        return None
    return opened(inquiry.answer, _private_half(inquiry.public_id, secret, keys))


def connect_answers(answers):
    """`answers` is a dict: About -> function of an Inquiry and the PrivateKeys that gives a string. They stand in wiring."""
    ANSWERS.update(answers)


def answer_inquiries(private_keys, *, at=None):
    """Answers what waits, one transaction each, and wipes what was answered a while ago. Commits.

    Raises why one could not be answered, once the others were.
    """
    at, problem = at or now(), None
    with reading_only():  # looking keeps nobody waiting
        waiting = db.session.scalars(inquiries_waiting(at)).all()
        has_old = db.session.scalar(select(Inquiry.id).where(*_old_answers(at)).limit(1)) is not None
        db.session.rollback()
    if has_old:
        db.session.execute(update(Inquiry).where(*_old_answers(at)).values(answer=None))
        db.session.commit()
    for number in waiting:
        try:
            _answer(number, private_keys, at)
        except Exception as why:  # the worker says so, and tries this one again
            db.session.rollback()
            problem = why
    if problem is not None:
        raise problem


def _answer(number, private_keys, at):
    """Collecting it can take a while, in which nobody is kept waiting. What was erased meanwhile counts as answered."""
    with reading_only():
        inquiry = db.session.get(Inquiry, number)
        answer = seal(ANSWERS[inquiry.about](inquiry, private_keys), inquiry.asker_key)
        db.session.rollback()
    waiting = (Inquiry.id == number, Inquiry.answered_at.is_(None))
    db.session.execute(update(Inquiry).where(*waiting).values(answer=answer, answered_at=at))
    db.session.commit()


def inquiries_waiting(at):
    """The Select of ids, oldest first. What nobody answered in time is not asked any more."""
    waiting = (Inquiry.answered_at.is_(None), Inquiry.at > at - ASK_AGAIN_AFTER)
    return select(Inquiry.id).where(*waiting).order_by(Inquiry.id)


def latest_inquiry(comment, about, *, by):
    """The last one that this Account asked about a Comment, or None."""
    asked = (Inquiry.comment_id == comment.id, Inquiry.about == about, Inquiry.by_id == by.id)
    return db.session.scalar(select(Inquiry).where(*asked).order_by(Inquiry.id.desc()).limit(1))


def inquiries_about(comment):
    """Who asked for its address, oldest first."""
    return (
        select(Inquiry)
        .where(Inquiry.comment_id == comment.id, Inquiry.about == About.ADDRESS)
        .order_by(Inquiry.id)
    )


def _old_answers(at):
    return Inquiry.answer.is_not(None), Inquiry.answered_at < at - ANSWER_LASTS


def _private_half(public_id, secret, keys):
    return derived_key(keys.glimpses, f"inquiry {public_id} {secret}")
