"""The addresses of the moderators' desk, one file a resource."""

from blog.moderating.views import (
    addresses,
    bans,
    bulk,
    comments,
    decisions,
    edits,
    groups,
    insights,
    logbook,
    mends,
    moves,
    presence,
    queue,
    replies,
    spam_filter,
    tabs,
    threads,
)
from blog.moderating.views.asking import moderating

__all__ = [
    "addresses",
    "bans",
    "bulk",
    "comments",
    "decisions",
    "edits",
    "groups",
    "insights",
    "logbook",
    "mends",
    "moderating",
    "moves",
    "presence",
    "queue",
    "replies",
    "spam_filter",
    "tabs",
    "threads",
]
