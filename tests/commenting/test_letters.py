"""Letters to visitors: double opt-in, what became of a comment, answers, and the way out."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from blog.accounts.account import Role
from blog.clock import now
from blog.commenting.comment import Comment
from blog.commenting.confirmation import Confirmation
from blog.commenting.letters.daily import end_of_day
from blog.commenting.reason import Reason
from blog.commenting.subscription import Subscription
from blog.commenting.withdrawal import withdraw_comment
from blog.mail.letter import Letter
from blog.moderating.verdict import approve, mark_as_spam, reject, undo
from blog.publishing.publication import withdraw
from blog.storage import db
from blog.storage.site_setting import change_site_setting
from tests.builders import a_public_article, an_account, an_approved_comment
from tests.commenting.letters import MAIL, WISHES, confirm_by_letter, delivered, post_and_wish
from tests.commenting.posted import post

LATER = timedelta(minutes=2)


@pytest.fixture
def environ(environ):
    return environ | MAIL


@pytest.fixture
def article(app):
    return a_public_article(title="The winter ledger")


@pytest.fixture
def moderator(app):
    return an_account(Role.MODERATOR)


def newest_comment():
    return db.session.scalar(select(Comment).order_by(Comment.id.desc()).limit(1))


def kinds(letters):
    return [letter.kind for letter in letters]


def of_kind(kind, letters):
    return [letter for letter in letters if letter.kind == kind]


# The question -------------------------------------------------------------------------------------------------------


def test_who_ticks_nothing_gets_nothing(visitor, article):
    post(visitor, article)
    assert delivered() == []
    assert db.session.scalars(select(Subscription)).all() == []


def test_who_asks_for_letters_is_asked_first_whether_the_address_is_theirs(visitor, article):
    post_and_wish(visitor, article)
    (letter,) = delivered()
    assert (letter.kind, letter.to) == ("confirmation", "ada@visitors.example")
    assert "The winter ledger" in letter.composed.text
    assert db.session.scalars(select(Confirmation)).all() == []


def test_nothing_that_was_typed_reaches_an_address_that_nobody_confirmed(app, visitor, article, moderator):
    typed = {"name": "BUYCANARY", "website": "https://canary-shop.example", "body": "CANARYWORDS here"}
    post_and_wish(visitor, article, **typed, email="victim@elsewhere.example")
    approve(newest_comment(), by=moderator)
    visitor.post(f"{receipt_of(app, newest_comment())}/data-letter")
    letters = delivered(at=now() + LATER)
    assert sorted(kinds(letters)) == ["confirmation", "my_data"]
    for letter in letters:
        assert letter.to == "victim@elsewhere.example"
        assert not [word for word in ("CANARY", "canary-shop") if word in letter.whole]
        assert "/receipts/" not in letter.whole


def receipt_of(app, comment):
    from blog.commenting.receipt import receipt_token

    return f"/receipts/{receipt_token(comment, app.config['KEYS'].receipts)}"


def test_looking_at_the_question_answers_nothing(visitor, article):
    post_and_wish(visitor, article)
    (letter,) = delivered()
    page = visitor.get(letter.path("/confirmation"))
    assert (page.status_code, "Is this your address?" in page.text) == (200, True)
    assert page.headers["Cache-Control"] == "private, no-store"
    assert db.session.scalars(select(Confirmation)).all() == []


def test_who_says_yes_is_led_to_their_comments_page(visitor, article):
    receipt = post_and_wish(visitor, article)
    (letter,) = delivered()
    path = letter.path("/confirmation")
    assert visitor.post(path).location == path
    assert visitor.post(path).status_code == 303  # twice is as once
    assert f'href="{receipt}"' in visitor.get(path).text
    assert len(db.session.scalars(select(Confirmation)).all()) == 1


def test_a_wrong_or_mended_link_is_not_there(visitor, article):
    post_and_wish(visitor, article)
    first = newest_comment().public_id
    post_and_wish(visitor, article, body="Another.", email="bea@visitors.example")
    link = delivered()[0].path("/confirmation")
    token = link.split("/")[2]
    mac = token.partition(".")[2]
    other = newest_comment().public_id
    wrong = [f"{first}.{mac[:-1]}", f"{other}.{mac}", f"{first}.", first, ".", "é", "%00", token.upper()]
    for each in wrong:
        assert visitor.post(f"/letters/{each}/confirmation").status_code == 404
        assert visitor.get(f"/letters/{each}/end").status_code == 404
    assert visitor.post(f"/letters/{token}/end").status_code == 404  # it is good for one thing
    assert db.session.scalars(select(Confirmation)).all() == []


def test_an_address_is_asked_three_times_a_day_and_no_more(app, article):
    for number in range(5):
        post_and_wish(app.test_client(), article, body=f"Number {number}.")
    assert kinds(delivered()) == ["confirmation"] * 3
    assert db.session.scalar(select(func.count()).select_from(Subscription)) == 5


def test_one_network_asks_ten_addresses_an_hour_and_no_more(app, article):
    for number in range(12):
        answer = post(
            app.test_client(), article, body=f"No. {number}", email=f"v{number}@x.example", **WISHES
        )
        assert answer.status_code == 303
    assert kinds(delivered()) == ["confirmation"] * 10
    assert "Send that letter" in app.test_client().get(answer.location).text


def test_the_letter_can_be_sent_again_from_the_receipt(visitor, article):
    receipt = post_and_wish(visitor, article)
    assert len(delivered()) == 1
    visitor.post(f"{receipt}/letters", data={"again": "1"})
    assert kinds(delivered()) == ["confirmation"]


def test_what_is_taken_for_spam_at_once_has_nobody_asked(visitor, article):
    post_and_wish(visitor, article, subject="filled in")
    assert delivered() == []


def test_a_browser_that_answered_such_a_letter_need_not_answer_another(visitor, article, moderator):
    confirm_by_letter(visitor, article)
    post_and_wish(visitor, article, body="My second comment.")
    assert delivered() == []
    assert len(db.session.scalars(select(Confirmation)).all()) == 2
    post_and_wish(visitor, article, body="Somebody else’s.", email="bea@visitors.example")
    assert [letter.to for letter in delivered()] == ["bea@visitors.example"]


# What became of it --------------------------------------------------------------------------------------------------


def test_who_asked_for_it_is_told_that_their_comment_is_published(app, visitor, article, moderator):
    receipt = confirm_by_letter(visitor, article)
    approve(newest_comment(), by=moderator)
    assert delivered() == []  # it may be undone yet
    (letter,) = delivered(at=now() + LATER)
    assert (letter.kind, letter.to) == ("fate", "ada@visitors.example")
    assert letter.composed.subject == "Your comment is published: The winter ledger"
    assert receipt in letter.composed.text and receipt in letter.composed.html
    assert letter.composed.end_url == letter.composed.end_page


def test_a_rejection_is_told_with_its_reason_and_without_what_staff_wrote(visitor, article, moderator):
    confirm_by_letter(visitor, article)
    reject(newest_comment(), by=moderator, because="A known troll.", reason=Reason.OFF_TOPIC)
    (letter,) = delivered(at=now() + LATER)
    assert Reason.OFF_TOPIC.sentence in letter.composed.text
    assert "troll" not in letter.whole


def test_what_a_rule_took_for_spam_is_not_told(visitor, article, moderator):
    confirm_by_letter(visitor, article)
    from blog.commenting.comment import Status
    from blog.commenting.decision import decide

    decide(newest_comment(), Status.SPAM, because="A rule said so.")
    assert delivered(at=now() + LATER) == []
    mark_as_spam_again = undo(newest_comment(), by=moderator)
    assert mark_as_spam_again.after is Status.PENDING
    mark_as_spam(newest_comment(), by=moderator)
    (letter,) = delivered(at=now() + LATER)
    assert "spam" not in letter.whole.casefold()


def test_an_undone_decision_is_not_told(visitor, article, moderator):
    confirm_by_letter(visitor, article)
    reject(newest_comment(), by=moderator)
    undo(newest_comment(), by=moderator)
    assert delivered(at=now() + LATER) == []
    approve(newest_comment(), by=moderator)
    assert kinds(delivered(at=now() + LATER)) == ["fate"]


def test_of_two_decisions_in_a_row_the_last_is_told(visitor, article, moderator):
    confirm_by_letter(visitor, article)
    reject(newest_comment(), by=moderator)
    approve(newest_comment(), by=moderator)
    (letter,) = delivered(at=now() + LATER)
    assert "published" in letter.composed.subject


def test_an_undo_that_comes_after_the_letter_is_told_like_a_decision(visitor, article, moderator):
    confirm_by_letter(visitor, article)
    approve(newest_comment(), by=moderator)
    assert kinds(delivered(at=now() + LATER)) == ["fate"]
    reject(newest_comment(), by=moderator)
    assert kinds(delivered(at=now() + LATER)) == ["fate"]
    undo(newest_comment(), by=moderator)
    (letter,) = delivered(at=now() + LATER)
    assert "published" in letter.composed.subject


def test_what_was_decided_before_the_address_was_confirmed_is_told_then(visitor, article, moderator):
    post_and_wish(visitor, article)
    approve(newest_comment(), by=moderator)
    (letter,) = delivered(at=now() + LATER)
    visitor.post(letter.path("/confirmation"))
    assert kinds(delivered(at=now() + LATER)) == ["fate"]


def test_what_is_confirmed_before_the_letter_left_is_told_once(visitor, article, moderator):
    post_and_wish(visitor, article)
    question = delivered()
    approve(newest_comment(), by=moderator)
    db.session.commit()
    visitor.post(question[0].path("/confirmation"))
    assert kinds(delivered(at=now() + LATER)) == ["fate"]


def test_the_wait_is_a_setting(visitor, article, moderator):
    change_site_setting("letters_wait_seconds", 0, by=None)
    confirm_by_letter(visitor, article)
    approve(newest_comment(), by=moderator)
    assert kinds(delivered()) == ["fate"]


# Answers ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def ada(app, article, moderator):
    """(client, receipt, comment) of who wishes for both, is confirmed and published; her own letters have left."""
    client = app.test_client()
    receipt = confirm_by_letter(client, article)
    comment = newest_comment()
    approve(comment, by=moderator)
    delivered(at=now() + LATER)
    return client, receipt, comment


def test_who_is_answered_is_told_once_the_answer_is_public(app, article, moderator, ada):
    post(
        app.test_client(),
        article,
        parent=ada[2].public_id,
        name="Bea",
        email="b@x.example",
        body="I *agree*.",
    )
    assert delivered(at=now() + LATER) == []
    approve(newest_comment(), by=moderator)
    (letter,) = delivered(at=now() + LATER)
    assert (letter.kind, letter.to) == ("new_comment", "ada@visitors.example")
    assert letter.composed.subject == "An answer to your comment: The winter ledger"
    assert "Bea" in letter.composed.text and "<em>agree</em>" in letter.composed.html
    assert "b@x.example" not in letter.whole
    assert ada[1] in letter.composed.text
    assert delivered(at=now() + timedelta(days=2)) == []


def test_of_comments_elsewhere_nothing_is_told(app, article, moderator, ada):
    an_approved_comment(article, by=moderator)
    an_approved_comment(article, by=moderator, parent=an_approved_comment(article, by=moderator))
    assert delivered(at=now() + LATER) == []


def test_an_answer_that_is_gone_when_the_letter_leaves_is_not_told(article, moderator, ada):
    withdraw_comment(an_approved_comment(article, by=moderator, parent=ada[2]))
    hidden = an_approved_comment(article, by=moderator, parent=ada[2])
    reject(ada[2], by=moderator)
    assert hidden.hidden_above == 1
    assert of_kind("new_comment", delivered(at=now() + LATER)) == []


def test_a_letter_that_is_posted_looks_again_before_it_leaves(app, article, moderator, ada):
    answer = an_approved_comment(article, by=moderator, parent=ada[2])
    about = {"comment": answer.id, "for": ada[2].id}
    withdraw_comment(answer)
    from blog.commenting.letters.new_comment import write_new_comment

    assert write_new_comment(about, None) is None


def test_of_a_withdrawn_article_nothing_is_told(article, moderator, ada):
    an_approved_comment(article, by=moderator, parent=ada[2])
    withdraw(article)
    assert delivered(at=now() + LATER) == []


def test_ones_own_comments_are_not_told(article, moderator, ada):
    an_approved_comment(article, by=moderator, parent=ada[2], email="ADA@visitors.example")
    assert of_kind("new_comment", delivered(at=now() + LATER)) == []


def test_one_address_gets_one_letter_however_many_wishes(app, article, moderator, ada):
    confirm_by_letter(app.test_client(), article, body="A second one.", parent=ada[2].public_id)
    second = newest_comment()
    approve(second, by=moderator)
    delivered(at=now() + LATER)
    for comment in (ada[2], second):
        app.test_client().post(
            f"{receipt_of(app, comment)}/letters", data={"scope": "article", "rhythm": "at_once"}
        )
    an_approved_comment(article, by=moderator, parent=second)
    letters = delivered(at=now() + LATER)
    assert [(each.kind, each.to) for each in letters] == [("new_comment", "ada@visitors.example")]


def test_a_decision_costs_one_row_however_many_wish_to_know(app, article, moderator, ada):
    before = db.session.scalar(select(func.count()).select_from(Letter))
    an_approved_comment(article, by=moderator, parent=ada[2])
    assert db.session.scalar(select(func.count()).select_from(Letter)) == before + 1


@pytest.mark.parametrize(("scope", "told"), [("answers", 1), ("thread", 2), ("article", 3), ("none", 0)])
def test_what_is_told_is_what_was_chosen(app, article, moderator, ada, scope, told):
    ada[0].post(f"{ada[1]}/letters", data={"scope": scope, "rhythm": "at_once"})
    answer = an_approved_comment(article, by=moderator, parent=ada[2])
    an_approved_comment(article, by=moderator, parent=answer)
    an_approved_comment(article, by=moderator)
    an_approved_comment(a_public_article(), by=moderator)
    assert len(delivered(at=now() + LATER)) == told


def test_once_a_day_all_comes_in_one_letter(app, article, moderator, ada):
    ada[0].post(f"{ada[1]}/letters", data={"scope": "article", "rhythm": "daily"})
    bodies = ["The first of the day.", "The second of the day."]
    for body in bodies:
        an_approved_comment(article, by=moderator, body=body)
    an_approved_comment(article, by=moderator, body="Gone by then.")
    withdraw_comment(newest_comment())
    assert delivered(at=now() + LATER) == []
    (letter,) = delivered(at=end_of_day(now(), "UTC") + LATER)
    assert (letter.kind, letter.to) == ("daily", "ada@visitors.example")
    assert letter.composed.subject == "2 new comments: The winter ledger"
    assert [body in letter.composed.text for body in bodies] == [True, True]
    assert "Gone by then." not in letter.whole


def test_a_choice_that_is_not_offered_is_refused(visitor, article):
    receipt = post_and_wish(visitor, article)
    assert visitor.post(f"{receipt}/letters", data={"scope": "everything"}).status_code == 422


# The way out --------------------------------------------------------------------------------------------------------


def end_path(letter):
    return letter.composed.end_url.removeprefix("http://127.0.0.1:8000")


@pytest.fixture
def told(article, moderator, ada):
    """A letter about an answer."""
    an_approved_comment(article, by=moderator, parent=ada[2])
    return delivered(at=now() + LATER)[0]


def test_following_the_link_that_ends_letters_ends_nothing(app, article, moderator, ada, told):
    page = app.test_client().get(end_path(told))
    assert "No more about this article" in page.text
    an_approved_comment(article, by=moderator, parent=ada[2])
    assert kinds(delivered(at=now() + LATER)) == ["new_comment"]


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "https://mailbox.example", "Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]
)
def test_a_mailboxs_own_button_ends_them_with_one_post(app, article, moderator, ada, told, headers):
    data = {"List-Unsubscribe": "One-Click"}
    assert app.test_client().post(end_path(told), data=data, headers=headers).status_code == 200
    an_approved_comment(article, by=moderator, parent=ada[2])
    assert delivered(at=now() + LATER) == []
    assert db.session.get(Subscription, ada[2].id).ended_at is not None


def test_letters_that_wait_when_they_are_ended_do_not_leave(app, article, moderator, ada, told):
    an_approved_comment(article, by=moderator, parent=ada[2])
    app.test_client().post(end_path(told))
    assert delivered(at=now() + LATER) == []


def test_the_page_of_a_one_click_link_is_masked_and_kept_nowhere(app, told):
    from blog.web.logging import masked

    assert masked(f"GET {end_path(told)}") == "GET /letters/…/end"
    headers = app.test_client().get(end_path(told)).headers
    assert headers["X-Robots-Tag"] == "noindex, nofollow"


def test_who_wants_no_letters_at_all_gets_none_and_may_change_their_mind(app, article, moderator, ada, told):
    client = app.test_client()
    assert "No letters at all come" in client.post(end_path(told), data={"all": "1"}).text
    an_approved_comment(article, by=moderator, parent=ada[2])
    post_and_wish(client, a_public_article(), body="Elsewhere.")
    assert delivered(at=now() + LATER) == []
    client.post(end_path(told), data={"again": "1"})
    an_approved_comment(article, by=moderator, parent=ada[2])
    assert kinds(delivered(at=now() + LATER)) == ["new_comment"]


def test_whoever_never_commented_refuses_all_letters_with_one_click(app, article):
    post_and_wish(app.test_client(), article, email="victim@elsewhere.example")
    (letter,) = delivered()
    app.test_client().post(end_path(letter), data={"List-Unsubscribe": "One-Click"})
    post_and_wish(app.test_client(), article, email="Victim@Elsewhere.example", body="Again.")
    assert delivered() == []


# Where there is no mail ---------------------------------------------------------------------------------------------


class TestWithoutMail:
    @pytest.fixture
    def environ(self, database, tmp_path, request):
        import shutil

        if database != "sqlite":
            pytest.skip("the same on every database")
        shutil.copytree(request.getfixturevalue("made_sqlite"), tmp_path / "instance")
        return {"INSTANCE": str(tmp_path / "instance"), "BLOG_COMMENT_RATE": ""}

    def test_nothing_is_offered_and_nothing_is_written(self, app, visitor, article, moderator):
        assert "letters_fate" not in visitor.get(f"/articles/{article.slug}").text
        receipt = post_and_wish(visitor, article)
        assert 'id="letters"' not in visitor.get(receipt).text
        assert visitor.post(f"{receipt}/letters", data={"scope": "article"}).status_code == 404
        assert visitor.post(f"{receipt}/data-letter").status_code == 404
        approve(newest_comment(), by=moderator)
        assert db.session.scalars(select(Letter)).all() == []


# What lies in the table ---------------------------------------------------------------------------------------------


def test_no_letter_that_waits_holds_an_address_a_token_or_words(app, article, moderator, ada):
    an_approved_comment(article, by=moderator, parent=ada[2], body="CANARYWORDS", email="canary@x.example")
    post_and_wish(app.test_client(), article, email="other@y.example", body="More.")
    rows = [str(row) for row in db.session.execute(select(Letter.__table__))]
    assert len(rows) >= 2
    secrets = ("visitors.example", "canary", "CANARY", "y.example", ada[1].rpartition("/")[2], "Ada")
    assert [(secret, row) for row in rows for secret in secrets if secret in row] == []
