"""One letter of what waits, to whoever may decide about it: seldom, without visitors' words, and easy to end."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from blog.accounts.account import Role
from blog.accounts.letter_rhythm import Rhythm, choose_rhythm, rhythm_of
from blog.accounts.standing import suspend
from blog.clock import now
from blog.commenting.appeal import appeal
from blog.commenting.mend import mend
from blog.moderating.letters import post_digests, post_heads
from blog.moderating.letters.waiting import not_clickable
from blog.moderating.logbook.entry import Head, find_head
from blog.moderating.logbook.verification import verify
from blog.moderating.verdict import approve, reject
from blog.storage import db
from blog.storage.site_setting import change_site_setting, site_settings
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
    visitor.post("/desk/profile/letters", data=form | {"waiting": "at_once"})
    assert len(waiting_letters()) == 1


def test_who_moderates_nothing_has_no_such_switch(app, visitor):
    contributor = an_account(Role.CONTRIBUTOR)
    db.session.commit()
    assert 'name="waiting"' not in sign_in(visitor, contributor).get("/desk/profile").text


def at_the_hour(hour, *, day=0, zone="Europe/Berlin"):
    """A moment of some day to come, by the clocks there."""
    there = (datetime.now(UTC) + timedelta(days=2 + day)).astimezone(ZoneInfo(zone))
    return there.replace(hour=hour, minute=0, second=0, microsecond=0).astimezone(UTC)


def test_each_chooses_how_often(app, visitor, moderator):
    sign_in(visitor, moderator)
    form = {"csrf_token": token(visitor, "/desk/profile")}
    for rhythm in Rhythm:
        visitor.post("/desk/profile/letters", data=form | {"waiting": rhythm.value})
        assert rhythm_of(moderator) is rhythm
        assert re.search(rf'value="{rhythm}"\s+selected', visitor.get("/desk/profile").text)
    assert visitor.post("/desk/profile/letters", data=form | {"waiting": "always"}).status_code == 422
    visitor.post("/desk/profile/letters", data=form)
    assert rhythm_of(moderator) is None


def test_an_hourly_letter_waits_an_hour(moderator):
    article, start = a_public_article(by=moderator), at_the_hour(12)
    choose_rhythm(moderator, Rhythm.HOURLY)
    a_comment(article, at=start)
    assert len(waiting_letters(start)) == 1
    a_comment(article, at=start + timedelta(minutes=1))
    assert waiting_letters(start + timedelta(minutes=59)) == []
    assert len(waiting_letters(start + timedelta(minutes=60))) == 1


def test_a_daily_letter_comes_at_its_hour_by_the_blogs_clocks(moderator):
    change_site_setting("time_zone", "Europe/Berlin", by=None)
    change_site_setting("moderation_letters_hour", 9, by=None)
    choose_rhythm(moderator, Rhythm.DAILY)
    article = a_public_article(by=moderator)
    a_comment(article, at=at_the_hour(1))
    assert waiting_letters(at_the_hour(8)) == []
    assert len(waiting_letters(at_the_hour(9))) == 1
    a_comment(article, at=at_the_hour(10))
    assert waiting_letters(at_the_hour(20)) == []
    assert waiting_letters(at_the_hour(8, day=1)) == []
    assert len(waiting_letters(at_the_hour(9, day=1))) == 1
    assert waiting_letters(at_the_hour(9, day=2)) == []


def test_a_changed_rhythm_never_makes_two_letters_in_a_quarter_of_an_hour(moderator):
    change_site_setting("time_zone", "UTC", by=None)
    article, start = a_public_article(by=moderator), at_the_hour(8, zone="UTC")
    a_comment(article, at=start - timedelta(minutes=5))
    assert len(waiting_letters(start - timedelta(minutes=5))) == 1
    choose_rhythm(moderator, Rhythm.DAILY)
    a_comment(article, at=start)
    assert waiting_letters(start) == []
    assert len(waiting_letters(start + timedelta(minutes=11))) == 1


def test_words_stand_in_it_where_the_owner_wants_that_and_nothing_in_them_can_be_clicked(moderator):
    change_site_setting("moderation_letters_words", True, by=None)
    body = "Buy at https://shop.example/x, *now*. <script>alert(1)</script>"
    a_comment(a_public_article(by=moderator), name="Ada of spam.example", body=body, email="c@canary.example")
    (letter,) = waiting_letters()
    assert "Ada of spam. example: Buy at https: //shop. example/x, now." in letter.composed.text
    assert "shop.example" not in letter.whole and "<script" not in letter.composed.html
    assert "canary" not in letter.whole


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Bread. And butter.", "Bread. And butter."),
        ("www.shop.example", "www. shop. example"),
        ("ada@shop.example", "ada@ shop. example"),
        ("ftp://x", "ftp: //x"),
    ],
)
def test_nothing_a_mailbox_would_make_a_link_of_is_left(app, typed, kept):
    assert not_clickable(typed) == kept


def test_many_comments_are_not_all_named(app, moderator, count_queries):
    article = a_public_article(by=moderator)
    for _ in range(23):
        a_comment(article)
    (letter,) = waiting_letters()
    assert letter.composed.text.count("/letter-decisions/") == 20
    assert "And 3 more, at the desk." in letter.composed.text


def test_owners_get_the_logbooks_head_once_a_week(app, moderator):
    owner = an_account(Role.OWNER, email="owner@staff.example")
    change_site_setting("title", "Bread", by=owner)
    db.session.commit()
    monday = at_the_hour(12) - timedelta(days=at_the_hour(12).weekday())
    post_heads(at=monday)
    post_heads(at=monday + timedelta(days=3))
    (letter,) = [each for each in delivered(at=monday + timedelta(days=3)) if each.kind == "logbook"]
    line = next(
        line for line in letter.composed.text.splitlines() if line.count(":") == 1 and line[:1].isdigit()
    )
    assert (letter.to, Head.read(line)) == ("owner@staff.example", find_head())
    assert verify(known=Head.read(line)) == find_head()
    post_heads(at=monday + timedelta(days=7))
    again = delivered(at=monday + timedelta(days=7))
    assert [each.kind for each in again] == ["logbook"]
    path = again[0].composed.end_url.removeprefix("http://127.0.0.1:8000")
    app.test_client().post(path, data={"List-Unsubscribe": "One-Click"})
    post_heads(at=monday + timedelta(days=14))
    assert delivered(at=monday + timedelta(days=14)) == []
