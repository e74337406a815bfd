"""Letters to an address that somebody typed, and that may be a stranger's: they hold nothing that was typed.

The words of these letters are ours, and so is the article's title; no name, no comment, no website stands in them, so
that nobody can have this blog send their words to somebody else.
"""

from blog.commenting.comment import Comment, Status
from blog.commenting.confirmation import is_confirmed
from blog.commenting.letter_link import LinkTo, data_token, token_to
from blog.commenting.letters.written import receipts_key, written
from blog.storage import db
from blog.storage.site_setting import site_settings
from blog.web.links import absolute_url


def write_confirmation(about, private_keys):
    own = db.session.get(Comment, about["comment"])
    if own is None or is_confirmed(own) or own.status in (Status.SPAM, Status.WITHDRAWN):
        return None
    token = token_to(LinkTo.CONFIRM, own, receipts_key())
    return written(
        "commenting/mail/confirmation",
        own,
        private_keys,
        subject=f"{site_settings().title}: is this your address?",
        ends_all=True,
        link=absolute_url("commenting.confirmation", token=token),
    )


def write_my_data(about, private_keys):
    own = db.session.get(Comment, about["comment"])
    if own is None:
        return None
    return written(
        "commenting/mail/my_data",
        own,
        private_keys,
        subject=f"{site_settings().title}: what is kept about you",
        ends_all=True,
        link=absolute_url("commenting.my_data", token=data_token(own, receipts_key())),
    )
