import pytest
from sqlalchemy import select

from blog.accounts.account import Role
from blog.commenting.comment import Comment
from blog.moderating.verdict import approve, mark_as_spam, reject
from blog.publishing.publication import withdraw
from blog.storage import db
from tests.builders import a_public_article, an_account
from tests.commenting.posted import post


@pytest.fixture
def article(app):
    return a_public_article(title="The winter ledger")


@pytest.fixture
def moderator(app):
    return an_account(Role.MODERATOR)


def the_comment():
    return db.session.scalars(select(Comment)).one()


def test_a_receipt_shows_the_comment_as_it_will_look_and_that_it_waits(app, visitor, article):
    receipt = app.test_client().get(post(visitor, article).location)
    assert receipt.status_code == 200
    assert "<p>A <em>fine</em> article.</p>" in receipt.text
    assert "Thank you, Ada" in receipt.text
    assert "Waiting for a moderator" in receipt.text
    assert f'href="/articles/{article.slug}#comment-{the_comment().public_id}"' in receipt.text
    assert "ada@visitors.example" not in receipt.text


def test_a_receipt_says_when_the_comment_is_published(app, visitor, article, moderator):
    address = post(visitor, article).location
    approve(the_comment(), by=moderator)
    assert "Your comment is published." in visitor.get(address).text


def test_a_receipt_does_not_tell_a_spammer_from_anyone_whose_comment_was_refused(
    app, visitor, article, moderator
):
    address = post(visitor, article).location
    comment = the_comment()
    reject(comment, by=moderator, because="Too rude for us.")
    rejected = visitor.get(address).text
    approve(comment, by=moderator)
    mark_as_spam(comment, by=moderator, because="Sells watches.")
    assert visitor.get(address).text == rejected
    assert "A moderator decided not to publish your comment." in rejected


def test_what_only_a_rule_took_for_spam_is_said_to_wait_as_it_does(app, visitor, article, moderator):
    address = post(visitor, article, subject="filled").location
    assert "Your comment is waiting for a moderator." in visitor.get(address).text
    mark_as_spam(the_comment(), by=moderator) if the_comment().status != "spam" else reject(
        the_comment(), by=moderator
    )
    assert "decided not to publish" in visitor.get(address).text


def test_a_receipt_is_kept_nowhere_and_listed_nowhere(app, visitor, article):
    headers = visitor.get(post(visitor, article).location).headers
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"


def test_an_unknown_receipt_is_not_there(app, visitor, article):
    address = post(visitor, article).location
    for wrong in (
        address[:-1],
        address + "x",
        "/receipts/x",
        "/receipts/%00",
        "/receipts/%ff",
        f"/receipts/{the_comment().public_id}",
    ):
        answer = visitor.get(wrong)
        assert answer.status_code == 404
        assert "fine" not in answer.text


def test_the_database_alone_does_not_give_the_receipts_address(app, visitor, article):
    token = post(visitor, article).location.rpartition("/")[2]
    row = db.session.execute(select(Comment.__table__)).one()
    assert all(token not in str(value) for value in row)


def test_the_receipt_of_a_comment_on_a_withdrawn_article_tells_nothing_of_the_article(app, visitor, article):
    address = post(visitor, article).location
    withdraw(article)
    page = visitor.get(address)
    assert page.status_code == 200
    assert "fine" in page.text
    assert article.title not in page.text
    assert article.slug not in page.text
