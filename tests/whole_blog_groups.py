"""What a whole blog has of groups and of decisions about many."""

from flask import current_app
from sqlalchemy import select

from blog.accounts.account import Role
from blog.moderating.bulk.bulk_act import BulkAct
from blog.moderating.bulk.selection import listed
from blog.moderating.bulk.steps import start_bulk
from blog.moderating.groups.group import CommentGroup, GroupTally
from blog.moderating.verdict import Verdict
from blog.storage import db
from tests.builders import a_comment

ALIKE = "Good day, I sell {} chairs of cane for every garden at a price that no shop in the whole town can match this summer."


def decide_about_many(blog, email):
    """Two that are alike, marked as spam at once."""
    article, by = blog.articles["public"], blog.people[Role.MODERATOR]
    comments = [
        a_comment(article, name="Chair Seller", email=email.format(f"chairs-{n}"), body=ALIKE.format(n))
        for n in (40, 50)
    ]
    start_bulk(listed(comments), Verdict.SPAM, by=by, keys=current_app.config["KEYS"])


def group_pages():
    """(endpoint, path, who asks) of each page about them."""
    act = db.session.scalars(select(BulkAct)).first()
    several = (
        select(CommentGroup)
        .join(GroupTally, GroupTally.group_id == CommentGroup.id)
        .where(GroupTally.number > 1)
    )
    group = db.session.scalars(several).first()
    return [
        ("moderating.queue", "/moderation?status=spam&shape=groups", Role.MODERATOR),
        ("moderating.queue", "/moderation?order=fine&pile=unsure&why=first_time", Role.MODERATOR),
        ("moderating.group", f"/moderation/groups/{group.public_id}?status=spam", Role.MODERATOR),
        ("moderating.all_matching", "/moderation/all?status=spam&shape=groups", Role.MODERATOR),
        ("moderating.bulk", f"/moderation/bulk/{act.public_id}", Role.MODERATOR),
    ]
