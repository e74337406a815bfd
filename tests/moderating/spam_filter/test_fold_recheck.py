"""A few of those put away come to a person unmarked, and tell how many real ones are hidden."""

from datetime import timedelta

import pytest

from blog.accounts.account import Role
from blog.clock import now
from blog.commenting.comment import Comment, Status
from blog.commenting.decision import decide
from blog.commenting.mend import mend
from blog.moderating.finding import Finding
from blog.moderating.spam_filter import rescoring
from blog.moderating.spam_filter.measured import FilterStanding
from blog.moderating.spam_filter.recheck import PutAway, Recheck, hidden_estimate, is_unmarked, unmarked
from blog.moderating.spam_filter.rescoring import judge_anew
from blog.moderating.spam_filter.standing import current_filter, may_approve, pile_of, puts_away
from blog.moderating.verdict import approve, mark_as_spam, reject
from blog.storage import db
from blog.storage.site_setting import change_site_setting, site_settings
from tests.builders import a_comment, a_public_article, an_account
from tests.moderating.spam_filter.folding import catch_up


@pytest.fixture
def moderator(app):
    return an_account(Role.MODERATOR)


@pytest.fixture
def sure(app):
    """A standing of the fresh filter that calls something likely."""
    counted = dict.fromkeys(("fine_hidden", "fine_recognised", "spam_caught", "spam_let_through"), 0)
    db.session.add(
        FilterStanding(
            version=0,
            spam_above=0.9,
            fine_below=0.1,
            fine=300,
            spam=300,
            hides_at_most=10,
            at=now(),
            **counted,
        )
    )
    db.session.commit()


def test_nothing_is_put_away_before_errors_were_measured(app, moderator):
    assert not puts_away(a_comment(), 1.0)
    assert pile_of(1.0) == "unsure"


def test_likely_spam_is_put_away_unless_it_was_drawn(app, sure):
    article = a_public_article()
    away, drawn, unsure = (a_comment(article) for _ in range(3))
    assert puts_away(away, 0.95, draw=0.02)
    assert not puts_away(drawn, 0.95, draw=0.0199)
    assert not puts_away(unsure, 0.9, draw=0.5)
    assert [row.comment_id for row in db.session.scalars(db.select(PutAway))] == [away.id]
    assert [row.comment_id for row in db.session.scalars(db.select(Recheck))] == [drawn.id]


def test_a_site_may_have_nothing_put_away(app, sure):
    change_site_setting("filter_puts_away", False, by=None)
    assert not puts_away(a_comment(), 0.95, draw=0.5)


def test_at_most_five_a_day_are_drawn(app, sure):
    article, at = a_public_article(live=now() - timedelta(days=3)), now() - timedelta(days=2)
    comments = [a_comment(article, at=at + timedelta(minutes=n)) for n in range(7)]
    assert [puts_away(comment, 0.95, draw=0) for comment in comments] == [False] * 5 + [True] * 2
    assert not puts_away(a_comment(article, at=at + timedelta(days=1, minutes=1)), 0.95, draw=0)


def test_a_re_checked_comment_is_unmarked_until_somebody_decides(app, sure, moderator):
    article = a_public_article()
    drawn, other, kept_back = (a_comment(article) for _ in range(3))
    drawn.receipt_hash, other.receipt_hash, kept_back.receipt_hash = "1" * 64, "7" * 64, "8" * 64
    puts_away(drawn, 0.95, draw=0)
    asked = db.select(Comment.id).where(is_unmarked())
    assert unmarked([drawn, other, kept_back]) == {drawn.id, kept_back.id}
    assert set(db.session.scalars(asked)) == {drawn.id, kept_back.id}
    approve(drawn, by=moderator)
    assert unmarked([drawn, other, kept_back]) == {kept_back.id}
    assert db.session.scalars(asked).all() == [kept_back.id]
    change_site_setting("filter_puts_away", False, by=None)
    assert unmarked([kept_back]) == set()


def test_the_estimate_follows_from_those_drawn_and_from_those_found(app, sure, moderator):
    article, since = a_public_article(), now() - timedelta(hours=1)
    assert hidden_estimate(since) == (0, 0, 0)
    away = [a_comment(article) for _ in range(10)]
    for comment in away:
        assert puts_away(comment, 0.95, draw=0.5)
        decide(comment, Status.SPAM, because="The filter is sure.")
    assert hidden_estimate(since) == (0, 0, 10)
    drawn = [a_comment(article) for _ in range(4)]
    for comment, verdict in zip(drawn, (approve, mark_as_spam, reject, None), strict=True):
        puts_away(comment, 0.95, draw=0)
        if verdict:
            verdict(comment, by=moderator)
    about, low, high = hidden_estimate(since)
    assert (about, low) == (3, 0) and high == 10
    for comment in away[:5]:
        approve(comment, by=moderator)
    assert hidden_estimate(since) == (5, 5, high)
    assert hidden_estimate(now() + timedelta(hours=1)) == (0, 0, 0)


def test_the_filter_approves_known_visitors_only_where_the_site_allows_it(app, sure):
    assert not may_approve(0.01)
    change_site_setting("filter_approves_known", True, by=None)
    assert may_approve(0.01) and not may_approve(0.1) and not may_approve(0.99)


def test_what_waits_is_judged_anew_when_the_filter_has_learnt(app, moderator, monkeypatch):
    monkeypatch.setattr(rescoring, "AT_ONCE", 2)
    article = a_public_article()
    waiting = [a_comment(article, body=f"cheap pills number {n}") for n in range(5)]
    for n in range(3):
        mark_as_spam(a_comment(article, body=f"cheap pills of sort {n}"), by=moderator)
    catch_up()
    assert judge_anew() == 5 and judge_anew() == 0
    version = current_filter().version
    found = [db.session.get(Finding, comment.id) for comment in waiting]
    assert {finding.filter_version for finding in found} == {version} and version > 0
    assert all(finding.likelihood is not None for finding in found)
    before = [finding.likelihood for finding in found]
    for n in range(3):
        mark_as_spam(a_comment(article, body=f"cheap pills of kind {n}"), by=moderator)
    catch_up()
    assert judge_anew() == 5
    db.session.expire_all()
    after = [db.session.get(Finding, comment.id).likelihood for comment in waiting]
    assert all(new > old for new, old in zip(after, before, strict=True))


def test_mended_words_that_wait_are_judged_anew(app, moderator):
    comment = a_comment(body="The bread rose well.")
    finding = db.session.get(Finding, comment.id)
    before, version = finding.likelihood, finding.filter_version
    db.session.commit()
    assert judge_anew() == 0
    mend(comment, body="Buy cheap pills at https://pills.example now", site=site_settings())
    db.session.commit()
    assert judge_anew() == 1
    db.session.expire_all()
    assert finding.filter_version == version and finding.likelihood > before
