"""A link in a letter opens a page that asks, shows one comment and no more, and decides once."""

from datetime import timedelta

import pytest
from flask import current_app

from blog.accounts.account import Role
from blog.accounts.new_password import choose_password
from blog.accounts.standing import change_role, resume, suspend
from blog.clock import now
from blog.commenting.appeal import appeal
from blog.commenting.comment import Status
from blog.commenting.decision import last_decision_about
from blog.commenting.erasure import erase_comments
from blog.commenting.revision import edit_comment
from blog.commenting.withdrawal import withdraw_comment
from blog.moderating.letters import post_digests
from blog.moderating.letters.decision_link import LASTS, LinkOver, LinkTo, decision_link, decision_token
from blog.moderating.verdict import approve, reject
from blog.storage import db
from blog.storage.site_setting import change_site_setting
from blog.web.logging import masked
from tests.builders import a_comment, a_public_article, an_account, sign_in, token
from tests.commenting.letters import MAIL, delivered
from tests.moderating.test_at_the_same_instant import posted_at_once


@pytest.fixture
def environ(environ):
    return environ | MAIL


@pytest.fixture
def ruth(app):
    change_site_setting("moderation_letters_decide", True, by=None)
    return an_account(Role.MODERATOR, name="Ruth", email="ruth@staff.example")


@pytest.fixture
def comment(ruth):
    article = a_public_article(title="Bread", by=ruth)
    a_comment(article, body="NOISE of another.", email="noise@canary.example", at=now() - timedelta(days=1))
    said = {"name": "Ada <b>", "body": "It *rises* <script>", "email": "ada@canary.example"}
    return a_comment(article, **said)


def link_to(comment, account, **details):
    key = current_app.config["KEYS"].receipts
    return f"/letter-decisions/{decision_token(account, comment, key, **details)}"


def press(visitor, path, verdict="approve", **fields):
    return visitor.post(path, data={"verdict": verdict, "edition": ""} | fields)


def decided(comment):
    db.session.rollback()
    last = last_decision_about(comment)
    return comment.status, last and last.by_id, last and last.because


def test_the_letter_leads_there_and_looking_decides_nothing(app, visitor, ruth, comment):
    post_digests()
    (letter,) = [each for each in delivered() if each.kind == "waiting"]
    paths = [
        line.removeprefix("http://127.0.0.1:8000")
        for line in letter.composed.text.splitlines()
        if "/letter-d" in line
    ]
    assert len(paths) == 2 and "canary" not in letter.whole
    for _ in range(2):
        page = visitor.get(paths[1])
        assert page.status_code == 200 and "Publish this comment?" in page.text
    assert comment.status is Status.PENDING and comment.decision_count == 0


def test_it_shows_that_comment_escaped_and_nothing_else(visitor, ruth, comment):
    page = visitor.get(link_to(comment, ruth))
    assert "Ada &lt;b&gt;" in page.text and "It <em>rises</em> &lt;script&gt;" in page.text
    for hidden in ("canary", "NOISE", "staff.example", "a…@"):
        assert hidden not in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.headers["X-Robots-Tag"].startswith("noindex")
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in page.headers


@pytest.mark.parametrize(
    ("verdict", "status"),
    [("approve", Status.APPROVED), ("reject", Status.REJECTED), ("spam", Status.SPAM)],
)
def test_a_button_decides_and_the_record_says_how(visitor, ruth, comment, verdict, status):
    answer = press(visitor, link_to(comment, ruth), verdict)
    assert answer.status_code == 303 and answer.location.startswith("/letter-decisions/")
    assert decided(comment) == (status, ruth.id, "By letter, without signing in.")


def test_what_was_decided_can_be_taken_back_and_decided_again(visitor, ruth, comment):
    done = press(visitor, link_to(comment, ruth), "spam").location
    page = visitor.get(done)
    assert "Marked Ada &lt;b&gt;’s comment as spam." in page.text and "Take that back" in page.text
    again = press(visitor, done, "undo")
    assert again.status_code == 303
    assert decided(comment) == (Status.PENDING, ruth.id, "By letter, without signing in.")
    assert press(visitor, done, "undo").status_code == 409
    assert press(visitor, again.location, "approve").status_code == 303
    assert comment.status is Status.APPROVED


def test_it_works_once_and_says_who_decided_meanwhile(visitor, ruth, comment):
    path = link_to(comment, ruth)
    reject(comment, by=an_account(Role.EDITOR, name="Otto"))
    page = visitor.get(path)
    assert "Rejected by Otto on" in page.text and "rises" not in page.text
    answer = press(visitor, path)
    assert answer.status_code == 409 and "Rejected by Otto on" in answer.text
    assert comment.status is Status.REJECTED and comment.decision_count == 1


def test_a_decision_for_something_else_is_refused(visitor, ruth, comment):
    path = link_to(comment, ruth)
    assert press(visitor, path, "undo").status_code == 422
    assert press(visitor, path, "nonsense").status_code == 422
    done = press(visitor, path, "reject").location
    assert press(visitor, done, "approve").status_code == 422
    assert comment.status is Status.REJECTED


def test_words_that_were_not_seen_are_not_decided_about(visitor, ruth, comment):
    path = link_to(comment, ruth)
    edit_comment(comment, by=ruth, body="Edited.", name="Ada")
    answer = press(visitor, path)
    assert answer.status_code == 409 and "changed since you saw them" in answer.text
    assert comment.status is Status.PENDING
    page = visitor.get(path).text
    edition = page.split('name="edition" value="')[1].split('"')[0]
    assert "Edited." in page and press(visitor, path, edition=edition).status_code == 303


def test_it_lasts_seven_days(visitor, ruth, comment):
    key, old = current_app.config["KEYS"].receipts, now() - LASTS
    token_ = decision_token(ruth, comment, key, at=old + timedelta(minutes=1))
    assert decision_link(token_, key).comment is comment
    with pytest.raises(LinkOver):
        decision_link(token_, key, at=now() + timedelta(minutes=2))
    expired = link_to(comment, ruth, at=old - timedelta(minutes=1))
    assert visitor.get(expired).status_code == press(visitor, expired).status_code == 404


@pytest.mark.parametrize(
    "end", ["suspended", "suspended for a while", "another role", "new password", "lost article"]
)
def test_it_ends_with_what_its_account_may_do(app, visitor, ruth, comment, end):
    owner, path = an_account(Role.OWNER), link_to(comment, ruth)
    if end.startswith("suspended"):
        suspend(ruth, by=owner)
    if end == "suspended for a while":
        resume(ruth, by=owner)
    if end == "another role":
        change_role(ruth, Role.EDITOR, by=owner)
    if end == "new password":
        choose_password(ruth, password_hash="x")
    if end == "lost article":
        change_role(ruth, Role.AUTHOR, by=owner)
        path = link_to(comment, ruth)
        comment.article.author = owner
    assert visitor.get(path).status_code == press(visitor, path).status_code == 404
    assert comment.status is Status.PENDING


def test_a_link_that_was_changed_is_not_there(app, visitor, ruth, comment):
    path = link_to(comment, ruth)
    other = a_comment(comment.article)
    name, _dot, mac = path.removeprefix("/letter-decisions/").partition(".")
    account, public_id, seen, expires = name.split("-")
    db.session.commit()
    undo = link_to(comment, ruth, to=LinkTo.UNDO).partition(".")[2]
    for wrong in (
        f"{account}-{other.public_id}-{seen}-{expires}.{mac}",
        f"{account}-{public_id}-1-{expires}.{mac}",
        f"{account}-{public_id}-{seen}-{int(expires, 16) + 99:x}.{mac}",
        f"{int(account) + 1}-{public_id}-{seen}-{expires}.{mac}",
        f"{name}.{mac[:-1]}",
        f"{name}.",
        "²-x.y",
        f"{'9' * 18}-{public_id}-{seen}-{expires}.{mac}",
        f"{account}-{public_id}-{seen}-{'f' * 10}.{mac}",
    ):
        assert visitor.get(f"/letter-decisions/{wrong}").status_code == 404, wrong
    assert undo != mac


def test_without_the_owners_leave_one_signs_in_first_and_comes_back(app, ruth, comment):
    change_site_setting("moderation_letters_decide", False, by=None)
    path, visitor = link_to(comment, ruth), app.test_client()
    page = visitor.get(path)
    assert "Sign in to decide" in page.text and f"/sign-in?next={path}" in page.text
    for hidden in ("rises", "Ada", "Bread"):
        assert hidden not in page.text
    assert press(visitor, path).status_code == 403
    assert comment.status is Status.PENDING
    sign_in(visitor, ruth)
    form = token(visitor, path)
    assert press(visitor, path).status_code != 303  # without the form's token
    assert press(visitor, path, csrf_token=form).status_code == 303
    assert decided(comment) == (Status.APPROVED, ruth.id, "By letter.")


def test_somebody_else_who_is_signed_in_decides_nothing_there(app, visitor, ruth, comment):
    path = link_to(comment, ruth)
    other = sign_in(visitor, an_account(Role.EDITOR, name="Otto"))
    page = other.get(path)
    assert "This letter went to somebody else" in page.text and "rises" not in page.text
    assert press(other, path, csrf_token=token(other)).status_code == 403
    assert comment.status is Status.PENDING


def test_what_cannot_be_decided_is_said(visitor, ruth, comment):
    path = link_to(comment, ruth)
    withdraw_comment(comment)
    assert "Nothing is to be decided here" in visitor.get(path).text
    again = link_to(comment, ruth)
    assert "rises" not in visitor.get(again).text and press(visitor, again).status_code == 409
    erased = a_comment(comment.article)
    path = link_to(erased, ruth)
    erase_comments([erased], words=True)
    assert visitor.get(path).status_code == 200 and press(visitor, path).status_code == 409


def test_an_appeal_against_oneself_is_for_somebody_else(visitor, ruth, comment):
    an_account(Role.EDITOR)
    reject(comment, by=ruth)
    appeal(comment, words="Please.")
    path = link_to(comment, ruth)
    assert "Somebody else decides about this comment" in visitor.get(path).text
    assert press(visitor, path).status_code == 409
    assert comment.status is Status.PENDING


def test_posts_from_other_sites_are_refused(visitor, ruth, comment):
    path = link_to(comment, ruth)
    form = {"verdict": "approve", "edition": ""}
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert visitor.post(path, data=form, headers=headers).status_code == 403
    assert visitor.post(path, data=form, headers={"Origin": "null"}).status_code == 303


def test_its_address_is_logged_nowhere(ruth, comment):
    path = link_to(comment, ruth)
    for line in (f'"GET {path} HTTP/1.1" 200', f"/sign-in?next={path}"):
        assert path.removeprefix("/letter-decisions/") not in masked(line)


def test_who_wrote_the_article_gets_links_to_their_own_comments_only(app, ruth, comment):
    author = an_account(Role.AUTHOR)
    theirs, key = a_comment(a_public_article(by=author)), current_app.config["KEYS"].receipts
    assert decision_link(decision_token(author, theirs, key), key).comment is theirs
    with pytest.raises(LinkOver):
        decision_link(decision_token(author, comment, key), key)
    approve(theirs, by=author)
    assert decision_link(decision_token(author, theirs, key), key).seen == 1


def test_pressed_twice_at_the_same_instant_it_decides_once(app, ruth):
    article = a_public_article(by=ruth)
    for _ in range(4):
        comment = a_comment(article)
        path = link_to(comment, ruth)
        buttons = ({"verdict": verdict, "edition": ""} for verdict in ("approve", "spam", "reject"))
        statuses = posted_at_once(app, [(app.test_client(), path, fields) for fields in buttons])
        assert sorted(statuses) == [303, 409, 409]
        assert comment.decision_count == 1
