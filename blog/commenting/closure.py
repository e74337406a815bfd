"""A conversation closes for the whole site, or for an article a number of days after it went public.

What was said stays; nothing new is taken.
"""

from datetime import timedelta

from blog.clock import now
from blog.refusals import NotYours

CLOSED_EVERYWHERE = "Comments are closed on this blog."


class ConversationClosed(NotYours):
    sentence = CLOSED_EVERYWHERE


def closed_because(article, site, at=None):
    """Why no comment can be left on the public `article`, as a sentence for visitors; None while it is open.

    `site` is the site's settings.
    """
    if not site.comments_open:
        return CLOSED_EVERYWHERE
    days = site.comments_close_after_days
    if days and (at or now()) >= article.publication.goes_live_at + timedelta(days=days):
        return f"This conversation is closed: comments were open for {days} day{'s' if days > 1 else ''}."
    return None


def insist_on_open(article, site, at=None):
    """Raises ConversationClosed, with the sentence that says why."""
    reason = closed_because(article, site, at)
    if reason:
        raise ConversationClosed(reason)
