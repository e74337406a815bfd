"""What is found on arrival, that it is kept, and that whatever fails leaves the comment waiting."""

import logging
import re

import pytest
from sqlalchemy import select, text

from blog.accounts.account import Role
from blog.commenting.comment import Comment, Status
from blog.commenting.decision import Decision
from blog.commenting.erasure import erase_comments
from blog.moderating.finding import Finding, Ground, Outcome
from blog.moderating.rules.rule import Draft, Kind, write_rule
from blog.moderating.spam_filter.recheck import Recheck
from blog.moderating.verdict import approve
from blog.storage import db
from blog.storage.site_setting import change_site_setting
from tests.builders import a_comment, a_public_article, an_account
from tests.commenting.posted import post
from tests.moderating.asking import as_moderator


def found(comment):
    """(outcome, grounds) of the finding about a Comment."""
    finding = db.session.get(Finding, comment.id)
    return finding.outcome, [reason.ground for reason in finding.reasons]


def newest():
    return db.session.scalars(select(Comment).order_by(Comment.id.desc()).limit(1)).one()


def test_every_comment_has_a_finding(app):
    assert found(a_comment()) == (Outcome.HOLD, [Ground.FILTER, Ground.FIRST_TIME])


def test_the_trap_and_own_words_are_found(app):
    trapped = a_comment(honeypot_filled=True)
    assert (trapped.status, found(trapped)) == (
        Status.SPAM,
        (Outcome.SPAM, [Ground.HONEYPOT, Ground.FILTER, Ground.FIRST_TIME]),
    )
    author = an_account()
    own = a_comment(a_public_article(by=author), by=author, name=author.name, email=author.email)
    assert (own.status, found(own)) == (Status.APPROVED, (Outcome.APPROVE, [Ground.OWN_WORDS]))


def test_a_known_visitor_is_found_known_and_waits_all_the_same(visitor):
    article = a_public_article()
    post(visitor, article, body="First words.", remember="y")
    _client, moderator = as_moderator(visitor.application)
    approve(newest(), by=moderator)
    post(visitor, article, body="More words.", remember="y")
    assert (newest().status, found(newest())) == (
        Status.PENDING,
        (Outcome.HOLD, [Ground.FILTER, Ground.KNOWN]),
    )
    change_site_setting("auto_approve_known", True, by=None)
    post(visitor, article, body="Still more words.")
    assert (newest().status, found(newest())) == (
        Status.APPROVED,
        (Outcome.APPROVE, [Ground.FILTER, Ground.SPEED, Ground.KNOWN]),
    )


def test_moderators_are_told_what_was_found(app):
    client, _moderator = as_moderator(app)
    comment = a_comment(body="See https://one.example/ and [two](https://two.example/).")
    for page in (client.get("/moderation"), client.get(f"/moderation/comments/{comment.public_id}")):
        assert "2 links: to one.example, two.example." in page.text
        assert "No earlier comment is known from this browser." in page.text


def test_its_writer_is_told_in_general_words(app, visitor):
    answer = post(visitor, a_public_article(), body="See https://one.example/ and https://two.example/.")
    page = visitor.get(answer.location).text
    assert "Comments with several links are read with special care." in page
    answer = post(visitor, a_public_article(), body="No link.", name="Bob", email="bob@visitors.example")
    assert "several links" not in visitor.get(answer.location).text


@pytest.fixture
def nothing_can_be_found(app):
    """A rule's row holds what no version of this program writes, as after a hand in the database."""
    by = an_account(Role.EDITOR)
    version = write_rule(Draft(Kind.WORDS, {"words": ["casino"], "part": False}), by=by)
    db.session.execute(text("UPDATE house_rule_version SET pattern = '{\"word\": 1}'"))
    db.session.commit()
    return version


def test_what_fails_leaves_it_waiting_and_is_logged_without_words(app, visitor, caplog, nothing_can_be_found):
    article = a_public_article()
    secret = "Words that stand in no log"
    with caplog.at_level(logging.ERROR):
        answer = post(visitor, article, body=secret, subject="Filled in by a program")
    assert answer.status_code == 303
    assert (newest().status, found(newest())) == (Status.PENDING, (Outcome.HOLD, [Ground.NOT_LOOKED_AT]))
    assert db.session.scalars(select(Decision)).all() == []
    (line,) = [record for record in caplog.records if "was not looked at" in record.getMessage()]
    assert "KeyError in" in line.getMessage()
    for words in (secret, "ada@visitors.example"):
        assert words not in caplog.text


def test_moderators_are_told_that_nobody_looked(app, visitor, nothing_can_be_found):
    post(visitor, a_public_article())
    client, _moderator = as_moderator(app, Role.EDITOR)
    assert "Not looked at: something failed" in client.get("/moderation").text


def test_comments_of_before_findings_were_kept_are_shown_as_ever(app):
    client, _moderator = as_moderator(app)
    comment = a_comment()
    db.session.delete(db.session.get(Finding, comment.id))
    db.session.commit()
    assert "Every comment waits for a person." in client.get("/moderation").text


def test_an_arrival_asks_little_of_the_database(app, visitor, count_queries):
    article = a_public_article()
    parent = a_comment(article, body="First.")
    approve(parent, by=an_account(Role.MODERATOR))
    db.session.commit()
    with count_queries() as asked:
        answer = post(
            visitor, article, parent=parent.public_id, body="https://one.example https://two.example"
        )
    assert answer.status_code == 303
    begun, ended = (
        next(n for n, each in enumerate(asked) if each.startswith(word)) for word in ("SAVEPOINT", "RELEASE")
    )
    assert ended - begun <= 12
    assert len(asked) <= 40


def test_what_was_quoted_goes_with_the_words_that_are_erased(app):
    client, _moderator = as_moderator(app)
    comment = a_comment(body="See https://one.example/ and https://two.example/, and cheap casino pills.")
    assert facts_of(comment, Ground.LINKS) == {"links": 2, "hosts": ["one.example", "two.example"]}
    noise = a_comment(body="See https://three.example/ and https://four.example/.")
    erase_comments([comment], words=True)
    assert facts_of(comment, Ground.LINKS) == {"links": 2}
    assert not {"towards", "away"} & set(facts_of(comment, Ground.FILTER))
    assert "one.example" not in client.get(f"/moderation/comments/{comment.public_id}").text
    assert facts_of(noise, Ground.LINKS)["hosts"] == ["three.example", "four.example"]


def facts_of(comment, ground):
    reasons = db.session.get(Finding, comment.id).reasons
    return next(reason.facts for reason in reasons if reason.ground is ground)


def test_it_is_said_which_of_them_decided(app):
    client, moderator = as_moderator(app)
    write_rule(Draft(Kind.WORDS, {"words": ["casino"], "part": False}, Outcome.SPAM), by=moderator)
    a_comment(body="The casino.")
    page = client.get("/moderation?status=spam").text
    assert "Marked as spam by a house rule." in page
    assert "A house rule calls it spam: the words “casino”." in page


def test_what_is_re_checked_shows_nothing_of_the_filter_until_somebody_decided(app):
    client, moderator = as_moderator(app)
    comment = a_comment(body="The drawn one.")
    db.session.add(Recheck(comment_id=comment.id, draw=0.01, likelihood=0.99, version=0, at=comment.left_at))
    db.session.flush()
    page = f"/moderation/comments/{comment.public_id}"
    said = re.compile(r"The filter: [^<]*\d%")
    assert said.search(client.get(page).text) is None
    approve(comment, by=moderator)
    assert said.search(client.get(page).text)
