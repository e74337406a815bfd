"""A letter to oneself: whoever runs the blog sees with their own eyes whether letters arrive, and what they look like."""

from datetime import timedelta

from blog.accounts.account import Account
from blog.clock import now
from blog.mail.composing import Composed
from blog.mail.letter import letters_posted, post_letter
from blog.mail.rendering import render_letter
from blog.refusals import TooOften
from blog.storage import db
from blog.storage.site_setting import site_settings

AT_MOST, WITHIN = 5, timedelta(minutes=10)


class EnoughTrials(TooOften):
    sentence = "Several trial letters are on their way to you. Please look whether they arrived."


def post_trial(account, *, at=None):
    """The Letter, or None where mail is not configured. Raises EnoughTrials."""
    recipient, at = f"account:{account.id}", at or now()
    if db.session.scalar(letters_posted(recipient, "trial", since=at - WITHIN)) >= AT_MOST:
        raise EnoughTrials(retry_after=int(WITHIN.total_seconds()))
    return post_letter("trial", {"account": account.id}, recipient=recipient, at=at)


def write_trial(about, _private_keys):
    account = db.session.get(Account, about["account"])
    if account is None:
        return None
    text, html = render_letter("housekeeping/mail/trial", name=account.name)
    return Composed(account.email, f"{site_settings().title}: letters arrive", text, html)
