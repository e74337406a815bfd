"""One letter of what waits, to whoever may decide about it: seldom, without visitors' words, and easy to end."""

from datetime import timedelta

import pytest

from blog.accounts.account import Role
from blog.accounts.standing import suspend
from blog.clock import now
from blog.commenting.appeal import appeal
from blog.commenting.mend import mend
from blog.moderating.letters import post_digests
from blog.moderating.verdict import approve, reject
from blog.storage import db
from blog.storage.site_setting import site_settings
from tests.builders import a_comment, a_public_article, an_account, an_approved_comment, sign_in, token
from tests.commenting.letters import MAIL, delivered

QUARTER = timedelta(minutes=16)


@pytest.fixture
def environ(environ):
    return environ | MAIL


@pytest.fixture
def moderator(app):
    return an_account(Role.MODERATOR, email="mod@staff.example")


def waiting_letters(at=None):
    at = at or now()
    post_digests(at=at)
    return [letter for letter in delivered(at=at) if letter.kind == "waiting"]


def test_it_says_how_many_wait_where_and_nothing_that_visitors_wrote(moderator):
    article = a_public_article(title="Bread", by=moderator)
    for _ in range(2):
        a_comment(article, name="CANARYNAME", body="CANARYBODY", email="canary@x.example")
    (letter,) = waiting_letters()
    assert letter.to == "mod@staff.example"
    assert "2 comments on “Bread”" in letter.composed.text
    assert "/moderation" in letter.composed.text
    assert "canary" not in letter.whole.casefold()


def test_where_nothing_waits_nobody_is_written_to(moderator):
    an_approved_comment(by=moderator)
    assert waiting_letters() == []


def test_it_comes_once_in_a_quarter_of_an_hour_and_only_for_something_new(moderator):
    article = a_public_article(by=moderator)
    a_comment(article)
    assert len(waiting_letters()) == 1
    assert waiting_letters(now() + QUARTER) == []
    a_comment(article)
    assert waiting_letters(now() + timedelta(minutes=5)) == []
    assert len(waiting_letters(now() + QUARTER)) == 1
    assert waiting_letters(now() + 2 * QUARTER) == []


def test_an_appeal_and_mended_words_are_something_new(app, moderator):
    comment = an_approved_comment(a_public_article(by=moderator), by=moderator)
    assert waiting_letters() == []
    mend(comment, body="Mended.", site=site_settings())
    (letter,) = waiting_letters()
    assert "1 changed after publication" in letter.composed.text
    reject(comment, by=moderator)
    appeal(comment, words="Please.", at=now() + timedelta(minutes=1))
    assert len(waiting_letters(now() + QUARTER)) == 1


def test_each_hears_of_what_they_may_decide(app, moderator):
    author = an_account(Role.AUTHOR, email="author@staff.example")
    an_account(Role.CONTRIBUTOR)
    an_account(Role.AUTHOR)
    a_comment(a_public_article(by=author, title="Mine"))
    a_comment(a_public_article(by=moderator, title="Not theirs"))
    letters = {letter.to: letter.composed.text for letter in waiting_letters()}
    assert set(letters) == {"author@staff.example", "mod@staff.example"}
    assert "Mine" in letters["author@staff.example"] and "Not theirs" not in letters["author@staff.example"]


def test_an_appeal_goes_to_whoever_did_not_turn_it_down(moderator):
    other = an_account(Role.MODERATOR, email="other@staff.example")
    comment = a_comment(a_public_article(by=an_account(Role.CONTRIBUTOR)))
    reject(comment, by=moderator)
    appeal(comment, words="Please.")
    assert [letter.to for letter in waiting_letters()] == [other.email]


def test_what_was_decided_before_it_leaves_is_not_told(moderator):
    comment = a_comment(a_public_article(by=moderator))
    post_digests()
    approve(comment, by=moderator)
    assert delivered() == []


def test_who_is_suspended_gets_none(moderator):
    a_comment(a_public_article(by=an_account(Role.CONTRIBUTOR)))
    suspend(moderator, by=an_account(Role.OWNER))
    assert "mod@staff.example" not in [letter.to for letter in waiting_letters()]


def test_one_click_of_a_mailbox_ends_them_and_a_look_does_not(app, moderator):
    a_comment(a_public_article(by=moderator))
    (letter,) = waiting_letters()
    path = letter.composed.end_url.removeprefix("http://127.0.0.1:8000")
    visitor, headers = app.test_client(), {"Origin": "https://mailbox.example"}
    assert "No more of these letters" in visitor.get(path).text
    a_comment(a_public_article(by=moderator))
    assert len(waiting_letters(now() + QUARTER)) == 1
    assert visitor.post(path, data={"List-Unsubscribe": "One-Click"}, headers=headers).status_code == 200
    a_comment(a_public_article(by=moderator))
    assert waiting_letters(now() + 2 * QUARTER) == []
    visitor.post(path, data={"again": "1"})
    assert len(waiting_letters(now() + 2 * QUARTER)) == 1


def test_a_link_of_somebody_else_is_not_there(app, moderator):
    a_comment(a_public_article(by=moderator))
    (letter,) = waiting_letters()
    mac = letter.composed.end_url.split("/")[-2].partition(".")[2]
    other = an_account(Role.MODERATOR)
    db.session.commit()
    for wrong in (f"{other.id}.{mac}", f"{moderator.id}.", "x.y", "²." + mac, f"99999999999999999999.{mac}"):
        assert app.test_client().post(f"/staff-letters/{wrong}/end").status_code == 404


def test_the_profile_has_the_same_switch(app, visitor, moderator):
    sign_in(visitor, moderator)
    form = {"csrf_token": token(visitor, "/desk/profile")}
    assert visitor.post("/desk/profile/letters", data=form).status_code == 303
    a_comment(a_public_article(by=moderator))
    assert waiting_letters() == []
    visitor.post("/desk/profile/letters", data=form | {"waiting": "1"})
    assert len(waiting_letters()) == 1


def test_who_moderates_nothing_has_no_such_switch(app, visitor):
    contributor = an_account(Role.CONTRIBUTOR)
    db.session.commit()
    assert 'name="waiting"' not in sign_in(visitor, contributor).get("/desk/profile").text
