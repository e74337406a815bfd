"""Who is known, who is doubted, and that nobody can tell the difference from outside."""

import re
from datetime import timedelta

import pytest
from flask import current_app, make_response
from sqlalchemy import select

from blog.accounts.account import Role
from blog.clock import now
from blog.commenting.comment import Comment, Status
from blog.commenting.contact import Contact, digest_of_address
from blog.commenting.cookies import note_proof
from blog.commenting.decision import decisions_about
from blog.commenting.doubt import Doubt, Kind, settle_impersonation
from blog.moderating.first_look import KNOWN_VISITOR
from blog.moderating.verdict import approve, reject
from blog.storage import db
from blog.storage.site_setting import change_site_setting
from tests.builders import a_comment, a_public_article, an_account, an_approved_comment, sign_in
from tests.commenting.posted import post

ADA = "ada@visitors.example"


def newest():
    return db.session.scalars(select(Comment).order_by(Comment.id.desc()).limit(1)).one()


def doubts():
    """Of the newest comment, those that stand."""
    standing = select(Doubt.kind).where(Doubt.comment_id == newest().id, Doubt.settled_at.is_(None))
    return list(db.session.scalars(standing))


def let_known_visitors_in():
    change_site_setting("auto_approve_known", True, by=None)


def confirm(visitor, email=ADA):
    """What the answer to a letter of ours leaves in the visitor's browser."""
    with current_app.test_request_context(headers={"Cookie": f"confirmed={cookie(visitor, 'confirmed')}"}):
        response = make_response()
        note_proof(response, digest_of_address(email, current_app.config["KEYS"]))
        value = re.match("confirmed=([^;]+)", response.headers["Set-Cookie"])[1]
    visitor.set_cookie("confirmed", value, path="/articles")


def cookie(visitor, name):
    found = visitor.get_cookie(name, path="/articles")
    return found.value if found else ""


def published_with(visitor, article, **fields):
    """Posted with the box ticked, and approved by a person."""
    post(visitor, article, body=f"Words {now().timestamp()}", **{"remember": "y"} | fields)
    approve(newest(), by=an_account(Role.MODERATOR))
    return newest()


@pytest.fixture
def article(app):
    return a_public_article()


def test_whoever_types_the_name_and_address_of_a_known_person_waits_and_is_doubted(app, visitor, article):
    """WordPress publishes whatever comes with a name and address that were approved before."""
    let_known_visitors_in()
    published_with(visitor, article)
    stranger = app.test_client()
    assert post(stranger, article, body="Not Ada.").status_code == 303
    assert (newest().body, newest().status, doubts()) == ("Not Ada.", Status.PENDING, [Kind.IMPERSONATION])
    post(visitor, article, body="Ada herself.")
    assert (newest().body, newest().status, doubts()) == ("Ada herself.", Status.APPROVED, [])
    assert [(each.by_id, each.because) for each in db.session.scalars(decisions_about(newest()))] == [
        (None, KNOWN_VISITOR)
    ]


def test_the_address_is_the_same_however_it_is_cased(app, visitor, article):
    published_with(visitor, article)
    post(app.test_client(), article, email="ADA@Visitors.Example", body="Not Ada.")
    assert doubts() == [Kind.IMPERSONATION]


def test_by_default_a_known_visitor_waits_as_everybody_does(visitor, article):
    published_with(visitor, article)
    post(visitor, article, body="More.")
    assert (newest().body, newest().status, doubts()) == ("More.", Status.PENDING, [])


def test_an_impostor_who_was_let_through_once_is_not_known_for_it(app, visitor, article):
    let_known_visitors_in()
    published_with(visitor, article)
    stranger = app.test_client()
    published_with(stranger, article, name="Somebody else")
    post(stranger, article, body="Again.", remember="y")
    assert (newest().body, newest().status, doubts()) == ("Again.", Status.PENDING, [Kind.IMPERSONATION])


def test_once_their_letter_was_answered_they_are(app, visitor, article):
    let_known_visitors_in()
    published_with(visitor, article)
    phone = app.test_client()
    comment = published_with(phone, article)
    settle_impersonation(comment)
    post(phone, article, body="Again.")
    assert (newest().body, newest().status, doubts()) == ("Again.", Status.APPROVED, [])


def test_a_letter_answered_with_this_browser_is_proof(app, visitor, article):
    let_known_visitors_in()
    published_with(visitor, article)
    phone = app.test_client()
    confirm(phone, "somebody@visitors.example")
    post(phone, article, body="Too early.")
    assert doubts() == [Kind.IMPERSONATION]
    confirm(phone)
    post(phone, article, body="From the phone.")
    assert (newest().body, newest().status, doubts()) == ("From the phone.", Status.APPROVED, [])


def test_an_answered_letter_alone_publishes_nobody(visitor, article):
    let_known_visitors_in()
    confirm(visitor)
    post(visitor, article)
    assert (newest().status, doubts()) == (Status.PENDING, [])


@pytest.mark.parametrize("change", [{"email": "eda@visitors.example"}, {"subject": "Buy"}])
def test_a_known_browser_vouches_for_its_own_address_only_and_not_for_programs(visitor, article, change):
    let_known_visitors_in()
    published_with(visitor, article)
    post(visitor, article, body="Other words.", **change)
    assert newest().status is (Status.SPAM if "subject" in change else Status.PENDING)
    assert doubts() == []


def test_without_the_box_ticked_nobody_is_known_by_the_cookie(visitor, article):
    let_known_visitors_in()
    published_with(visitor, article, remember="")
    post(visitor, article, body="More.", remember="y")
    assert (newest().body, newest().status, doubts()) == ("More.", Status.PENDING, [Kind.IMPERSONATION])


def test_who_was_approved_and_then_rejected_is_known_no_more(visitor, article):
    let_known_visitors_in()
    reject(published_with(visitor, article), by=an_account(Role.MODERATOR))
    post(visitor, article, body="More.")
    assert (newest().body, newest().status) == ("More.", Status.PENDING)


def test_a_cookie_that_we_did_not_sign_shows_nothing(app, visitor, article):
    let_known_visitors_in()
    published_with(visitor, article)
    stranger, taken = app.test_client(), cookie(visitor, "remembered")
    stranger.set_cookie("remembered", taken[:-3] + "AAA", path="/articles")
    stranger.set_cookie("confirmed", taken, path="/articles")
    post(stranger, article, body="Not Ada.")
    assert (newest().body, newest().status, doubts()) == ("Not Ada.", Status.PENDING, [Kind.IMPERSONATION])


def test_staff_are_known_by_signing_in_and_by_nothing_else(app, visitor, article):
    let_known_visitors_in()
    moderator = an_account(Role.MODERATOR, email="mo@staff.example")
    approve_own = {"email": "Mo@staff.example", "name": moderator.name}
    post(visitor, article, body="Signed out.", remember="y", **approve_own)
    assert (newest().status, doubts()) == (Status.PENDING, [Kind.IMPERSONATION])
    approve(newest(), by=an_account(Role.MODERATOR))
    post(visitor, article, body="Signed out again.", remember="y", **approve_own)
    assert (newest().status, doubts()) == (Status.PENDING, [Kind.IMPERSONATION])
    confirm(visitor, "mo@staff.example")
    post(visitor, article, body="With the letter's proof.", **approve_own)
    assert (newest().status, doubts()) == (Status.PENDING, [])


def all_they_see(answer, article, stranger):
    """The answer, its cookies, the receipt and the article's pages, without what is random."""
    comment, token = newest(), answer.location.rsplit("/", 1)[1]
    cookies = [re.sub("=[^;]+|Expires=[^;]+; ", "", each) for each in answer.headers.getlist("Set-Cookie")]
    pages = (answer.location, f"/articles/{article.slug}", f"/articles/{article.slug}/comments/new")
    seen = "\n".join([answer.text, *(stranger.get(address).text for address in pages)])
    for random in (token, comment.public_id):
        seen = seen.replace(random, "…")
    seen = re.sub(r"<svg.*?</svg>|<time.*?</time>", "", seen, flags=re.DOTALL)
    return answer.status_code, cookies, seen


@pytest.mark.parametrize("known_at_once", [False, True])
def test_nobody_learns_from_an_answer_whose_address_is_known_here(app, visitor, article, known_at_once):
    change_site_setting("auto_approve_known", known_at_once, by=None)
    published_with(visitor, article)
    an_account(Role.MODERATOR, email="mo@staff.example")
    answers, found = [], []
    for email in ("nobody@visitors.example", ADA, "mo@staff.example"):
        stranger = app.test_client()
        answer = post(stranger, article, email=email, body="The same words, and more than thirty letters.")
        answers.append(all_they_see(answer, article, stranger))
        found.append(doubts())
    assert answers[1:] == answers[:1] * 2
    assert found == [[], [Kind.IMPERSONATION], [Kind.IMPERSONATION, Kind.REPETITION]]


def test_the_database_is_asked_as_much_whoever_is_typed(app, visitor, article, count_queries):
    published_with(visitor, article)
    asked = []
    # Words and networks that have nothing in common: with what a comment is compared depends on them, and on no address.
    said = {
        "first@visitors.example": "Rye rises slowly.",
        "nobody@visitors.example": "Trains cross a valley.",
    }
    for number, (email, body) in enumerate((said | {ADA: "Who mends the bells?"}).items()):
        visitor = app.test_client()
        visitor.environ_base["REMOTE_ADDR"] = f"192.0.{number}.1"
        with count_queries() as statements:
            post(visitor, article, email=email, body=body)
        asked.append([each for each in statements if each.startswith("SELECT")])
    assert asked[1] == asked[2]


def test_moderators_see_why(app, visitor, article):
    published_with(visitor, article)
    post(app.test_client(), article, body="Not Ada.")
    person = sign_in(app.test_client(), an_account(Role.MODERATOR))
    for address in ("/moderation", f"/moderation/comments/{newest().public_id}"):
        page = person.get(address).text
        assert "Possible impersonation" in page
        assert "Every comment waits for a person." not in page


LONG = "Exactly the same words, from one after another."


def test_the_same_words_under_several_addresses_are_held_and_said_why(app, article):
    let_known_visitors_in()
    kinds = []
    for n in range(4):
        body = f" {LONG.upper() if n % 2 else LONG}\n"
        a_comment(article, email=f"{n}@visitors.example", body=body)
        kinds.append(doubts())
    assert kinds == [[], [], [Kind.REPETITION], [Kind.REPETITION]]
    person = sign_in(app.test_client(), an_account(Role.MODERATOR))
    page = person.get(f"/moderation/comments/{newest().public_id}").text
    assert "the same words came under at least two other addresses" in page


def test_a_known_visitor_who_repeats_what_others_say_waits(app, visitor, article):
    let_known_visitors_in()
    published_with(visitor, article)
    for n in range(2):
        a_comment(article, email=f"{n}@visitors.example", body=LONG)
    post(visitor, article, body=LONG)
    assert (newest().status, doubts()) == (Status.PENDING, [Kind.REPETITION])


def test_short_words_old_words_and_ones_own_words_are_no_repetition(app, article):
    for n in range(4):
        a_comment(article, email=f"{n}@visitors.example", body="Thank you very much for this!")
        assert doubts() == []
        a_comment(article, email="one@visitors.example", body=LONG)
        assert doubts() == []
    for n in range(2):
        long_ago = now() - timedelta(days=7, seconds=1)
        a_comment(article, email=f"{n}@visitors.example", body=LONG + "!", at=long_ago)
    a_comment(article, email="two@visitors.example", body=LONG + "!")
    assert doubts() == []


def test_the_cookies_say_nothing_of_the_digest(app, visitor, article):
    comment = published_with(visitor, article)
    confirm(visitor)
    digest = db.session.get(Contact, comment.id).digest
    for name in ("remembered", "confirmed", "my_comments"):
        assert cookie(visitor, name)
        assert digest[:16] not in cookie(visitor, name)


def test_a_staff_members_own_comment_is_in_no_doubt(app):
    author = an_account()
    article = a_public_article(by=author)
    an_approved_comment(article, email="x@visitors.example")
    a_comment(article, by=author, name=author.name, email=author.email)
    assert (newest().status, doubts()) == (Status.APPROVED, [])
