"""Moderators get one letter of what waits: at most one a quarter of an hour, and only where something new came in.

It holds counts, the titles of articles and a link, and no word of a visitor's: what nobody has read yet is not sent
about under the blog's name, spam filters would take the blog for who wrote it, and a mailbox is not the desk: who may
see a comment can change after it was sent.
"""

from datetime import timedelta

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from blog.accounts.account import Account
from blog.accounts.account import accounts as all_accounts
from blog.accounts.letters_declined import WAITING, LettersDeclined, has_declined, token_to_decline
from blog.accounts.permissions import may
from blog.clock import now
from blog.commenting.appeal import Appeal
from blog.commenting.comment import Comment, Status
from blog.commenting.proposal import Proposal
from blog.mail.composing import Composed
from blog.mail.configured import mail_is_configured
from blog.mail.letter import Letter, post_letter
from blog.mail.rendering import render_letter
from blog.moderating.appeals import for_another_than
from blog.moderating.mended import mended_count
from blog.moderating.queue import comments_to_moderate
from blog.publishing.article import Article
from blog.storage import db
from blog.storage.site_setting import site_settings
from blog.web.links import absolute_url

PAUSE = timedelta(minutes=15)


def post_digests(_private_keys=None, *, at=None):
    """Posts the letters that are due; the worker's, each minute. Who suspended or declined gets none."""
    if not mail_is_configured():
        return
    at, declined = at or now(), select(LettersDeclined.account_id).where(LettersDeclined.kind == WAITING)
    staff = all_accounts().where(Account.id.not_in(declined)).options(joinedload(Account.suspension))
    for account in db.session.scalars(staff).all():
        if account.is_active and may(account, "moderate"):
            _post_digest(account, at)


def write_waiting(about, _private_keys):
    account = db.session.get(Account, about["account"])
    if (
        account is None
        or not account.is_active
        or not may(account, "moderate")
        or has_declined(account, WAITING)
    ):
        return None
    articles, mended = _waiting_by_article(account), db.session.scalar(mended_count(account))
    number = sum(count for _title, count in articles) + mended
    if not number:
        return None
    token = token_to_decline(account, WAITING, current_app.config["KEYS"].receipts)
    end = absolute_url("accounts.end_letters", token=token)
    heading = "Something waits for you" if number == 1 else f"{number} things wait for you"
    text, html = render_letter(
        "moderating/mail/waiting",
        heading=heading,
        articles=articles,
        mended=mended,
        link=absolute_url("moderating.queue"),
        end_page=end,
    )
    subject = f"{site_settings().title}: {heading[0].lower()}{heading[1:]}"
    return Composed(account.email, subject, text, html, end_url=end, end_page=end)


COMPOSERS = {WAITING: write_waiting}


def _post_digest(account, at):
    recipient = f"account:{account.id}"
    last = db.session.scalar(
        select(Letter)
        .where(Letter.recipient == recipient, Letter.kind == WAITING)
        .order_by(Letter.made_at.desc())
        .limit(1)
    )
    if last is not None and last.made_at > at - PAUSE:
        return
    newest = _newest_arrival(account)
    if newest is not None and (last is None or newest > last.about["until"]):
        post_letter(WAITING, {"account": account.id, "until": newest}, recipient=recipient, at=at)


def _newest_arrival(account):
    """When the newest of what waits for an Account came in, as a string that can be compared; None where nothing waits."""
    waiting = _pending(account)
    moments = db.session.execute(
        select(
            waiting.with_only_columns(func.max(Comment.left_at)).scalar_subquery(),
            waiting.join(Appeal, Appeal.comment_id == Comment.id)
            .with_only_columns(func.max(Appeal.at))
            .scalar_subquery(),
            comments_to_moderate(account)
            .where(Comment.status == Status.APPROVED)
            .join(Proposal, Proposal.comment_id == Comment.id)
            .with_only_columns(func.max(Proposal.at))
            .scalar_subquery(),
        )
    ).one()
    return max((moment.isoformat() for moment in moments if moment), default=None)


def _waiting_by_article(account):
    """[(title, how many comments wait on it)], those with most first."""
    counted = (
        _pending(account)
        .join(Article, Article.id == Comment.article_id)
        .with_only_columns(Article.title, func.count(Comment.id).label("waiting"))
        .group_by(Article.id, Article.title)
        .order_by(func.count(Comment.id).desc(), Article.title)
    )
    return [tuple(row) for row in db.session.execute(counted)]


def _pending(account):
    return comments_to_moderate(account).where(Comment.status == Status.PENDING, ~for_another_than(account))
