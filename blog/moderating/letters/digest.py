"""Moderators get one letter of what waits, in the rhythm they chose: at most one a quarter of an hour, whatever it is,
and only where something new came in since the one before.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from blog.accounts.account import Account
from blog.accounts.account import accounts as all_accounts
from blog.accounts.letter_rhythm import LetterRhythm, Rhythm
from blog.accounts.letters_declined import WAITING, LettersDeclined
from blog.accounts.permissions import may
from blog.clock import now
from blog.commenting.appeal import Appeal
from blog.commenting.comment import Comment, Status
from blog.commenting.proposal import Proposal
from blog.mail.configured import mail_is_configured
from blog.mail.letter import Letter, post_letter
from blog.moderating.appeals import for_another_than
from blog.moderating.queue import comments_to_moderate
from blog.storage import db
from blog.storage.site_setting import site_settings

PAUSE = timedelta(minutes=15)
HOUR = timedelta(hours=1)


def post_digests(_private_keys=None, *, at=None):
    """Posts the letters that are due; the worker's, each minute. Who suspended or declined gets none."""
    if not mail_is_configured():
        return
    at, declined = at or now(), select(LettersDeclined.account_id).where(LettersDeclined.kind == WAITING)
    staff = all_accounts().where(Account.id.not_in(declined)).options(joinedload(Account.suspension))
    rhythms = dict(map(tuple, db.session.execute(select(LetterRhythm.account_id, LetterRhythm.rhythm))))
    for account in db.session.scalars(staff).all():
        if account.is_active and may(account, "moderate"):
            _post_digest(account, rhythms.get(account.id, Rhythm.AT_ONCE), at)


def pending(account):
    """The Select of Comments that wait for this Account."""
    return comments_to_moderate(account).where(Comment.status == Status.PENDING, ~for_another_than(account))


def _post_digest(account, rhythm, at):
    recipient = f"account:{account.id}"
    last = db.session.scalar(
        select(Letter)
        .where(Letter.recipient == recipient, Letter.kind == WAITING)
        .order_by(Letter.made_at.desc())
        .limit(1)
    )
    if last is not None and _is_too_soon_after(last.made_at, rhythm, at):
        return
    newest = _newest_arrival(account)
    # Where there was no letter yet, and it is not the hour of the daily one, that hour comes first.
    if rhythm is Rhythm.DAILY and last is None and at - latest_daily_hour(at) > HOUR:
        return
    if newest is not None and (last is None or newest > last.about["until"]):
        post_letter(WAITING, {"account": account.id, "until": newest}, recipient=recipient, at=at)


def _is_too_soon_after(letter_at, rhythm, at):
    if rhythm is Rhythm.DAILY and letter_at >= latest_daily_hour(at):
        return True
    return letter_at > at - (HOUR if rhythm is Rhythm.HOURLY else PAUSE)


def latest_daily_hour(at):
    """The last time, at or before `at`, that the clocks of the blog's zone showed the hour of daily letters."""
    site = site_settings()
    there = at.astimezone(ZoneInfo(site.time_zone))
    hour: datetime = there.replace(hour=site.moderation_letters_hour, minute=0, second=0, microsecond=0)
    if hour > there:
        hour = (hour - timedelta(days=1)).replace(hour=site.moderation_letters_hour)
    return hour.astimezone(at.tzinfo)


def _newest_arrival(account):
    """When the newest of what waits for an Account came in, as a string that can be compared; None where nothing waits."""
    waiting = pending(account)
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
