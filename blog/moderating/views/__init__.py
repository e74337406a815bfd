"""The addresses of the moderators' desk, one file a resource."""

from blog.moderating.views import (
    addresses,
    bulk,
    comments,
    decisions,
    edits,
    groups,
    insights,
    logbook,
    mends,
    queue,
    replies,
    tabs,
)
from blog.moderating.views.asking import moderating

__all__ = [
    "addresses",
    "bulk",
    "comments",
    "decisions",
    "edits",
    "groups",
    "insights",
    "logbook",
    "mends",
    "moderating",
    "queue",
    "replies",
    "tabs",
]
