"""One letter a day about an article, for whoever wishes for it so: what became public since the one before.

A day ends at seven in the morning where the blog is. The letter is written when its day is over, and says what readers
see then.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select

from blog.commenting.comment import Comment, Status
from blog.commenting.contact import Contact
from blog.commenting.decision import Decision
from blog.commenting.letters.written import place_address, receipt_address, written
from blog.commenting.mail_refused import recipient_called
from blog.commenting.queries import public_comments_on
from blog.commenting.subscription import Rhythm, Scope, Subscription, find_living, living_subscriptions
from blog.storage import db

HOUR = 7
MOST = 50  # comments in one letter; that there are more is said


def end_of_day(moment, time_zone):
    """The first seven o'clock in a zone (its name) after `moment`."""
    there = moment.astimezone(ZoneInfo(time_zone))
    end = there.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return end if end > there else end + timedelta(days=1)


def daily_letter(decision, wish, digest, site):
    """The letter of the day on which this Decision fell, for post_letters; `site` is the site's settings."""
    until, wait = end_of_day(decision.at, site.time_zone), timedelta(seconds=site.letters_wait_seconds)
    article_id = decision.comment.article_id
    return {
        "about": {"for": wish.comment_id, "until": until.isoformat()},
        "recipient": recipient_called(digest),
        "once": f"daily:{article_id}:{until:%Y-%m-%d}:{digest}",
        "due_at": until + wait,  # when what was decided in its last minute is posted too
    }


def write_daily(about, private_keys):
    wish = find_living(about["for"]) or _another_of(about["for"])
    if wish is None or not wish.comment.article.is_public():
        return None
    own, until = wish.comment, datetime.fromisoformat(about["until"])
    told = _comments_to_tell(own, since=until - timedelta(days=1), until=until)
    if not told:
        return None
    what = "A new comment" if len(told) == 1 else f"{len(told)} new comments"
    return written(
        "commenting/mail/daily",
        own,
        private_keys,
        subject=f"{what}: {own.article.title}",
        heading=what,
        comments=[(each, place_address(each)) for each in told[:MOST]],
        more=len(told) - MOST,
        receipt=receipt_address(own),
    )


def _wishes_of(own):
    """All that the address of a Comment wishes for about its article."""
    same = select(Contact.digest).where(Contact.comment_id == own.id).scalar_subquery()
    theirs = living_subscriptions().where(Contact.digest == same, Comment.article_id == own.article_id)
    return db.session.scalars(theirs.order_by(Subscription.comment_id)).all()


def _another_of(comment_id):
    """The wish that called for the letter was ended; another of the same address may stand."""
    own = db.session.get(Comment, comment_id)
    wishes = [wish for wish in _wishes_of(own) if wish.rhythm is Rhythm.DAILY] if own else []
    return wishes[0] if wishes else None


def _comments_to_tell(own, *, since, until):
    """Public comments, oldest first, that were let in between two moments; without what was told at once."""
    wishes = _wishes_of(own)
    daily = [wish for wish in wishes if wish.rhythm is Rhythm.DAILY]
    at_once = [wish for wish in wishes if wish.rhythm is Rhythm.AT_ONCE]
    # Asked for each comment on the article, and not of all decisions that were ever made.
    let_in = exists().where(
        Decision.comment_id == Comment.id,
        Decision.after == Status.APPROVED,
        Decision.at >= since,
        Decision.at < until,
    )
    writers = select(Contact.comment_id).where(
        Contact.digest == select(Contact.digest).where(Contact.comment_id == own.id).scalar_subquery()
    )
    found = public_comments_on(own.article).where(let_in, Comment.id.not_in(writers), Comment.body != "")
    return [
        comment
        for comment in db.session.scalars(found.order_by(Comment.id))
        if _any_means(daily, comment) and not _any_means(at_once, comment)
    ]


def _any_means(wishes, comment):
    return any(_means(wish, comment) for wish in wishes)


def _means(wish, comment):
    if wish.scope is Scope.ANSWERS:
        return comment.parent_id == wish.comment_id
    if wish.scope is Scope.THREAD:
        return comment.root_id == wish.comment.root_id
    return wish.scope is Scope.ARTICLE
