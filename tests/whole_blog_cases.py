"""Of the whole blog: what was moved, closed and banned, and the pages on which that is done."""

from datetime import timedelta

from flask import current_app

from blog.accounts.account import Role
from blog.clock import now
from blog.commenting.moving import move
from blog.commenting.thread_closure import close_thread
from blog.moderating.ban import NETWORK, ban, lift
from tests.builders import a_comment, an_approved_comment


def a_few_cases(blog):
    """Somebody moved a comment, closed a thread and banned two visitors, one of them for a while only."""
    article, moderator = blog.articles["public"], blog.people[Role.MODERATOR]
    by, keys = {"by": moderator}, current_app.config["KEYS"]
    closed = an_approved_comment(article, name="Began a closed thread", **by)
    an_approved_comment(article, parent=closed, **by)
    close_thread(closed, sentence="This went round in circles.", **by)
    moved = an_approved_comment(blog.articles["older"], name="Moved", **by)
    move(moved, under=closed, because="It answers that.", **by)
    banned = a_comment(article, name="Banned", network="203.0.113.77")
    ban(banned, keys=keys, because="Again and again.", **by)
    lift(ban(banned, keys=keys, what=NETWORK, until=now() + timedelta(days=2), **by), by=moderator)
    blog.comments |= {"closed": closed, "moved": moved, "banned": banned}


def case_pages(blog):
    """[(endpoint, path, Role)]"""
    desk, moderator = "/moderation/comments", Role.MODERATOR
    moved, banned, pending = (blog.comments[name].public_id for name in ("moved", "banned", "pending"))
    older = blog.articles["older"].slug
    return [
        ("commenting.permalink", f"/articles/{older}/comments/{moved}", None),
        ("moderating.bans", "/moderation/bans", moderator),
        ("moderating.comment", f"{desk}/{moved}", moderator),
        ("moderating.comment", f"{desk}/{banned}", moderator),
        ("moderating.move", f"{desk}/{moved}/move", moderator),
        ("moderating.move", f"{desk}/{pending}/move?q=article", moderator),
        ("moderating.new_ban", f"{desk}/{pending}/ban", moderator),
        ("moderating.new_ban", f"{desk}/{banned}/ban", moderator),
        ("moderating.thread", f"{desk}/{pending}/thread", moderator),
        ("moderating.thread", f"{desk}/{moved}/thread", moderator),
    ]
