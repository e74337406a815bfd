"""Bans are made from a comment's page, with what becomes of what was written; they can be seen, lifted and taken back."""

from datetime import timedelta

from flask import current_app

from blog.accounts.account import Role
from blog.clock import now
from blog.moderating.ban import Ban, ban, lift
from blog.moderating.verdict import approve, reject
from blog.storage import db
from tests.builders import a_comment, a_public_article, an_account, an_approved_comment
from tests.commenting.posted import post
from tests.moderating.asking import as_moderator, send

SPAMMER = "spam@visitors.example"
FORM = {"what": "address", "time": "7", "consequence": "leave", "because": "Ten in an hour."}


def test_a_ban_is_made_and_shown(app):
    client, moderator = as_moderator(app, name="Mo Tanaka")
    comment = a_comment(email=SPAMMER)
    assert "s…@visitors.example" in client.get(_path(comment)).text
    answer = send(client, _path(comment), **FORM)
    assert (answer.status_code, answer.location) == (303, "/moderation/bans")
    made = db.session.scalars(db.select(Ban)).one()
    assert (made.by, made.because, made.comment) == (moderator, "Ten in an hour.", comment)
    assert abs(made.until - now() - timedelta(days=7)) < timedelta(minutes=5)
    page = client.get("/moderation/bans").text
    assert "s…@visitors.example" in page and "Mo Tanaka" in page and "Ten in an hour." in page
    assert SPAMMER not in page and made.digest not in page


def test_what_a_banned_visitor_posts_is_put_with_the_spam_and_counted(app, visitor):
    client, _moderator = as_moderator(app)
    send(client, _path(a_comment(email=SPAMMER)), **FORM)
    article = a_public_article()
    banned, other = a_comment(article, email=SPAMMER), a_comment(article)
    assert (banned.status, other.status) == ("spam", "pending")
    assert "It caught 1 comment" in client.get("/moderation/bans").text


def test_a_banned_address_gets_the_same_answer_as_any_other(app):
    client, _moderator = as_moderator(app)
    send(client, _path(a_comment(email=SPAMMER)), **FORM)
    article, told = a_public_article(), []
    for email in (SPAMMER, "else@visitors.example"):
        visitor = app.test_client()
        answer = post(visitor, article, email=email, body=f"Words of {email[:4]}.")
        page = visitor.get(answer.location).text
        told.append(
            (answer.status_code, "Waiting for a moderator" in page or "waits" in page.lower(), "ban" in page)
        )
    assert told[0] == told[1]
    assert told[0][2] is False


def test_what_waits_is_rejected_with_the_ban_and_comes_back_with_it(app):
    client, _moderator = as_moderator(app)
    article = a_public_article()
    waiting = [a_comment(article, email=SPAMMER) for _ in range(3)]
    public, other = an_approved_comment(article, email=SPAMMER), a_comment(article)
    send(client, _path(waiting[0]), **(FORM | {"consequence": "reject"}))
    assert [each.status for each in waiting] == ["rejected"] * 3
    assert (public.status, other.status) == ("approved", "pending")
    made = db.session.scalars(db.select(Ban)).one()
    assert "Take back what was decided with it (3)" in client.get("/moderation/bans").text
    send(client, f"/moderation/bans/{made.public_id}/lift")
    assert [each.status for each in waiting] == ["rejected"] * 3
    send(client, f"/moderation/bans/{made.public_id}/take-back")
    assert [each.status for each in waiting] == ["pending"] * 3
    assert "Take back" not in client.get("/moderation/bans").text


def test_everything_is_marked_as_spam_with_the_ban_and_comes_back(app):
    client, moderator = as_moderator(app)
    article = a_public_article()
    waiting, public, refused = (a_comment(article, email=SPAMMER) for _ in range(3))
    approve(public, by=moderator)
    reject(refused, by=moderator)
    noise = an_approved_comment(article)
    send(client, _path(waiting), **(FORM | {"consequence": "spam", "time": "good"}))
    assert [each.status for each in (waiting, public, refused)] == ["spam"] * 3
    assert (noise.status, article.comment_count) == ("approved", 1)
    made = db.session.scalars(db.select(Ban)).one()
    assert made.until is None
    send(client, f"/moderation/bans/{made.public_id}/take-back")
    assert [each.status for each in (waiting, public, refused)] == ["pending", "approved", "rejected"]
    assert article.comment_count == 2


def test_what_was_decided_since_is_not_taken_back(app):
    client, _moderator = as_moderator(app)
    one, two = (a_comment(email=SPAMMER) for _ in range(2))
    send(client, _path(one), **(FORM | {"consequence": "reject"}))
    approve(two, by=an_account(Role.EDITOR))
    made = db.session.scalars(db.select(Ban)).one()
    send(client, f"/moderation/bans/{made.public_id}/take-back")
    assert (one.status, two.status) == ("pending", "approved")
    assert send(client, f"/moderation/bans/{made.public_id}/take-back").status_code == 409


def test_address_and_network_are_banned_together(app):
    client, _moderator = as_moderator(app)
    comment = a_comment(email=SPAMMER, network="203.0.113.9")
    send(client, _path(comment), **(FORM | {"what": "both"}))
    made = db.session.scalars(db.select(Ban).order_by(Ban.id)).all()
    assert [each.what for each in made] == ["address", "network"]


def test_until_a_day_that_is_chosen(app):
    client, _moderator = as_moderator(app)
    comment, day = a_comment(), (now() + timedelta(days=3)).date()
    wrong = send(client, _path(comment), **(FORM | {"time": "date"}))
    assert wrong.status_code == 422 and "Choose a day." in wrong.text and "Ten in an hour." in wrong.text
    past = send(client, _path(comment), **(FORM | {"time": "date", "until": "2001-01-01"}))
    assert past.status_code == 422 and "That moment has passed." in past.text
    assert send(client, _path(comment), **(FORM | {"time": "date", "until": f"{day}"})).status_code == 303
    assert db.session.scalars(db.select(Ban)).one().until.date() == day + timedelta(days=1)


def test_what_cannot_be_banned_is_said_on_the_form_and_nothing_is_decided(app):
    client, _moderator = as_moderator(app)
    theirs = a_comment(email=an_account(email="ada@staff.example").email)
    answer = send(client, _path(theirs), **(FORM | {"consequence": "spam"}))
    assert answer.status_code == 422
    assert "This is the address of a member of staff" in answer.text and "Ten in an hour." in answer.text
    assert theirs.status == "pending"
    for field, typed in (("what", "x"), ("time", ""), ("consequence", "delete"), ("because", "w" * 201)):
        assert send(client, _path(a_comment()), **(FORM | {field: typed})).status_code == 422
    assert db.session.scalars(db.select(Ban)).all() == []


def test_bans_are_for_those_who_may_ban(app):
    made = _ban(a_comment())
    for role, status in (
        (Role.OWNER, 200),
        (Role.EDITOR, 200),
        (Role.MODERATOR, 200),
        (Role.AUTHOR, 403),
        (Role.CONTRIBUTOR, 403),
    ):
        client, _account = as_moderator(app, role)
        assert client.get("/moderation/bans").status_code == status
    author_client, author = as_moderator(app, Role.AUTHOR)
    own = a_comment(a_public_article(by=author))
    assert author_client.get(_path(own)).status_code == 403
    assert "Ban whoever wrote it" not in author_client.get(f"/moderation/comments/{own.public_id}").text
    assert send(author_client, _path(own), **FORM).status_code == 403
    assert send(author_client, f"/moderation/bans/{made.public_id}/lift").status_code == 403
    assert made.stands()


def test_bans_that_are_over_stand_folded_below(app):
    client, moderator = as_moderator(app, name="Mo Tanaka")
    assert "Nobody is banned." in client.get("/moderation/bans").text
    lift(_ban(a_comment(email="lifted@visitors.example")), by=moderator)
    _ban(
        a_comment(email="expired@visitors.example"),
        until=now() - timedelta(hours=1),
        at=now() - timedelta(hours=2),
    )
    page = client.get("/moderation/bans").text
    over = page.split("Bans that are over")[1]
    assert "Nobody is banned." in page
    assert "l…@visitors.example" in over and "e…@visitors.example" in over and "Lifted by Mo Tanaka" in over


def test_the_page_asks_as_often_for_many_as_for_one(app, count_queries):
    client, _moderator = as_moderator(app)
    numbers = []
    for more in (1, 12):
        for _ in range(more):
            _ban(a_comment())
        db.session.commit()
        with count_queries() as asked:
            client.get("/moderation/bans")
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]


def test_many_bans_are_shown_in_parts(app):
    client, _moderator = as_moderator(app)
    made = [_ban(a_comment()) for _ in range(101)]
    page = client.get("/moderation/bans").text
    assert page.count(">Lift<") + page.count("Lift<span") == 100
    assert f"after={made[1].public_id}" in page
    assert client.get(f"/moderation/bans?after={made[1].public_id}").text.count("Lift<span") == 1
    assert client.get("/moderation/bans?after=nonsense").status_code == 200


def _ban(comment, **details):
    return ban(comment, by=an_account(Role.MODERATOR), keys=current_app.config["KEYS"], **details)


def _path(comment):
    return f"/moderation/comments/{comment.public_id}/ban"
