"""An invitation lets one person join with the role it names. It can be taken back while nobody has used it."""

from blog.accounts.account import Role, create_account
from blog.accounts.one_time_link import (
    OneTimeLink,
    Purpose,
    close_links,
    find_open_link,
    make_link,
    open_links,
    use_link,
)
from blog.accounts.permissions import insist
from blog.accounts.record import Happening, record
from blog.refusals import NotThere
from blog.storage import db
from blog.text.plain import tidy_line


def invite(*, by, role, note="", at=None):
    """(OneTimeLink, token) for one person to join as `role`; `note` says for whom. Raises NotYours."""
    insist(by, "invite")
    role, note = Role(role), tidy_line(note)[:100]
    record(None, Happening.INVITED, by=by, after=role, because=note, at=at)
    return make_link(Purpose.INVITATION, by=by, role=role, note=note, at=at)


def open_invitations(*, at=None):
    return open_links(Purpose.INVITATION, at=at)


def revoke_invitation(reference, *, by, at=None):
    """Takes back the open invitation of this `reference`. Raises NotYours, or NotThere where none is open."""
    insist(by, "invite")
    matching = open_invitations(at=at).where(OneTimeLink.token_hash.startswith(reference, autoescape=True))
    link = db.session.scalars(matching).first() if len(reference) == 16 else None
    if link is None:
        raise NotThere("This invitation was used or taken back already.")
    close_links(OneTimeLink.id == link.id, at=at)
    record(None, Happening.UNINVITED, by=by, before=link.role, because=link.note, at=at)
    return link


def invitation(token, *, at=None):
    """The open invitation of this token. Raises NotThere."""
    link = find_open_link(Purpose.INVITATION, token, at=at)
    if link is None:
        raise NotThere("This invitation was used already, has expired, or is not whole.")
    return link


def join(token, *, name, email, password_hash, at=None):
    """The new Account of whoever holds the invitation of `token`. Raises NotThere and what create_account raises."""
    link = invitation(token, at=at)
    account = create_account(name=name, email=email, role=link.role, password_hash=password_hash, at=at)
    use_link(link, at=at)
    link.account = account
    record(account, Happening.JOINED, by=account, after=account.role, at=at)
    return account
