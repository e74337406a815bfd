"""Many pending comments, written in bulk: each row as the real acts leave it, which a test compares."""

import secrets
from datetime import timedelta

from flask import current_app
from sqlalchemy import func, insert, select

from blog.clock import now
from blog.commenting.comment import Comment, Status
from blog.commenting.receipt import receipt_hash, token_of
from blog.moderating.finding import Finding, Outcome
from blog.moderating.groups.group import CommentGroup, GroupMember, GroupTally
from blog.storage import db
from tests.builders import a_public_article

AT_ONCE = 5000


def seed_pending(number, article=None, *, group_size=1, at=None):
    """So many Comments, `group_size` in each group, a second apart, with their likelihood spread from 0 to 1."""
    article, start = article or a_public_article(), at or now() - timedelta(days=20)
    first = (db.session.scalar(select(func.max(Comment.id))) or 0) + 1
    group = (db.session.scalar(select(func.max(CommentGroup.id))) or 0) + 1
    for begin in range(0, number, AT_ONCE):
        count = min(AT_ONCE, number - begin)
        _write(
            article.id, range(first + begin, first + begin + count), first, group, group_size, number, start
        )
    if db.session.connection().dialect.name == "postgresql":
        for table in ("comment", "comment_group"):
            db.session.execute(select(func.setval(f"{table}_id_seq", first + number + group)))


def _write(article_id, ids, first, group, group_size, number, start):
    key, comments, members, tallies, groups, findings = (
        current_app.config["KEYS"].receipts,
        [],
        [],
        [],
        [],
        [],
    )
    for id in ids:
        place, nonce, at = id - first, secrets.token_bytes(16), start + timedelta(seconds=id - first)
        of = group + place // group_size
        comments.append(
            {
                "id": id,
                "public_id": secrets.token_hex(8),
                "article_id": article_id,
                "root_id": id,
                "branch_id": 0,
            }
            | {"thread_turn": -id, "name": f"Visitor {place % 37}", "website": "", "body": f"Number {place}"}
            | {"body_html": f"<p>Number {place}</p>", "avatar_seed": "s", "status": Status.PENDING}
            | {"decision_count": 0, "hidden_above": 0, "hides_replies": True, "left_at": at}
            | {"receipt_nonce": nonce, "receipt_hash": receipt_hash(token_of(nonce, key))}
        )
        members.append(
            {"comment_id": id, "group_id": of, "status": Status.PENDING, "turn": place % group_size + 1}
        )
        p = place % 997 / 997
        findings.append(
            {"comment_id": id, "outcome": Outcome.HOLD, "at": at, "likelihood": p, "filter_version": 0}
        )
        if place % group_size == 0:
            size = min(group_size, number - place)
            last = timedelta(seconds=size - 1)
            groups.append({"id": of, "public_id": secrets.token_hex(8), "turn": size})
            tallies.append(
                {
                    "group_id": of,
                    "status": Status.PENDING,
                    "number": size,
                    "first_id": id,
                    "last_id": id + size - 1,
                }
                | {"first_at": at, "last_at": at + last, "likelihood": p, "article_turn": -article_id}
            )
    if groups:
        db.session.execute(insert(CommentGroup), groups)
    db.session.execute(insert(Comment), comments)
    db.session.execute(insert(GroupMember), members)
    db.session.execute(insert(Finding), findings)
    if tallies:
        db.session.execute(insert(GroupTally), tallies)
