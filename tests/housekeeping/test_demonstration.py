from datetime import UTC, datetime, timedelta
from stat import S_IMODE

import pytest
from sqlalchemy import func, select

from blog.accounts.account import Account, Role
from blog.accounts.passwords import is_right
from blog.commenting.comment import Comment, Status
from blog.commenting.decision import Decision
from blog.housekeeping.demo_moderation import FLOOD
from blog.housekeeping.demo_sign_ins import FILE, kept_sign_ins
from blog.housekeeping.demonstration import load_demonstration
from blog.housekeeping.obstacles import CannotStart
from blog.publishing.article import Article
from blog.publishing.picture import Picture
from blog.publishing.pictures import name_of
from blog.publishing.queries import drafts, public_articles, scheduled_articles
from blog.storage import db
from tests.builders import an_account, sign_in

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)


@pytest.fixture
def demonstration(app):
    load_demonstration(app.config["RUN"], app.config["KEYS"])
    db.session.commit()
    return app.config["RUN"].instance


def how_many(statement):
    return db.session.scalar(select(func.count()).select_from(statement.subquery()))


def test_it_shows_articles_and_comments_in_every_state(demonstration):
    assert (how_many(public_articles()), how_many(scheduled_articles()), how_many(drafts())) == (10, 1, 1)
    authors = select(Article.author_id).distinct()
    assert how_many(authors) == 3
    counted = dict(db.session.execute(select(Comment.status, func.count()).group_by(Comment.status)).all())
    assert counted == {Status.APPROVED: 38, Status.PENDING: 9 + FLOOD, Status.SPAM: 8, Status.REJECTED: 5}

    for article in db.session.scalars(select(Article)):
        approved = select(Comment).where(Comment.article_id == article.id, Comment.status == Status.APPROVED)
        assert article.comment_count == how_many(approved)


def test_everything_happened_in_an_order_that_is_possible(app):
    load_demonstration(app.config["RUN"], app.config["KEYS"], at=NOON)
    comments = db.session.scalars(select(Comment).order_by(Comment.id)).all()
    assert [comment.left_at for comment in comments] == sorted(comment.left_at for comment in comments)
    decisions = db.session.scalars(select(Decision).order_by(Decision.id)).all()
    assert [decision.at for decision in decisions] == sorted(decision.at for decision in decisions)
    decided_at = {decision.comment_id: decision.at for decision in decisions}
    for comment in comments:
        assert comment.article.publication.goes_live_at < comment.left_at < NOON
        if comment.parent_id:
            assert decided_at[comment.parent_id] < comment.left_at
    for article in db.session.scalars(select(Article)):
        assert article.created_at <= NOON - timedelta(days=2)

    approvals = db.session.scalars(select(Decision).where(Decision.after == Status.APPROVED)).all()
    assert all(decision.by_id for decision in approvals)


def test_its_sign_ins_are_random_work_and_are_kept_from_others(demonstration):
    assert S_IMODE((demonstration / FILE).stat().st_mode) == 0o600
    roles = []
    for line in kept_sign_ins(demonstration)[1:]:
        role, email, password = line.split()
        account = db.session.scalars(select(Account).where(Account.email == email)).one()
        assert account.role == role
        assert is_right(password, account.password_hash)
        roles.append(account.role)
    assert roles == [Role.OWNER, Role.AUTHOR, Role.MODERATOR]
    without = select(Account).where(Account.password_hash.is_(None))
    assert how_many(without) == 2


def test_its_pages_have_something_to_show(demonstration, visitor):
    first = visitor.get("/").text
    assert "The Old Forge Notebook" in first
    assert first.count('class="teaser"') == 6
    assert "Older articles" in first

    sign_in(visitor, db.session.scalars(select(Account).where(Account.role == Role.OWNER)).one())
    assert f"{9 + FLOOD + 1} comments wait" in visitor.get("/desk").text
    pictures = db.session.scalars(select(Picture)).all()
    assert len(pictures) == 3
    shown = "".join(db.session.scalars(select(Article.body_html)))
    assert "picture:" not in shown
    for picture in pictures:
        assert f'src="/media/{name_of(picture)}"' in shown
        answer = visitor.get(f"/media/{name_of(picture)}")
        assert (answer.status_code, answer.mimetype) == (200, "image/png")


def test_its_moderators_have_a_flood_a_rule_a_ban_and_mended_words_before_them(demonstration, visitor):
    sign_in(visitor, db.session.scalars(select(Account).where(Account.role == Role.MODERATOR)).one())
    assert f"{FLOOD} like this" in visitor.get("/moderation").text
    assert "it was a Thursday" in visitor.get("/moderation/mended").text
    for path, words in (("rules", "whether it would hit neighbours"), ("bans", "Third time this month.")):
        assert words in visitor.get(f"/moderation/{path}").text


def test_it_is_not_mixed_into_a_blog(app):
    an_account()
    with pytest.raises(CannotStart, match="something in this blog already"):
        load_demonstration(app.config["RUN"], app.config["KEYS"])
    assert how_many(select(Article)) == 0


def test_the_command_loads_it_once(app):
    for _ in range(2):
        db.session.rollback()
        outcome = app.test_cli_runner().invoke(args=["housekeeping", "load-demo"])
        assert outcome.exit_code == 0, outcome.output
        assert how_many(select(Article)) == 12
