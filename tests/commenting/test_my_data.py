"""Whoever wrote comments takes along all that is kept about them, and has it erased."""

import json
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from blog.accounts.account import Role
from blog.clock import now
from blog.commenting.appeal import Appeal, appeal
from blog.commenting.comment import Comment, Status
from blog.commenting.contact import Contact
from blog.commenting.erasure import Erasure, erase_comments, erase_person
from blog.commenting.inquiry import Inquiry
from blog.commenting.revision import Revision, edit_comment
from blog.commenting.subscription import Subscription
from blog.mail.letter import Letter
from blog.moderating.verdict import approve, mark_as_spam, reject
from blog.storage import db
from tests.builders import a_comment, a_public_article, an_account, an_approved_comment
from tests.commenting.letters import MAIL, answered, confirm_by_letter, delivered, post_and_wish
from tests.commenting.posted import post

LATER = timedelta(minutes=2)
ADDRESS = "ada@visitors.example"


@pytest.fixture
def environ(environ):
    return environ | MAIL


@pytest.fixture
def article(app):
    return a_public_article(title="The winter ledger")


@pytest.fixture
def moderator(app):
    return an_account(Role.MODERATOR)


def comments_by_id():
    return db.session.scalars(select(Comment).order_by(Comment.id)).all()


def data_link(visitor, receipt):
    assert visitor.post(f"{receipt}/data-letter").status_code == 303
    (letter,) = [each for each in delivered() if each.kind == "my_data"]
    assert letter.to == ADDRESS
    return letter.path("/my-data/")


@pytest.fixture
def link(visitor, article):
    """The path of the page about Ada, who left two comments; another visitor left one."""
    post(visitor, article, body="The first.", email="ADA@Visitors.Example")
    receipt = post(visitor, article, body="The second.").location
    a_comment(article, body="Not hers.", name="Noise")
    return data_link(visitor, receipt)


def opened(visitor, link):
    """What the page shows once the worker has answered, and its JSON."""
    visitor.post(f"{link}/opening")
    answered()
    return visitor.get(link).text, json.loads(visitor.get(f"{link}/my-data.json").text)


def test_the_page_waits_for_the_worker_and_then_shows_everything(visitor, link):
    assert ADDRESS not in visitor.get(link).text
    assert visitor.post(f"{link}/opening").location == link
    waiting = visitor.get(link).text
    assert "data-awaited" in waiting and "Look again" in waiting
    assert visitor.get(f"{link}/my-data.json").status_code == 302
    answered()
    page = visitor.get(link).text
    assert "data-awaited" not in page
    assert [words in page for words in (ADDRESS, "The first.", "The second.")] == [True] * 3
    assert "Not hers." not in page


def test_the_export_holds_all_comments_under_the_address_whatever_their_case(visitor, link):
    _page, kept = opened(visitor, link)
    assert [comment["words"] for comment in kept["comments"]] == ["The first.", "The second."]
    assert kept["address"] == ADDRESS
    assert [letter["kind"] for letter in kept["letters"]] == ["my_data"]


def test_the_export_tells_what_was_changed_decided_and_said(app, visitor, article, moderator):
    receipt = confirm_by_letter(visitor, article)
    (comment,) = comments_by_id()
    edit_comment(comment, by=moderator, body="As edited.", name="Ada")
    reject(comment, by=moderator, because="Staff only: a troll.")
    appeal(comment, words="Please.")
    mark_as_spam(comment, by=moderator)
    delivered()
    _page, kept = opened(visitor, data_link(visitor, receipt))
    (told,) = kept["comments"]
    assert [each["words"] for each in told["earlier_versions"]] == ["A *fine* article."]
    assert [each["state"] for each in told["decisions"]] == [
        "not published",
        "waits for a moderator",
        "not published",
    ]
    assert told["appeal"]["words"] == "Please."
    assert told["letters_wished_for"]["of_new_comments"] == "answers"
    assert told["address_confirmed_at"] is not None
    assert "troll" not in json.dumps(kept) and "spam" not in json.dumps(kept)


def test_only_whoever_brings_the_same_link_reads_the_answer(visitor, article, link):
    visitor.post(f"{link}/opening")
    answered()
    with time_machine.travel(now() + timedelta(seconds=5), tick=True):
        receipt = post(visitor, article, body="The third.").location
        other = data_link(visitor, receipt)
    assert other != link
    assert "The first." not in visitor.get(other).text
    assert visitor.get(f"{other}/my-data.json").status_code == 302


def test_the_link_is_good_for_a_day(visitor, link):
    with time_machine.travel(now() + timedelta(hours=23)):
        assert visitor.get(link).status_code == 200
    with time_machine.travel(now() + timedelta(hours=25)):
        answer = visitor.get(link)
    assert (answer.status_code, "has expired" in answer.text) == (404, True)
    assert visitor.get(link[:-1]).status_code == 404


def test_the_page_is_kept_nowhere_and_its_address_is_masked(visitor, link):
    from blog.web.logging import masked

    headers = visitor.get(link).headers
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert masked(f"GET {link}/my-data.json") == "GET /my-data/…/my-data.json"


def test_the_answer_lies_sealed_in_the_database_and_not_for_long(visitor, link):
    visitor.post(f"{link}/opening")
    answered()
    row = str(db.session.execute(select(Inquiry.__table__)).one())
    assert "The first" not in row and ADDRESS not in row
    from blog.commenting.inquiry import answer_inquiries

    answer_inquiries(None, at=now() + timedelta(minutes=11))
    assert db.session.scalars(select(Inquiry.answer)).all() == [None]


# Erasing ------------------------------------------------------------------------------------------------------------


def test_erasing_asks_before_it_does(visitor, link):
    page = visitor.get(f"{link}/erasure")
    assert "2 comments." in page.text
    assert visitor.post(f"{link}/erasure").status_code == 422
    assert db.session.scalars(select(Erasure)).all() == []


def test_erasing_takes_the_person_out_and_leaves_the_words(app, visitor, article, link, moderator):
    for comment in comments_by_id():
        approve(comment, by=moderator)
    assert visitor.post(f"{link}/erasure", data={"words": "keep"}).status_code == 303
    first, second, noise = comments_by_id()
    assert (first.name, first.website, first.body) == ("Someone", "", "The first.")
    assert (second.name, noise.name) == ("Someone", "Noise")
    assert [contact.comment_id for contact in db.session.scalars(select(Contact))] == [noise.id]
    assert article.comment_count == 3
    page = app.test_client().get(f"/articles/{article.slug}").text
    assert "The first." in page and "Someone" in page and "Ada" not in page
    assert "Erased on" in visitor.get(link).text


def test_erased_words_are_gone_and_the_conversation_stands(app, visitor, article, link, moderator):
    first, second, _noise = comments_by_id()
    approve(first, by=moderator)
    answer = an_approved_comment(article, by=moderator, parent=first, body="An answer.")
    edit_comment(first, by=moderator, body="The first, edited.", name="Ada")
    visitor.post(f"{link}/erasure", data={"words": "erase"})
    assert (first.body, first.body_html, first.status) == ("", "", Status.APPROVED)
    assert (second.body, second.status) == ("", Status.WITHDRAWN)  # nobody need decide about nothing
    assert db.session.scalars(select(Revision.body)).all() == [""]
    assert answer.is_public() and article.comment_count == 2
    page = app.test_client().get(f"/articles/{article.slug}").text
    assert "An answer." in page and "The first" not in page


def test_nothing_of_a_person_is_left_in_any_table(app, visitor, article, moderator):
    receipt = confirm_by_letter(visitor, article, website="https://ada-canary.example", name="ADACANARY")
    (comment,) = comments_by_id()
    digest = db.session.get(Contact, comment.id).digest
    edit_comment(comment, by=None, body="CANARYNEW", name="ADACANARY2")
    reject(comment, by=moderator)
    appeal(comment, words="CANARYAPPEAL")
    approve(comment, by=moderator)
    link = data_link(visitor, receipt)
    opened(visitor, link)
    visitor.post(f"{link}/erasure", data={"words": "erase"})
    rows = [str(row) for table in db.metadata.sorted_tables for row in db.session.execute(select(table))]
    traces = ("CANARY", "ada-canary", ADDRESS, "j…@", digest)
    assert [(trace, row) for row in rows for trace in traces if trace in row] == []
    assert db.session.scalars(select(Subscription)).all() == []
    assert db.session.scalars(select(Appeal.words)).all() == [""]
    assert delivered(at=now() + LATER) == []


def test_the_receipt_still_says_what_happened(visitor, article):
    receipt = post(visitor, article).location
    (comment,) = comments_by_id()
    erase_person(comment, words=True)
    page = visitor.get(receipt)
    assert page.status_code == 200
    assert "your name, address and website were erased, and your words with them" in page.text
    assert 'id="letters"' not in page.text


def test_erasing_again_keeps_what_was_recorded_and_may_take_the_words_too(app, article):
    comment = a_comment(article)
    erase_comments([comment], words=False, because="First.")
    erase_comments([comment], words=True, because="Second.")
    erasure = db.session.scalars(select(Erasure)).one()
    assert (erasure.words, erasure.because, comment.body) == (True, "First.", "")


def test_letters_of_others_under_the_same_article_still_leave(app, article, moderator):
    ada, bea = app.test_client(), app.test_client()
    confirm_by_letter(ada, article)
    first = comments_by_id()[0]
    approve(first, by=moderator)
    confirm_by_letter(bea, article, email="bea@visitors.example", name="Bea", parent=first.public_id)
    approve(comments_by_id()[1], by=moderator)
    erase_person(first, words=False)
    assert {each.to for each in delivered(at=now() + LATER)} == {"bea@visitors.example"}
    kept = db.session.scalars(select(Letter.recipient).where(Letter.recipient.is_not(None))).all()
    assert len(set(kept)) == 1


# Where there is no mail ---------------------------------------------------------------------------------------------


class TestWithoutMail:
    @pytest.fixture
    def environ(self, environ):
        return environ | {"BLOG_SMTP_URL": "", "BLOG_MAIL_FROM": ""}

    def test_a_receipt_shows_what_is_kept_with_its_comment_alone(self, visitor, article):
        post(visitor, article, body="The first.")
        receipt = post(visitor, article, body="The second.").location
        assert f"{receipt}/data" in visitor.get(receipt).text
        page, kept = opened(visitor, f"{receipt}/data")
        assert [comment["words"] for comment in kept["comments"]] == ["The second."]
        assert kept["address"] == ADDRESS and ADDRESS in page
        assert "The first." not in page

    def test_a_receipt_erases_its_comment_alone(self, visitor, article):
        post(visitor, article, body="The first.")
        receipt = post(visitor, article, body="The second.").location
        assert "One comment." in visitor.get(f"{receipt}/data/erasure").text
        assert visitor.post(f"{receipt}/data/erasure", data={"words": "keep"}).status_code == 303
        assert [comment.name for comment in comments_by_id()] == ["Ada", "Someone"]
        assert "your name, address and website were erased." in visitor.get(receipt).text
        assert visitor.get(f"{receipt}/data").status_code == 200


def test_where_there_is_mail_a_receipt_gives_nothing_away(visitor, article):
    receipt = post_and_wish(visitor, article)
    for path, ask in (("data", visitor.get), ("data/erasure", visitor.post), ("data/opening", visitor.post)):
        assert ask(f"{receipt}/{path}").status_code == 404
