"""The logbook says who did what, to what, when and why, to those who may read it; and shows no visitor's address."""

import csv
import io
from datetime import timedelta

import pytest
from flask import current_app

from blog.accounts.account import Role
from blog.accounts.standing import change_role
from blog.clock import now
from blog.commenting.closure import close_conversation, reopen_conversation
from blog.commenting.erasure import erase_comments
from blog.commenting.inquiry import About, ask
from blog.commenting.revision import edit_comment
from blog.moderating.ban import ban
from blog.moderating.logbook.entry import Entry, find_head
from blog.moderating.logbook.public import public_entries
from blog.moderating.logbook.reading import PER_PAGE
from blog.moderating.verdict import approve, reject, undo
from blog.publishing.publication import withdraw
from blog.storage import db
from blog.storage.site_setting import change_site_setting
from tests.builders import a_comment, a_public_article, an_account, sign_in


@pytest.fixture
def ruth(app):
    return an_account(Role.OWNER, name="Ruth")


@pytest.fixture
def comment(app):
    return a_comment(a_public_article(title="Bread"), name="Ada", email="ada@canary.example")


def read(app, account, path="/moderation/logbook"):
    db.session.commit()
    return sign_in(app.test_client(), account).get(path)


def said(page):
    """The page's words with single spaces."""
    from re import sub

    return sub(r"\s+", " ", sub(r"<[^>]*>", "", page.text))


def test_a_decision_says_who_what_before_after_and_why(app, ruth, comment):
    reject(comment, by=ruth, because="Rude <b>words</b>.")
    page = read(app, ruth)
    assert page.status_code == 200
    words = said(page)
    assert "Ruth Decided about a comment Ada’s comment on “Bread”" in words
    assert "waiting → to rejected" in words
    assert "Rude &lt;b&gt;words&lt;/b&gt;." in words
    assert f"/moderation/comments/{comment.public_id}" in page.text


def test_every_act_has_a_sentence_and_no_address_is_shown(app, ruth, comment):
    keys, article = current_app.config["KEYS"], comment.article
    approve(comment, by=ruth)
    undo(comment, by=ruth)
    approve(comment, by=None)
    edit_comment(comment, by=ruth, body="Edited.", name="Ada")
    ask(About.ADDRESS, comment, secret="s", keys=keys, by=ruth)
    ban(comment, by=ruth, keys=keys, because="Advertises.")
    close_conversation(article, by=ruth)
    db.session.commit()
    reopen_conversation(article)
    change_site_setting("comments_open", False, by=ruth)
    change_role(article.author, Role.EDITOR, by=ruth)
    withdraw(article)
    db.session.commit()
    erase_comments([comment], words=True)
    page = read(app, ruth)
    words = said(page)
    for sentence in (
        "Took back a decision",
        "A rule of this blog Decided about a comment",
        "Looked at the address of a comment",
        "Banned an address",
        "Closed a conversation open → to closed".replace("open", "“Bread” from open", 1),
        "Opened a conversation again",
        "Changed the setting “Comments are open” from yes → to no",
        "author → to editor",
        "Withdrew an article",
        "Erased a name and an address, and the words",
        "What was done is told no more",
    ):
        assert sentence in words, sentence
    assert "canary" not in page.text
    assert "_" not in " ".join(line for line in words.split(" ") if line.islower() and "_" in line)


def test_only_who_may_read_it_does(app, comment):
    for role, status in (
        (Role.OWNER, 200),
        (Role.EDITOR, 200),
        (Role.MODERATOR, 403),
        (Role.AUTHOR, 403),
        (Role.CONTRIBUTOR, 403),
    ):
        person = an_account(role)
        assert read(app, person).status_code == status, role
        assert read(app, person, "/moderation/logbook.csv").status_code == status, role
    assert app.test_client().get("/moderation/logbook").status_code == 302


def test_it_is_narrowed_by_links(app, ruth, comment):
    other = an_account(Role.EDITOR, name="Otto", handle="otto")
    approve(comment, by=ruth, at=now() - timedelta(days=3))
    reject(comment, by=other)
    change_site_setting("title", "Butter", by=other)

    def numbers(query):
        page = read(app, ruth, f"/moderation/logbook?{query}").text
        return page.count('id="entry-')

    assert numbers("who=otto") == 2
    assert numbers("who=otto&what=decisions") == 1
    assert numbers("what=decisions") == 2
    assert numbers("what=decisions&when=day") == 1
    assert numbers("what=decisions&when=week") == 2
    assert numbers("who=unknown") == 0
    for wrong in ("what=nonsense", "when=nonsense", "before=x", "before=99999999999"):
        assert read(app, ruth, f"/moderation/logbook?{wrong}").status_code == 404


def test_pages_follow_each_other_without_gap_in_as_many_queries(app, ruth, count_queries):
    article = a_public_article()
    for _ in range(PER_PAGE):
        approve(a_comment(article), by=ruth)
    db.session.commit()
    with count_queries() as asked:
        first = read(app, ruth, "/moderation/logbook?what=decisions").text
    many = len(asked)
    assert "Older" not in first
    approve(a_comment(article), by=ruth)
    first = read(app, ruth, "/moderation/logbook?what=decisions").text
    oldest = db.session.scalar(db.select(db.func.min(Entry.number)).where(Entry.act == "decision"))
    assert f'id="entry-{oldest}"' not in first and f"before={oldest + 1}" in first
    with count_queries() as asked:
        rest = read(app, ruth, f"/moderation/logbook?what=decisions&before={oldest + 1}").text
    assert rest.count('id="entry-') == 1 and f'id="entry-{oldest}"' in rest
    assert many == len(asked) <= 12


def test_the_head_stands_on_it(app, ruth, comment):
    approve(comment, by=ruth)
    db.session.commit()
    assert str(find_head()) in read(app, ruth).text


def test_the_file_holds_everything_and_no_formula(app, ruth):
    comment = a_comment(a_public_article(title="=1+1"), name="@SUM(A1)", email="x@canary.example")
    reject(comment, by=ruth, because="=HYPERLINK(1)")
    answer = read(app, ruth, "/moderation/logbook.csv?what=decisions")
    assert answer.mimetype == "text/csv"
    head, row = csv.reader(io.StringIO(answer.text))
    told = dict(zip(head, row, strict=True))
    assert (told["who"], told["before"], told["after"]) == ("Ruth", "waiting", "rejected")
    assert told["why"] == "'=HYPERLINK(1)" and told["about"].startswith("'@SUM(A1)")
    assert "canary" not in answer.text


def test_the_public_part_names_no_visitor_and_staff_only_where_asked(app, ruth, comment):
    reject(comment, by=ruth, because="For us alone.")
    secret = a_comment(a_public_article(title="Not for everybody"))
    withdraw(secret.article)
    approve(secret, by=ruth)
    change_site_setting("title", "Butter", by=ruth)
    db.session.commit()
    approved, rejected = public_entries()
    assert (rejected.what, rejected.before, rejected.after) == (
        "Decided about a comment",
        "waiting",
        "rejected",
    )
    assert (rejected.article.title, approved.article) == ("Bread", None)
    assert rejected.who is None and rejected.reason == ""
    assert [each.who for each in public_entries(with_names=True)] == ["Ruth", "Ruth"]
    assert [each.number for each in public_entries(before=approved.number, most=5)] == [rejected.number]
