"""What the page of a comment offers whoever wrote it besides the comment itself: letters, and what is kept about them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from blog.commenting.confirmation import is_confirmed
from blog.commenting.contact import Contact
from blog.commenting.erasure import Erasure, find_erasure
from blog.commenting.mail_refused import recipient_called
from blog.commenting.subscription import Rhythm, Scope, find_subscription
from blog.mail.configured import mail_is_configured
from blog.mail.letter import Letter
from blog.storage import db


@dataclass(frozen=True)
class LettersOffered:
    scope: Scope
    rhythm: Rhythm
    tell_fate: bool
    are_confirmed: bool
    asked_at: datetime | None  # when the address was last asked whether it wants them


@dataclass(frozen=True)
class DataOffered:
    erasure: Erasure | None
    by_letter: bool  # else on the receipt itself
    asked_at: datetime | None


def letters_of(comment):
    """LettersOffered; None where no letters can be sent, or the address is not kept any more."""
    digest = _digest_behind(comment) if mail_is_configured() else None
    if digest is None:
        return None
    wish = find_subscription(comment)
    return LettersOffered(
        scope=wish.scope if wish else Scope.NONE,
        rhythm=wish.rhythm if wish else Rhythm.AT_ONCE,
        tell_fate=bool(wish and wish.tell_fate),
        are_confirmed=is_confirmed(comment),
        asked_at=_last_letter("confirmation", comment, digest),
    )


def data_of(comment):
    """DataOffered."""
    by_letter = mail_is_configured()
    digest = _digest_behind(comment) if by_letter else None
    return DataOffered(
        erasure=find_erasure(comment),
        by_letter=by_letter,
        asked_at=_last_letter("my_data", comment, digest) if digest else None,
    )


def _digest_behind(comment):
    """Of its address, and nothing else of it; None where that is not kept any more."""
    return db.session.scalar(select(Contact.digest).where(Contact.comment_id == comment.id))


def _last_letter(kind, comment, digest):
    """When the last of this kind about a Comment was written, or None."""
    written = select(Letter).where(Letter.recipient == recipient_called(digest), Letter.kind == kind)
    for letter in db.session.scalars(written.order_by(Letter.made_at.desc())):
        if letter.about.get("comment") == comment.id:
            return letter.made_at
    return None
