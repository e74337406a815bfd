"""A database from the time when answers stayed under what was pulled back is upgraded: they are hidden, nothing is lost."""

import pytest
from sqlalchemy import select, text

from blog.accounts.account import Role
from blog.clock import now
from blog.commenting.comment import Comment
from blog.commenting.conversation import conversation_on
from blog.commenting.decision import Decision
from blog.commenting.order import Order
from blog.moderating.verdict import approve
from blog.publishing.article import Article
from blog.storage import db
from blog.storage.migration import upgrade_database
from tests.builders import an_account
from tests.storage.earlier import an_earlier_app

# (id, parent, status, what hidden_above must become)
SAID = [
    (1, None, "approved", 0),
    (2, 1, "rejected", 0),
    (3, 2, "approved", 1),
    (4, 3, "spam", 1),
    (5, 4, "approved", 2),
    (6, 1, "withdrawn", 0),
    (7, 6, "approved", 0),
    (8, None, "pending", 0),
    (9, 8, "approved", 1),
    (10, None, "approved", 0),
]
PUBLIC = [1, 7, 10]


@pytest.fixture
def old_app(database, tmp_path, worker_id):
    """An installation whose database was made by the first step alone."""
    with an_earlier_app(database, tmp_path, f"blog_shown_{worker_id}") as app:
        _fill()
        yield app


def _fill():
    at = now().isoformat(sep=" ")
    _insert(
        "account",
        {"id": 1, "email": "p@staff.example", "name": "Pat", "handle": "pat", "bio": "", "role": "owner"}
        | {"session_key": "k", "avatar_seed": "s", "created_at": at},
    )
    _insert(
        "article",
        {"id": 1, "slug": "a", "title": "A", "summary": "", "body": "b", "body_html": "b", "excerpt": "b"}
        | {"words": 1, "author_id": 1, "created_at": at, "changed_at": at, "version": 1, "comment_count": 6},
    )
    for id, parent, status, _hidden in SAID:
        _insert(
            "comment",
            {"id": id, "public_id": f"{id:016x}", "article_id": 1, "parent_id": parent, "name": "N"}
            | {"root_id": _root(id), "branch_id": _branch(id), "website": "", "body": "b", "body_html": "b"}
            | {"avatar_seed": "s", "status": status, "decision_count": 2, "left_at": at}
            | {"receipt_nonce": id.to_bytes(16, "big"), "receipt_hash": f"{id:064x}"},
        )
        for decision, undoes in ((id * 2, None), (id * 2 + 1, id * 2)):
            _insert(
                "decision",
                {"id": decision, "comment_id": id, "before": "pending", "after": status, "by_id": 1}
                | {"because": "", "at": at, "undoes_id": undoes},
            )
        _insert(
            "comment_revision",
            {"id": id, "comment_id": id, "name": "N", "website": "", "body": "b", "by_id": 1, "at": at},
        )
        _insert(
            "contact", {"comment_id": id, "email": "n@old.example", "fingerprint": str(id), "left_at": at}
        )
    db.session.commit()


def _insert(table, row):
    names, values = ", ".join(row), ", ".join(f":{name}" for name in row)
    db.session.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)


def _above(id):
    parents = {each: parent for each, parent, _status, _hidden in SAID}
    while id is not None:
        yield id
        id = parents[id]


def _root(id):
    return list(_above(id))[-1]


def _branch(id):
    return ([0, *reversed(list(_above(id)))][2:] or [0])[0]


def test_answers_under_what_was_pulled_back_are_hidden_and_counted_out(old_app):
    upgrade_database()
    comments = db.session.scalars(select(Comment).order_by(Comment.id)).all()
    assert [(each.id, each.hidden_above) for each in comments] == [(id, hidden) for id, *_, hidden in SAID]
    assert [each.id for each in comments if each.is_public()] == PUBLIC
    article = db.session.get(Article, 1)
    assert article.comment_count == len(PUBLIC)
    read = conversation_on(article, order=Order.NEWEST).entries
    assert [int(entry.public_id, 16) for entry in read] == [10, 1, 6, 7]


def test_nothing_else_is_lost_on_the_way_and_decisions_go_on_from_there(old_app):
    upgrade_database()
    counts = {
        name: db.session.scalar(text(f"SELECT count(*) FROM {name}"))
        for name in ("comment", "decision", "comment_revision", "contact")
    }
    assert counts == {"comment": 10, "decision": 20, "comment_revision": 10, "contact": 10}
    undoing = db.session.scalars(select(Decision.undoes_id).where(Decision.undoes_id.is_not(None))).all()
    assert sorted(undoing) == [id * 2 for id, *_ in SAID]
    for table in ("account", "decision"):
        _begin_behind(table)
    approve(db.session.get(Comment, 2), by=an_account(Role.MODERATOR))
    assert (
        db.session.get(Article, 1).comment_count == len(PUBLIC) + 2
    )  # the comment itself and its first answer


def _begin_behind(table):
    """PostgreSQL numbers new rows from a sequence, which knows nothing of the rows above."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), 1000)"))
