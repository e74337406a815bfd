"""Whatever staff do leaves an entry in the same transaction, with nobody having to think of it."""

import pytest
from flask import current_app
from sqlalchemy.exc import IntegrityError

from blog.accounts.account import Account, Role
from blog.accounts.invitation import invite, revoke_invitation
from blog.accounts.new_password import make_password_link
from blog.accounts.standing import change_role, resume, suspend
from blog.commenting.closure import Kind, close_conversation, reopen_conversation
from blog.commenting.erasure import erase_comments
from blog.commenting.inquiry import About, ask
from blog.commenting.mend import mend
from blog.commenting.proposal import accept_proposal
from blog.commenting.revision import edit_comment
from blog.commenting.withdrawal import withdraw_comment
from blog.moderating.logbook.entry import BEGUN, Entry, find_head
from blog.moderating.logbook.verification import verify
from blog.moderating.verdict import approve, reject, undo
from blog.publishing.deletion import delete, restore
from blog.publishing.publication import withdraw
from blog.storage import db
from blog.storage.site_setting import change_site_setting, site_settings
from tests.builders import PASSWORD, a_comment, a_public_article, an_account, sign_in, token


def entries():
    """Oldest first, without what making the installation wrote."""
    db.session.commit()
    told = Entry.act.not_in((BEGUN, "address_key"))
    return db.session.scalars(db.select(Entry).where(told).order_by(Entry.number)).all()


def acts_since(number):
    return [(entry.act, entry.about_kind, entry.about_id) for entry in entries() if entry.number > number]


@pytest.fixture
def stage(app):
    """(moderator, comment on a public article, number of the last entry so far)"""
    moderator = an_account(Role.OWNER)
    comment = a_comment(a_public_article(by=an_account()))
    db.session.commit()
    return moderator, comment, find_head().number


def test_decisions_are_referenced_with_who_and_when(stage):
    moderator, comment, start = stage
    approve(comment, by=moderator)
    undo(comment, by=moderator)
    decision = reject(comment, by=moderator, because="Off the topic.")
    number = str(comment.id)
    assert acts_since(start) == [("decision", "comment", number)] * 3
    last = entries()[-1]
    assert (last.by_id, last.at, last.record, last.record_id, last.details) == (
        moderator.id,
        decision.at,
        "decision",
        str(decision.id),
        None,
    )
    assert verify() == find_head()


def test_what_rules_and_writers_decide_is_told_apart(stage):
    _moderator, comment, start = stage
    approve(comment, by=None)
    withdraw_comment(comment)
    assert [act for act, *_ in acts_since(start)] == ["decision_by_rule", "decision_by_writer"]


def test_words_changed_by_staff_are_acts_and_those_by_visitors_are_not(stage):
    moderator, comment, start = stage
    mend(comment, body="Mended while it waits.", site=site_settings())
    assert acts_since(start) == []
    edit_comment(comment, by=moderator, body="Edited.", name="Ada")
    approve(comment, by=moderator)
    mend(comment, body="Mended.", site=site_settings())
    accept_proposal(comment, by=moderator)
    assert [act for act, *_ in acts_since(start)] == ["edit", "decision", "mended_words"]


def test_reveals_are_acts_and_a_visitors_own_data_is_not(stage):
    moderator, comment, start = stage
    keys = current_app.config["KEYS"]
    ask(About.ADDRESS, comment, secret="s", keys=keys, by=moderator)
    ask(About.EXPORT, comment, secret="s", keys=keys)
    assert acts_since(start) == [("reveal", "comment", str(comment.id))]


def test_settings_keep_what_they_were(stage):
    moderator, _comment, start = stage
    change_site_setting("title", "Bread", by=moderator)
    assert acts_since(start) == [("setting", "setting", "title")]


def test_what_changes_and_goes_is_told_with_before_and_after(stage):
    moderator, comment, start = stage
    article = comment.article
    close_conversation(article, by=moderator)
    db.session.commit()
    close_conversation(article, by=moderator, kind=Kind.WITHOUT, sentence="No more.")
    db.session.commit()
    reopen_conversation(article)
    db.session.commit()
    told = [(each.act, each.details) for each in entries() if each.number > start]
    closed, without = {"kind": "closed", "sentence": ""}, {"kind": "without", "sentence": "No more."}
    assert told == [
        ("closure", {"before": None, "after": closed}),
        ("closure", {"before": closed, "after": without}),
        ("reopening", {"before": without, "after": None}),
    ]
    assert verify() == find_head()


def test_articles_leave_and_come_back(stage):
    moderator, comment, start = stage
    withdraw(comment.article)
    delete(comment.article, by=moderator)
    restore(comment.article)
    number = str(comment.article_id)
    assert acts_since(start) == [(act, "article", number) for act in ("withdrawal", "deletion", "restoring")]


def test_what_happens_to_accounts(stage):
    owner, _comment, start = stage
    person = an_account(Role.MODERATOR)
    change_role(person, Role.EDITOR, by=owner)
    suspend(person, by=owner, because="Holidays.")
    resume(person, by=owner)
    make_password_link(person, by=owner)
    link, _token = invite(by=owner, role=Role.AUTHOR, note="Ruth")
    revoke_invitation(link.reference, by=owner)
    number = str(person.id)
    told = [("role", number), ("suspended", number), ("resumed", number), ("password_link", number)]
    told = [(act, "account", about) for act, about in told] + [("invited", "", ""), ("uninvited", "", "")]
    assert acts_since(start) == told
    assert {entry.by_id for entry in entries() if entry.number > start} == {owner.id}


def test_coming_in_and_going_out(app, visitor):
    person = an_account(Role.MODERATOR, password=PASSWORD)
    visitor.post("/sign-in", data={"email": person.email, "password": "wrong"})
    visitor.post("/sign-in", data={"email": person.email, "password": PASSWORD})
    visitor.post("/sign-out", data={"csrf_token": token(visitor)})
    told = [(entry.act, entry.by_id, entry.about_id) for entry in entries()]
    assert told == [("signed_in", person.id, str(person.id)), ("signed_out", person.id, str(person.id))]


def test_who_did_it_is_known_where_the_row_does_not_say(app, visitor):
    owner, article = an_account(Role.OWNER), a_public_article()
    close_conversation(article, by=owner)
    sign_in(visitor, owner)
    form = {"csrf_token": token(visitor), "kind": "open", "sentence": ""}
    assert visitor.post(f"/desk/articles/{article.id}/closure", data=form).status_code == 303
    assert [(entry.act, entry.by_id) for entry in entries()][-1] == ("reopening", owner.id)


def test_what_was_taken_back_is_not_told(stage):
    moderator, comment, start = stage
    savepoint = db.session.begin_nested()
    approve(comment, by=moderator)
    savepoint.rollback()
    with db.session.begin_nested():
        reject(comment, by=moderator)
    db.session.commit()
    approve(comment, by=moderator)
    db.session.rollback()
    assert acts_since(start) == [("decision", "comment", str(comment.id))]
    assert verify() == find_head()


def test_many_at_once_are_told_in_few_statements(app, stage, count_queries):
    moderator, comment, start = stage
    comments = [a_comment(comment.article) for _ in range(40)]
    db.session.commit()
    for each in comments:
        approve(each, by=moderator)
    db.session.flush()
    with count_queries() as asked:
        db.session.commit()
    assert len(asked) <= 4
    assert len(acts_since(start)) == 40
    assert verify() == find_head()


def test_where_nobody_did_anything_nothing_is_written(app, stage, count_queries, visitor):
    _moderator, comment, start = stage
    with count_queries() as asked:
        a_comment(comment.article)
        db.session.commit()
    assert [each for each in asked if "logbook" in each] == []
    assert acts_since(start) == []


def test_erasing_a_person_takes_the_details_and_leaves_the_chain(stage):
    moderator, comment, start = stage
    edit_comment(comment, by=moderator, body="Edited.", name="Ada")
    reject(comment, by=moderator, because="Rude.")
    db.session.commit()
    erase_comments([comment], words=True)
    db.session.commit()
    told = [(each.act, each.salt is None) for each in entries() if each.number > start]
    assert told == [("edit", True), ("decision", False), ("erasure", False)]
    assert verify() == find_head()


def test_what_failed_inside_a_savepoint_is_not_told(stage):
    moderator, comment, start = stage
    known = moderator.email
    with pytest.raises(IntegrityError):
        _approve_and_fail(comment, moderator, known)
    change_site_setting("title", "Bread", by=moderator)
    assert [act for act, *_ in acts_since(start)] == ["setting"]
    assert verify() == find_head()


def _approve_and_fail(comment, moderator, known):
    with db.session.begin_nested():
        approve(comment, by=moderator)
        db.session.add(Account(email=known, name="x", handle="x-y-z", role=Role.AUTHOR))
        db.session.flush()


def test_savepoints_within_savepoints(stage):
    moderator, comment, start = stage
    outer = db.session.begin_nested()
    reject(comment, by=moderator)
    with db.session.begin_nested():
        change_site_setting("title", "Bread", by=moderator)
    outer.rollback()
    with db.session.begin_nested():
        inner = db.session.begin_nested()
        change_site_setting("title", "Butter", by=moderator)
        inner.rollback()
        approve(comment, by=moderator)
    assert [act for act, *_ in acts_since(start)] == ["decision"]
    assert verify() == find_head()
