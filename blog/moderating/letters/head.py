"""Each week the owners are told where the logbook ends: kept elsewhere, that shows if somebody rewrites what was done."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from blog.accounts.account import Account, Role
from blog.accounts.account import accounts as all_accounts
from blog.accounts.letters_declined import LOGBOOK, LettersDeclined, has_declined, token_to_decline
from blog.clock import now
from blog.mail.composing import Composed
from blog.mail.configured import mail_is_configured
from blog.mail.letter import post_letter
from blog.mail.rendering import render_letter
from blog.moderating.logbook.entry import find_head
from blog.moderating.logbook.reading import lately
from blog.storage import db
from blog.storage.site_setting import site_settings
from blog.web.links import absolute_url

DAYS = 7


def post_heads(_private_keys=None, *, at=None):
    """Posts this week's letters where they were not yet; the worker's, each hour."""
    if not mail_is_configured() or find_head() is None:
        return
    at, declined = at or now(), select(LettersDeclined.account_id).where(LettersDeclined.kind == LOGBOOK)
    year, week, _day = _monday_morning(at).isocalendar()
    owners = all_accounts().where(Account.role == Role.OWNER, Account.id.not_in(declined))
    for account in db.session.scalars(owners.options(joinedload(Account.suspension))).all():
        if account.is_active:
            once, recipient = f"logbook:{account.id}:{year}-{week}", f"account:{account.id}"
            post_letter(LOGBOOK, {"account": account.id}, recipient=recipient, once=once, at=at)


def write_head(about, _private_keys):
    account, head = db.session.get(Account, about["account"]), find_head()
    if account is None or not account.is_active or account.role is not Role.OWNER or head is None:
        return None
    if has_declined(account, LOGBOOK):
        return None
    end_token = token_to_decline(account, LOGBOOK, current_app.config["KEYS"].receipts)
    end = absolute_url("accounts.end_letters", token=end_token)
    text, html = render_letter(
        "moderating/mail/head",
        head=head,
        number=lately(DAYS),
        link=absolute_url("moderating.logbook"),
        end_page=end,
    )
    subject = f"{site_settings().title}: the logbook’s head, entry {head.number:,}"
    return Composed(account.email, subject, text, html, end_url=end, end_page=end)


def _monday_morning(at):
    """A moment of the week that `at` belongs to: a week begins on Monday at the hour of daily letters."""
    site = site_settings()
    return at.astimezone(ZoneInfo(site.time_zone)) - timedelta(hours=site.moderation_letters_hour)
