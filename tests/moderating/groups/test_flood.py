"""A flood of campaigns with real comments in between: cleared with a few keys, and nothing real is touched."""

import os

import pytest
from sqlalchemy import func, select

from blog.accounts.account import Role
from blog.clock import now
from blog.commenting.comment import Comment, Status
from blog.commenting.contact import Contact
from blog.commenting.decision import Decision
from blog.moderating.bulk.bulk_act import BulkAct, BulkStatus
from blog.moderating.finding import Finding
from blog.moderating.groups.group import GroupMember, GroupTally
from blog.moderating.groups.verification import wrong_groups
from blog.storage import db
from tests.builders import a_comment, a_public_article, an_account
from tests.moderating.groups import flood as flooding
from tests.moderating.groups.flood import flood, put_into_groups, write_pending
from tests.services import wait_until
from tests.worker_beside import worker_beside

WAVE = 20_000 if os.environ.get("CI") else 2_000
REAL = 50
MOST_KEYS = 15


def _shape(table, id, *, without=()):
    """What a row holds, without what differs from comment to comment."""
    row = db.session.get(table, id)
    own = {
        "id",
        "comment_id",
        "public_id",
        "root_id",
        "thread_turn",
        "left_at",
        "at",
        "receipt_nonce",
        "receipt_hash",
    }
    own |= {"avatar_seed", "sealed", "glimpse", "network_until", "article_id", *without}
    return {
        column.name: getattr(row, column.name) for column in table.__table__.columns if column.name not in own
    }


def test_what_is_written_in_bulk_has_the_shape_of_what_is_left(app):
    article, at = a_public_article(), now()
    said = {"name": "Ada", "email": "ada@people.example", "website": "", "network": "198.51.100.7"}
    said["body"] = "Does the second column include the seed potatoes?"
    left = a_comment(article, at=at, **said)
    (id,) = write_pending(article, [said], at)
    put_into_groups([id])
    for table in (Comment, Contact):
        assert _shape(table, id) == _shape(table, left.id)
    told = {"likelihood", "filter_version"}  # the filter has its own say
    assert _shape(Finding, id, without=told) == _shape(Finding, left.id, without=told)
    assert db.session.scalars(select(GroupTally.number)).all() == [2]


def test_in_bulk_they_come_into_the_groups_of_the_real_act(app, monkeypatch):
    sizes = []
    for settled in (400, 150):
        monkeypatch.setattr(flooding, "SETTLED", settled)
        first = db.session.scalar(select(func.coalesce(func.max(Comment.id), 0)))
        flood(a_public_article(), 400, 10, seed=settled)
        assert list(wrong_groups()) == []
        alone = select(GroupTally.first_id).where(GroupTally.number == 1, GroupTally.first_id > first)
        sizes.append(len(db.session.scalars(alone).all()))
    assert sizes == [10, 10]


@pytest.mark.browser
@pytest.mark.timeout(300)
def test_a_flood_is_cleared_with_a_few_keys_and_every_real_comment_is_left(live_blog, browser_page, tmp_path):
    with live_blog.app.app_context():
        moderator = an_account(Role.MODERATOR, name="Mo Tanaka")
        real = flood(a_public_article(), WAVE, REAL)
        db.session.commit()
    page = browser_page(live_blog, account=moderator)
    pressed = []

    def press(key):
        pressed.append(key)
        page.keyboard.press(key)

    with worker_beside(live_blog, tmp_path / "worker.log"):
        page.goto("/moderation")
        press("g")
        page.locator(".group-size").first.wait_for()
        page.wait_for_url("**shape=groups**")
        # All that is alike is spam here, as a look at each card tells.
        cards = page.locator("[data-card]").count()
        assert 5 <= cards <= 12
        for _ in range(cards):
            left = page.locator("[data-card]:not(.decided)").count()
            press("s")
            page.wait_for_function(f"document.querySelectorAll('[data-card]:not(.decided)').length < {left}")
        wait_until(lambda: _is_done(live_blog, cards), what="the worker to finish", seconds=120)
    with live_blog.app.app_context():
        waiting = db.session.scalars(
            select(Comment.id).where(Comment.status == Status.PENDING).order_by(Comment.id)
        )
        assert waiting.all() == real
        spam = select(func.count()).where(Comment.status == Status.SPAM)
        assert db.session.scalar(spam) == WAVE - REAL
        assert db.session.scalar(select(func.count(Decision.id))) == WAVE - REAL
        assert db.session.scalar(select(func.count(GroupMember.comment_id))) == WAVE
        assert list(wrong_groups()) == []
    assert len(pressed) <= MOST_KEYS
    page.goto("/moderation")
    assert page.locator("[data-waiting]").text_content() == str(REAL)
    assert page.locator(".group-size").count() == 0


def _is_done(live_blog, number):
    with live_blog.app.app_context():
        acts = db.session.scalars(select(BulkAct.status)).all()
        db.session.rollback()
    return len(acts) == number and all(status is BulkStatus.FINISHED for status in acts)
