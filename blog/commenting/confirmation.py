"""A comment's address was only typed. It is confirmed once a link that was sent there came back, and for that comment alone.

Until then nothing goes there but a question, which holds nothing that was typed, and of those a few a day.
"""

from datetime import datetime, timedelta

from sqlalchemy import exists
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blog.clock import now
from blog.commenting.comment import Comment
from blog.commenting.contact import Contact
from blog.commenting.doubt import settle_impersonation
from blog.commenting.mail_refused import is_mail_refused, recipient_called
from blog.mail.letter import Letter, LetterStatus, letters_posted, post_letter
from blog.storage import db
from blog.storage.database import lock_for
from blog.storage.types import Moment

# Letters that go to an address which nobody may have confirmed.
UNASKED = ("confirmation", "my_data")
MOST_A_DAY = 3  # of these, to one address


class Confirmation(db.Model):
    """While this row stands, letters about the comment go to its address."""

    comment_id: Mapped[int] = mapped_column(db.ForeignKey("comment.id"), primary_key=True)
    comment: Mapped[Comment] = relationship()
    at: Mapped[datetime] = mapped_column(Moment)


def confirmed(comment_id):
    """The condition that the comment with this id (a column) is confirmed."""
    return exists().where(Confirmation.comment_id == comment_id)


def is_confirmed(comment):
    return db.session.get(Confirmation, comment.id) is not None


def confirm(comment, *, at=None):
    """The Confirmation; the one that stands, where it was confirmed before."""
    lock_for(f"confirmation {comment.id}")
    found = db.session.get(Confirmation, comment.id)
    if found is None:
        found = Confirmation(comment=comment, at=at or now())
        db.session.add(found)
        db.session.flush()
        settle_impersonation(comment, at=at)
    return found


def ask_to_confirm(comment, *, at=None):
    """The Letter that asks; None where it is confirmed."""
    return None if is_confirmed(comment) else post_unasked("confirmation", comment, at=at)


def post_unasked(kind, comment, *, at=None):
    """A Letter to an address that may not be confirmed; None where the address is not kept any more.

    Where the address wants none, or got enough for today, it is written all the same and does not leave: whoever typed
    the address is told that it was asked for, and learns nothing of what else is known of it here.
    """
    contact, at = db.session.get(Contact, comment.id), at or now()
    if contact is None:
        return None
    recipient = recipient_called(contact.digest)
    lock_for(f"letters to {recipient}")
    leaving = letters_posted(recipient, *UNASKED, since=at - timedelta(days=1))
    leaving = leaving.where(Letter.status != LetterStatus.CANCELLED)
    stays = db.session.scalar(leaving) >= MOST_A_DAY or is_mail_refused(contact.digest)
    letter = post_letter(kind, {"comment": comment.id}, recipient=recipient, at=at)
    if letter is not None and stays:
        letter.status = LetterStatus.CANCELLED
        db.session.flush()
    return letter
