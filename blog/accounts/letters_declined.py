"""Members of staff may decline a kind of letters that they would get otherwise."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from blog.accounts.account import Account, Role
from blog.accounts.permissions import may
from blog.accounts.record import Happening, record
from blog.clock import now
from blog.mail.link import is_link_token, link_token, name_in
from blog.refusals import NotThere
from blog.storage import db
from blog.storage.database import lock_for
from blog.storage.types import Moment

WAITING = "waiting"  # the kind of letters that says what waits for moderators
BACKLOG = "backlog"  # the kind that says that something has waited for too long
PASSWORD = "password"  # noqa: S105  (the kind with a link for a new password, asked for by whoever typed the address)
LOGBOOK = "logbook"  # the kind that tells owners, each week, where the logbook ends
KINDS = (WAITING, BACKLOG, LOGBOOK, PASSWORD)
TO_MODERATORS = (WAITING, BACKLOG)
ABOUT = {
    WAITING: "what waits",
    BACKLOG: "what has waited too long",
    LOGBOOK: "the logbook",
    PASSWORD: "a forgotten password",
}


class LettersDeclined(db.Model):
    """While this row stands, letters of this kind are not sent to this account."""

    account_id: Mapped[int] = mapped_column(db.ForeignKey("account.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)


def has_declined(account, kind):
    return db.session.get(LettersDeclined, (account.id, kind)) is not None


def decline_letters(account, kind, *, at=None):
    """Nothing happens where they are declined already."""
    lock_for(f"letters declined {account.id} {kind}")
    if not has_declined(account, kind):
        db.session.add(LettersDeclined(account_id=account.id, kind=kind, at=at or now()))
        record(account, Happening.LETTERS, by=account, after=f"none about {ABOUT[kind]}", at=at)


def want_letters(account, kind, *, at=None):
    """They come (again)."""
    declined = db.session.get(LettersDeclined, (account.id, kind))
    if declined is not None:
        db.session.delete(declined)
        record(account, Happening.LETTERS, by=account, before=f"none about {ABOUT[kind]}", at=at)


def kinds_for(account):
    """The kinds of letters that could come to an Account."""
    moderates, owns = may(account, "moderate"), account.role is Role.OWNER
    return [kind for kind in KINDS if (moderates or kind not in TO_MODERATORS) and (owns or kind != LOGBOOK)]


def token_to_decline(account, kind, key):
    """What a letter's link carries so that one click ends its kind. `key` is the receipts key."""
    return link_token(str(account.id), f"decline {kind}", key)


def end_of_link(token, key):
    """(the Account, the kind of its letters) that a token (any string) ends. Raises NotThere."""
    name = name_in(token)
    if not name.isascii() or not name.isdigit():
        raise NotThere
    kind = next((each for each in KINDS if is_link_token(token, name, f"decline {each}", key)), None)
    account = db.session.get(Account, int(name)) if kind else None
    if account is None:
        raise NotThere
    return account, kind
