"""What the desk says of the filter, who may see it, and starting anew."""

import base64
import json

import pytest
from sqlalchemy import select

from blog.accounts.account import Role
from blog.clock import now
from blog.commenting.comment import Comment, Status
from blog.commenting.erasure import erase_comments
from blog.moderating.spam_filter.measured import FilterStanding
from blog.moderating.spam_filter.reset import FilterReset
from blog.moderating.spam_filter.snapshot import FilterSnapshot
from blog.moderating.spam_filter.spam_filter import SpamFilter
from blog.moderating.spam_filter.standing import current_filter
from blog.moderating.spam_filter.weighing import find_weighed_words
from blog.moderating.verdict import approve, mark_as_spam
from blog.storage import db
from tests.builders import a_comment, a_public_article, an_account
from tests.moderating.asking import as_moderator, send
from tests.moderating.spam_filter.folding import catch_up

SPAM = "Buy cheap pills online now at https://pills.example today"


@pytest.fixture
def learnt(app):
    """Twelve of spam and ten fine, under one rare name."""
    article, moderator = a_public_article(), an_account(Role.MODERATOR)
    for n in range(12):
        mark_as_spam(a_comment(article, name=f"Rosalind Unmistakable {n}", body=f"{SPAM} {n}"), by=moderator)
    for n in range(10):
        body = f"I tried this at {n} and the bread rose well, see https://own-bakery.example"
        approve(a_comment(article, body=body), by=moderator)
    catch_up()


def page(client):
    return " ".join(client.get("/moderation/filter").text.split())


def test_before_anything_was_decided_it_says_so(app):
    client, _ = as_moderator(app)
    says = page(client)
    assert "Nothing yet. It goes by a small list" in says
    assert "takes at least 299 approved comments" in says
    assert "Nothing was put away in the last 30 days." in says


def test_it_says_what_was_learnt_and_what_waits(app, learnt):
    client, moderator = as_moderator(app)
    mark_as_spam(a_comment(body=SPAM), by=moderator)
    says = page(client)
    assert "<strong>12 spam</strong> and <strong>10 fine</strong>" in says
    assert "on the latest 10 real comments and 12 spam" in says
    assert "more decision" not in says  # not taken up yet: the worker alone does that
    catch_up()
    assert "<strong>13 spam</strong>" in page(client)


def test_it_says_its_errors_with_their_intervals(app, learnt):
    standing = db.session.scalars(db.select(FilterStanding).order_by(FilterStanding.id.desc())).first()
    values = {column.name: getattr(standing, column.name) for column in FilterStanding.__table__.columns}
    values |= {"id": None, "spam_above": 0.97, "fine": 400, "fine_hidden": 1, "spam": 200, "spam_caught": 150}
    db.session.add(FilterStanding(**values))
    client, _ = as_moderator(app)
    says = page(client)
    assert "above 97 %" in says
    assert "1 of 400: 0.2 % (0 % to 1.4 %)" in says
    assert "150 of 200: 75 % (68.6 % to 80.5 %)" in says
    assert "It may hide at most 10 of a thousand real comments." in says


def test_it_shows_what_weighs_most_and_nobodys_name(app, learnt):
    words = find_weighed_words().words
    assert words and all(comments >= 5 for _, _, comments in words)
    client, _ = as_moderator(app)
    says = page(client)
    assert "pharmacy: “pills”" in says and "the word “bread”" in says
    assert "osalind" not in says and "own-bakery" not in says


def test_words_that_were_erased_are_shown_no_more(app, learnt):
    assert any("bread" in said for said, _, _ in find_weighed_words().words)
    theirs = select(Comment).where(Comment.status == Status.APPROVED)
    erase_comments(db.session.scalars(theirs).all(), words=True)
    catch_up()
    assert not any("bread" in said for said, _, _ in find_weighed_words().words)


def test_a_damaged_filter_is_told(app, learnt):
    damaged = db.session.get(FilterSnapshot, current_filter().version)
    damaged.state, damaged.mark = b"nonsense", "0" * 16
    client, _ = as_moderator(app)
    assert "could not be read" in page(client)


def test_its_file_holds_nothing_of_a_visitor(app, learnt):
    client, _ = as_moderator(app)
    answer = client.get("/moderation/filter/filter.json")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="spam-filter.json"'
    told = json.loads(answer.text)
    assert (told["lessons"], told["measured"]["spam"], told["measured"]["fine"]) == (22, 12, 10)
    spam_filter = SpamFilter.loaded(base64.b64decode(told["state"]))
    assert list(spam_filter.hosts.times) == ["pills.example"]
    assert "osalind" not in answer.text


def test_an_empty_filter_has_a_file_too(app):
    client, _ = as_moderator(app)
    assert json.loads(client.get("/moderation/filter/filter.json").text)["state"] is None


def test_starting_from_nothing_is_recorded_and_can_be_taken_back(app, learnt):
    client, editor = as_moderator(app, Role.EDITOR)
    answer = send(client, "/moderation/filter/reset", kind="to_nothing", because="A bad day.")
    assert answer.status_code == 303
    reset = db.session.scalars(db.select(FilterReset)).one()
    assert (reset.kind, reset.because, reset.by_id) == ("to_nothing", "A bad day.", editor.id)
    catch_up()
    assert current_filter().spam_filter.decisions == 0
    assert "Started from nothing" in page(client) and "pills" not in page(client)
    assert send(client, f"/moderation/filter/resets/{reset.id}/undo").status_code == 303
    catch_up()
    assert current_filter().spam_filter.decisions == 22
    assert send(client, f"/moderation/filter/resets/{reset.id}/undo").status_code == 409
    for number in (99, "9" * 30):
        assert send(client, f"/moderation/filter/resets/{number}/undo").status_code == 404


def test_whoever_does_not_say_what_to_do_is_asked_again(app):
    client, _ = as_moderator(app, Role.OWNER)
    answer = send(client, "/moderation/filter/reset", because="Why not")
    assert answer.status_code == 422 and "Please choose one." in answer.text
    assert 'value="Why not"' in answer.text
    assert client.get("/moderation/filter/reset").status_code == 200


def test_moderators_look_and_authors_do_not(app):
    moderator, _ = as_moderator(app)
    assert "/moderation/filter/reset" not in page(moderator)
    assert moderator.get("/moderation/filter/reset").status_code == 403
    assert send(moderator, "/moderation/filter/reset", kind="learn_again").status_code == 403
    author, _ = as_moderator(app, Role.AUTHOR)
    assert author.get("/moderation/filter").status_code == 403
    assert author.get("/moderation/filter/filter.json").status_code == 403
    assert app.test_client().get("/moderation/filter").status_code == 302
    assert db.session.scalars(db.select(FilterReset)).all() == []


def test_the_page_asks_the_same_number_of_questions_whatever_was_learnt(app, count_queries, learnt):
    client, _ = as_moderator(app)
    with count_queries() as asked:
        client.get("/moderation/filter")
    first = len(asked)
    moderator = an_account(Role.MODERATOR)
    for n in range(5):
        mark_as_spam(a_comment(body=f"{SPAM} and {n}", at=now()), by=moderator)
    catch_up()
    with count_queries() as asked:
        client.get("/moderation/filter")
    assert len(asked) == first <= 24
