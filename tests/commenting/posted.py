"""Posting a comment as a browser does, and comments in numbers that the real act would take too long to leave."""

import re
import secrets

from sqlalchemy import insert

from blog.clock import now
from blog.commenting.comment import Comment, Status
from blog.storage import db

WORDS = {"body": "A *fine* article.", "name": "Ada", "email": "ada@visitors.example"}
FIRST_ID = 1_000_000


def post(visitor, article, **fields):
    """The answer to the comment form, filled in where `fields` do not say otherwise."""
    return visitor.post(f"/articles/{article.slug}/comments", data=WORDS | fields)


def ids_on(page):
    """Public ids of the comments on a page of HTML, in its order."""
    return re.findall(r'id="comment-(\w+)"', page)


def many_approved(article, parents):
    """Public ids of approved comments, one for each of `parents`: the index of what it answers, or None. Committed."""
    rows = []
    for number, parent in enumerate(parents):
        above, id = rows[parent] if parent is not None else None, FIRST_ID + number
        rows.append(_row(article, id, above))
    db.session.execute(insert(Comment), rows)
    article.comment_count += len(rows)
    db.session.commit()
    return [row["public_id"] for row in rows]


def _row(article, id, above):
    return {
        "id": id,
        "public_id": f"{id:016x}",
        "article_id": article.id,
        "parent_id": above["id"] if above else None,
        "root_id": above["root_id"] if above else id,
        "thread_turn": -(above["root_id"] if above else id),
        "hides_replies": False,
        "branch_id": (above["branch_id"] or id) if above else 0,
        "name": f"Visitor {id}",
        "website": "",
        "body": f"Words {id}.",
        "body_html": f"<p>Words {id}.</p>",
        "avatar_seed": f"{id:016x}",
        "status": Status.APPROVED,
        "decision_count": 1,
        "left_at": now(),
        "receipt_nonce": secrets.token_bytes(16),
        "receipt_hash": f"{id:064x}",
    }
