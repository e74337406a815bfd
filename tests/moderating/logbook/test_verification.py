"""Whoever alters the past by hand is found, and the first entry that they altered is named."""

import json

import pytest
from sqlalchemy import select, text

from blog.accounts.account import Role
from blog.commenting.closure import close_conversation
from blog.commenting.comment import Comment
from blog.commenting.erasure import erase_comments
from blog.commenting.revision import edit_comment
from blog.moderating.logbook.entry import Head, find_head
from blog.moderating.logbook.telling import facts_kept
from blog.moderating.logbook.verification import Altered, verify
from blog.moderating.verdict import approve, reject, undo
from blog.storage import db
from blog.storage.site_setting import change_site_setting
from tests.builders import a_comment, a_public_article, an_account


@pytest.fixture
def logbook(app):
    """Some acts of every shape; returns the numbers of the entries of one comment's decisions."""
    owner = an_account(Role.OWNER)
    comment = a_comment(a_public_article())
    db.session.commit()
    start = find_head().number
    approve(comment, by=owner)
    undo(comment, by=owner)
    reject(comment, by=owner, because="Rude.")
    db.session.commit()
    edit_comment(comment, by=owner, body="Edited.", name="Ada")
    change_site_setting("title", "Bread", by=owner)
    close_conversation(comment.article, by=owner)
    db.session.commit()
    return [start + step for step in (1, 2, 3)]


def found(statement, **values):
    db.session.execute(text(statement), values)
    db.session.commit()
    with pytest.raises(Altered) as problem:
        verify()
    return str(problem.value)


def test_an_entry_that_was_altered_is_named(logbook):
    second = logbook[1]
    said = found("UPDATE logbook_entry SET act = 'reveal' WHERE number = :n", n=second)
    assert said == f"Entry {second} was altered, or put in the place of another."


def test_an_entry_that_is_gone_is_named(logbook):
    second = logbook[1]
    said = found("DELETE FROM logbook_entry WHERE number = :n", n=second)
    assert said == f"Entry {second} is missing: {second + 1} follows."


def test_entries_in_each_others_place_are_named(logbook):
    first, second, _third = logbook
    move = "UPDATE logbook_entry SET number = :to WHERE number = :n"
    for here, there in ((first, -1), (second, first)):
        db.session.execute(text(move), {"n": here, "to": there})
    said = found(move, n=-1, to=second)
    assert said == f"Entry {first} was altered, or put in the place of another."


def test_a_decision_that_was_altered_is_named_by_its_entry(logbook):
    third = logbook[2]
    said = found("UPDATE decision SET because = 'Kind.' WHERE because = 'Rude.'")
    assert said.startswith(f"What entry {third} tells was altered: decision ")


def test_a_decision_that_is_gone_is_named_by_its_entry(logbook):
    third = logbook[2]
    said = found("DELETE FROM decision WHERE because = 'Rude.'")
    assert said.startswith(f"What entry {third} refers to is missing: decision ")


def test_what_a_visitor_had_said_cannot_be_altered_either(logbook):
    said = found("UPDATE comment_revision SET body = 'Something else.'")
    assert said.startswith(f"What entry {logbook[2] + 1} tells was altered: comment_revision ")


def test_details_that_an_entry_keeps_are_covered(logbook):
    said = found(
        """UPDATE logbook_entry SET details = '{"after": null, "before": null}' WHERE act = 'closure'"""
    )
    assert said.startswith(f"What entry {find_head().number} tells was altered: closure ")


def test_details_cannot_be_forgotten_where_nobody_was_erased(logbook):
    said = found("UPDATE logbook_entry SET salt = NULL WHERE number = :n", n=logbook[2])
    assert said == f"Entry {logbook[2]} was altered: its details are gone, and nobody was erased."


def test_an_entry_does_not_tell_what_its_row_has_to_tell(logbook):
    record = "SELECT record_id FROM logbook_entry WHERE number = :n"
    row = db.session.scalar(text(record), {"n": logbook[2]})
    facts = facts_kept([("decision", row)])["decision", row]
    db.session.execute(text("UPDATE decision SET because = 'Kind.' WHERE id = :id"), {"id": int(row)})
    hidden = "UPDATE logbook_entry SET details = :facts WHERE number = :n"
    assert found(hidden, n=logbook[2], facts=json.dumps(facts)).startswith(f"Entry {logbook[2]} was altered")


def test_of_an_erased_persons_comment_no_decision_can_be_forgotten(logbook):
    erase_comments(db.session.scalars(select(Comment)).all(), words=True)
    db.session.commit()
    assert verify()
    said = found("UPDATE logbook_entry SET salt = NULL WHERE number = :n", n=logbook[2])
    assert said.startswith(f"Entry {logbook[2]} was altered")


def test_a_decision_that_nobody_wrote_down_is_noticed(logbook):
    said = found(
        "INSERT INTO decision (comment_id, before, after, by_id, because, at) "
        "SELECT comment_id, after, before, by_id, '', at FROM decision"
    )
    assert said == "3 decisions stand in no entry."


def test_a_cut_end_is_noticed_at_the_head(logbook):
    last = find_head().number
    said = found("DELETE FROM logbook_entry WHERE number = :n", n=last)
    assert said == f"Entry {last} is missing: the head says {last}, the last entry is {last - 1}."


def test_a_cut_end_with_its_head_put_right_is_noticed_beside_a_head_kept_elsewhere(logbook):
    known = find_head()
    _cut_cleanly(known.number)
    assert verify() == find_head()
    with pytest.raises(Altered, match=f"Entry {known.number} is missing"):
        verify(known=known)


def test_a_head_kept_elsewhere_stands_while_the_logbook_grows(logbook):
    known = find_head()
    a_change(logbook)
    assert verify(known=known).number == known.number + 1
    with pytest.raises(Altered, match=f"Entry {known.number} is not the one"):
        verify(known=Head(known.number, "0" * 64))


def test_a_second_start_writes_nothing_twice(app, logbook):
    from blog.wiring import connect_announcements

    connect_announcements()
    before = find_head().number
    a_change(logbook)
    assert find_head().number == before + 1


def test_the_command_prints_the_head_and_ends_with_one_where_something_was_altered(app, logbook):
    runner, head = app.test_cli_runner(), str(find_head())
    db.session.commit()
    good = runner.invoke(args=["moderating", "logbook", "verify"])
    assert (good.exit_code, good.output.splitlines()[-1]) == (0, head)
    assert runner.invoke(args=["moderating", "logbook", "verify", "--head", head]).exit_code == 0
    assert runner.invoke(args=["moderating", "logbook", "verify", "--head", "nonsense"]).exit_code == 2
    db.session.rollback()  # the command only read, in this session
    _cut_cleanly(find_head().number)
    bad = runner.invoke(args=["moderating", "logbook", "verify", "--head", head])
    assert bad.exit_code == 1 and "is missing" in bad.output


def a_change(_logbook):
    change_site_setting("title", "Butter", by=None)
    db.session.commit()


def _cut_cleanly(last):
    for statement in (
        "DELETE FROM logbook_entry WHERE number = :n",
        "UPDATE logbook_head SET number = :n - 1, hash = (SELECT hash FROM logbook_entry WHERE number = :n - 1)",
    ):
        db.session.execute(text(statement), {"n": last})
    db.session.commit()
