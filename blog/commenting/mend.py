"""Whoever wrote a comment may mend it for a while: counted from when it was left or, if later, came to stand as it does.

While it waits for a moderator its words change in place. Once it is published, the new words wait as a Proposal.
"""

from datetime import timedelta

from sqlalchemy import func, select

from blog.clock import now
from blog.commenting.comment import Status
from blog.commenting.decision import Decision
from blog.commenting.own_comments import find_fate
from blog.commenting.proposal import drop_proposal, find_proposal, propose, version_of
from blog.commenting.revision import Revision, edit_comment
from blog.refusals import TooLate
from blog.storage import db
from blog.text.markdown import render_comment

MOST_MENDS = 30  # of one comment while it waits: each keeps the words before it


class EditWindowClosed(TooLate):
    sentence = "The time in which this comment could be changed is over."


class NotToBeMended(TooLate):
    sentence = "Only a comment that waits or is published can be changed."


class MendedTooOften(TooLate):
    sentence = "This comment has been changed often enough. A moderator will read it as it is."


class MendedMeanwhile(TooLate):
    """Carries the words as they are now."""

    sentence = "The comment was changed since you opened it. Nothing was saved."

    def __init__(self, words):
        super().__init__()
        self.words = words


def mends_until(comment, fate, site):
    """The moment at which the edit window closes; None where there is none. `fate` as find_fate says, `site` the settings."""
    minutes = {
        "waiting": site.comments_edit_minutes_waiting,
        "approved": site.comments_edit_minutes,
        "hidden": site.comments_edit_minutes,
    }.get(fate)
    if not minutes or not comment.body:
        return None
    came = select(func.max(Decision.at)).where(
        Decision.comment_id == comment.id, Decision.after == comment.status
    )
    return max(comment.left_at, db.session.scalar(came) or comment.left_at) + timedelta(minutes=minutes)


def words_to_mend(comment):
    """The newest words of its writer: proposed ones that wait, else those of the comment."""
    proposal = find_proposal(comment)
    return proposal.body if proposal else comment.body


def version_to_mend(comment):
    """What a form that begins from words_to_mend carries along as `seen`."""
    return version_of(comment, find_proposal(comment))


def mend(comment, *, body, site, body_html=None, seen=None, at=None):
    """New words (a string, tidied and checked already) by whoever wrote the comment, which is locked.

    `seen` is the version_to_mend that the words began from (None: as it is now). The same words again change nothing.
    Raises NotToBeMended, EditWindowClosed, MendedTooOften or MendedMeanwhile.
    """
    at, fate = at or now(), find_fate(comment)
    _insist_on_time(comment, fate, site, at)
    if body == words_to_mend(comment):
        return
    if seen is not None and seen != version_to_mend(comment):
        raise MendedMeanwhile(words_to_mend(comment))
    html = render_comment(body) if body_html is None else body_html
    if comment.status is Status.APPROVED and body != comment.body:
        propose(comment, body=body, body_html=html, at=at)
        return
    drop_proposal(comment)
    _insist_on_room(comment)
    edit_comment(
        comment, by=None, body=body, body_html=html, name=comment.name, website=comment.website, at=at
    )


def _insist_on_time(comment, fate, site, at):
    until = mends_until(comment, fate, site)
    if fate not in ("waiting", "approved", "hidden") or not comment.body:  # erased words do not come back
        raise NotToBeMended
    if until is None or at >= until:
        raise EditWindowClosed


def _insist_on_room(comment):
    mended = select(func.count(Revision.id)).where(
        Revision.comment_id == comment.id, Revision.by_id.is_(None)
    )
    if db.session.scalar(mended) >= MOST_MENDS:
        raise MendedTooOften
