"""A database from the time before groups is upgraded: every comment stands in one, and the queue shows what waits."""

import pytest
from sqlalchemy import select, text

from blog.accounts.account import Account
from blog.clock import now
from blog.moderating.cards import Order, cards
from blog.moderating.groups.group import CommentGroup
from blog.moderating.groups.verification import wrong_groups
from blog.moderating.narrowing import Narrowing
from blog.storage import db
from blog.storage.migration import upgrade_database
from tests.storage.earlier import an_earlier_app

STATUSES = ("approved", "pending", "spam", "withdrawn", "pending")


@pytest.fixture
def old_app(database, tmp_path, worker_id):
    with an_earlier_app(database, tmp_path, f"blog_alone_{worker_id}") as app:
        at = now().isoformat(sep=" ")
        _insert(
            "account",
            {"id": 1, "email": "p@staff.example", "name": "Pat", "handle": "pat", "bio": "", "role": "owner"}
            | {"session_key": "k", "avatar_seed": "s", "created_at": at},
        )
        _insert(
            "article",
            {"id": 1, "slug": "a", "title": "A", "summary": "", "body": "b", "body_html": "b", "excerpt": "b"}
            | {
                "words": 1,
                "author_id": 1,
                "created_at": at,
                "changed_at": at,
                "version": 1,
                "comment_count": 1,
            },
        )
        for id, status in enumerate(STATUSES, 1):
            _insert(
                "comment",
                {
                    "id": id,
                    "public_id": f"{id:016x}",
                    "article_id": 1,
                    "name": "N",
                    "root_id": id,
                    "branch_id": 0,
                }
                | {"website": "", "body": "b", "body_html": "b", "avatar_seed": "s", "status": status}
                | {
                    "decision_count": 0,
                    "left_at": at,
                    "receipt_nonce": b"n" * 16,
                    "receipt_hash": f"{id:064x}",
                },
            )
        yield app


def _insert(table, values):
    names = ", ".join(values)
    places = ", ".join(f":{name}" for name in values)
    db.session.execute(text(f"INSERT INTO {table} ({names}) VALUES ({places})"), values)
    db.session.commit()


def test_every_comment_stands_in_a_group_of_its_own(old_app):
    upgrade_database()
    assert list(wrong_groups()) == []
    owner = db.session.get(Account, 1)
    found = cards(owner, Narrowing(), Order.AGE, keys=old_app.config["KEYS"], limit=9)
    assert [(card.shown, card.number) for card in found] == [(2, 1), (5, 1)]
    assert len(set(db.session.scalars(select(CommentGroup.public_id)))) == len(STATUSES)
    db.session.add(newer := CommentGroup())
    db.session.flush()
    assert newer.id > len(STATUSES)
