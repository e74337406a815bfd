"""Whoever may decide is written to when something has waited for too long: at most once a day, until it is decided.

The letter holds numbers and the titles of articles and, like every letter to moderators, no word of a visitor's.
"""

from datetime import timedelta

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from blog.accounts.account import Account
from blog.accounts.account import accounts as all_accounts
from blog.accounts.letters_declined import BACKLOG, LettersDeclined, has_declined, token_to_decline
from blog.accounts.permissions import may
from blog.clock import now
from blog.commenting.comment import Comment
from blog.mail.composing import Composed
from blog.mail.configured import mail_is_configured
from blog.mail.letter import Letter, post_letter
from blog.mail.rendering import render_letter
from blog.moderating.appeals import for_another_than
from blog.moderating.insights.backlog import backlog_of, waiting_too_long
from blog.moderating.insights.in_words import counted, time_in_words
from blog.moderating.queue import comments_to_moderate
from blog.publishing.article import Article
from blog.storage import db
from blog.storage.site_setting import site_settings
from blog.web.links import absolute_url

PAUSE = timedelta(days=1)
MOST_ARTICLES = 20


def post_backlog_alerts(_private_keys=None, *, at=None):
    """Posts the letters that are due; the worker's, every quarter of an hour. Who suspended or declined gets none."""
    at = at or now()
    if not site_settings().moderation_backlog_hours or not mail_is_configured():
        return
    declined = select(LettersDeclined.account_id).where(LettersDeclined.kind == BACKLOG)
    staff = all_accounts().where(Account.id.not_in(declined)).options(joinedload(Account.suspension))
    for account in db.session.scalars(staff).all():
        if account.is_active and may(account, "moderate"):
            _post_alert(account, at)


def write_backlog(about, _private_keys):
    """The letter, as things stand when it leaves; None where all was decided meanwhile, or nobody wants it any more."""
    account = db.session.get(Account, about["account"])
    if account is None or not account.is_active or not may(account, "moderate"):
        return None
    at = now()
    late = _late(account, at)
    if late is None or has_declined(account, BACKLOG) or not _some_of(late):
        return None
    backlog = backlog_of(late, at=at)
    longest = time_in_words((at - backlog.oldest).total_seconds())
    heading = f"{counted(backlog.number, 'comment')} {'has' if backlog.number == 1 else 'have'} waited long"
    end = absolute_url(
        "accounts.end_letters", token=token_to_decline(account, BACKLOG, current_app.config["KEYS"].receipts)
    )
    text, html = render_letter(
        "moderating/mail/backlog",
        heading=heading,
        longest=longest,
        hours=site_settings().moderation_backlog_hours,
        articles=_by_article(late),
        link=absolute_url("moderating.queue"),
        end_page=end,
    )
    subject = f"{site_settings().title}: {heading}, the longest {longest}"
    return Composed(account.email, subject, text, html, end_url=end, end_page=end)


COMPOSERS = {BACKLOG: write_backlog}


def _post_alert(account, at):
    recipient = f"account:{account.id}"
    lately = select(Letter.id).where(
        Letter.recipient == recipient, Letter.kind == BACKLOG, Letter.made_at > at - PAUSE
    )
    if db.session.scalar(lately.limit(1)) is None and _some_of(_late(account, at)):
        post_letter(BACKLOG, {"account": account.id}, recipient=recipient, at=at)


def _late(account, at):
    """The Select of what this Account may decide about and has waited too long, or None where that is switched off."""
    hours = site_settings().moderation_backlog_hours
    theirs = comments_to_moderate(account).where(~for_another_than(account))
    return waiting_too_long(theirs, since=at - timedelta(hours=hours)) if hours else None


def _some_of(late):
    return db.session.scalar(late.with_only_columns(Comment.id).limit(1)) is not None


def _by_article(late):
    """[(title, how many)], those with most first."""
    number = func.count(Comment.id)
    rows = (
        late.join(Article, Article.id == Comment.article_id)
        .with_only_columns(Article.title, number)
        .group_by(Article.id, Article.title)
        .order_by(number.desc(), Article.title)
        .limit(MOST_ARTICLES)
    )
    return [tuple(row) for row in db.session.execute(rows)]
