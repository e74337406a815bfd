"""The first account is the owner's, made by whoever holds the set-up link. With that account the link is dead.

Its token is not kept anywhere: it is made from the installation's key, so that every start without an account can print it again.
"""

import base64
import hmac

from sqlalchemy import select

from blog.accounts.account import Account, Role, create_account
from blog.accounts.record import Happening, record
from blog.refusals import NotThere
from blog.storage import db
from blog.storage.database import lock_for
from blog.storage.site_setting import change_site_setting


def set_up_token(key):
    """22 characters of base64url, 128 bits. `key` is the installation's sign_in key, bytes."""
    digest = hmac.digest(key, b"the link that makes the first owner", "sha256")[:16]
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def is_set_up():
    """Whether anybody has an account."""
    return db.session.scalar(select(Account.id).limit(1)) is not None


def insist_on_link(token, key):
    """Raises NotThere unless `token` (a string) is that of the set-up link and the link still works."""
    right = hmac.compare_digest(token.encode("utf-8", "replace"), set_up_token(key).encode())
    if not right or is_set_up():
        raise NotThere


def make_first_owner(*, name, email, password_hash, site):
    """The Account of the owner; `site` maps names of site settings to values. Of two at once, one is first.

    `password_hash` (passwords.hashed) is made before, because others wait for this act. Raises NotThere (there is an account), or what `create_account` and `change_site_setting` raise.
    """
    lock_for("the first owner")
    if is_set_up():
        raise NotThere
    owner = create_account(email=email, name=name, role=Role.OWNER, password_hash=password_hash)
    record(owner, Happening.CREATED, by=owner, after=owner.role)
    for setting, value in site.items():
        change_site_setting(setting, value, by=owner)
    return owner
