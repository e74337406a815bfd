"""The addresses of the moderators' desk, one file a resource."""

from blog.moderating.views import addresses, comments, decisions, edits, mends, queue, replies, tabs
from blog.moderating.views.asking import moderating

__all__ = ["addresses", "comments", "decisions", "edits", "mends", "moderating", "queue", "replies", "tabs"]
