"""The filter learns what people decided, and nothing else; what they take back it has never learnt."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from blog.accounts.account import Role
from blog.clock import now
from blog.commenting.comment import Status
from blog.commenting.decision import Decision, decide
from blog.commenting.erasure import erase_comments
from blog.commenting.moving import move
from blog.commenting.revision import edit_comment
from blog.commenting.withdrawal import withdraw_comment
from blog.moderating.spam_filter import learning, serving
from blog.moderating.spam_filter.agenda import note_decision
from blog.moderating.spam_filter.fold import (
    compare_with_decisions,
    fold_once,
    learn_what_was_decided,
    next_step,
    waiting_lessons,
)
from blog.moderating.spam_filter.lesson import Lesson, LessonDue
from blog.moderating.spam_filter.reset import NoReset, learn_again, start_from_nothing, take_back_reset
from blog.moderating.spam_filter.snapshot import FilterSnapshot
from blog.moderating.spam_filter.spam_filter import SpamFilter
from blog.moderating.spam_filter.standing import current_filter, told_of
from blog.moderating.verdict import approve, mark_as_spam, reject, undo
from blog.storage import db
from tests.builders import a_comment, a_public_article, an_account
from tests.moderating.spam_filter.folding import catch_up, kept_predictions, learnt_afresh, state

SPAM = "Buy cheap pills online now at https://pills.example today"


@pytest.fixture
def moderator(app):
    return an_account(Role.MODERATOR)


@pytest.fixture
def article(app):
    return a_public_article()


def insist_that_it_equals_learning_afresh():
    afresh, predicted = learnt_afresh()
    assert state() == afresh.dumped()
    assert kept_predictions() == predicted


def lessons():
    return [(lesson.comment_id, lesson.is_spam) for lesson in db.session.scalars(db.select(Lesson))]


def test_before_anything_was_decided_the_fresh_filter_stands(app, article):
    a_comment(article)
    assert catch_up() == 2
    current = current_filter()
    assert current.spam_filter.dumped() == SpamFilter().dumped() and not current.is_damaged
    assert not fold_once()


def test_spam_and_approved_are_learnt_in_their_order(app, article, moderator):
    fine, spam = a_comment(article), a_comment(article, body=SPAM)
    mark_as_spam(spam, by=moderator)
    approve(fine, by=moderator)
    catch_up()
    assert lessons() == [(spam.id, True), (fine.id, False)]
    insist_that_it_equals_learning_afresh()
    assert waiting_lessons() == 0


def test_rejected_comments_machines_and_staff_teach_nothing(app, article, moderator):
    reject(a_comment(article), by=moderator)
    decide(a_comment(article), Status.SPAM, because="A rule says so.")
    a_comment(article, by=moderator)
    withdraw_comment(a_comment(article))
    catch_up()
    assert lessons() == []


def test_what_its_writer_took_back_still_teaches_what_a_person_said(app, article, moderator):
    spam = a_comment(article, body=SPAM)
    mark_as_spam(spam, by=moderator)
    withdraw_comment(spam)
    catch_up()
    assert lessons() == [(spam.id, True)]


def test_an_undo_relearns_and_an_undone_undo_stands_in_its_old_place(app, article, moderator):
    comments = [a_comment(article, body=f"{SPAM} {n}") for n in range(4)]
    for comment in comments:
        mark_as_spam(comment, by=moderator)
    catch_up()
    first = state()
    undo(comments[1], by=moderator)
    catch_up()
    assert [id for id, _ in lessons()] == [comments[0].id, comments[2].id, comments[3].id]
    insist_that_it_equals_learning_afresh()
    undo(comments[1], by=moderator)
    catch_up()
    assert state() == first


def test_a_later_change_of_mind_replaces_the_earlier_one(app, article, moderator):
    comment, other = a_comment(article, body=SPAM), a_comment(article)
    mark_as_spam(comment, by=moderator)
    approve(other, by=moderator)
    catch_up()
    approve(comment, by=moderator)
    catch_up()
    assert lessons() == [(other.id, False), (comment.id, False)]
    insist_that_it_equals_learning_afresh()
    reject(comment, by=moderator)
    catch_up()
    assert lessons() == [(other.id, False)]
    insist_that_it_equals_learning_afresh()


def test_words_are_learnt_as_they_were_decided_about(app, article, moderator):
    comment, at = a_comment(article, body=SPAM), now()
    decision = mark_as_spam(comment, by=moderator, at=at)
    edit_comment(comment, by=moderator, name=comment.name, body="Harmless now.", at=at + timedelta(minutes=1))
    catch_up()
    told = SpamFilter()
    told.learn(type(told_of(comment))(comment.name, "", SPAM, str(article.id), comment.left_at), True)
    assert state() == told.dumped()
    assert decision.after is Status.SPAM


def test_erased_words_are_unlearned(app, article, moderator):
    kept, gone = a_comment(article, body=SPAM), a_comment(article, body="My name is Rosalind Unmistakable.")
    mark_as_spam(kept, by=moderator)
    catch_up()
    before = state()
    approve(gone, by=moderator)
    catch_up()
    assert state() != before
    erase_comments([gone], words=True)
    catch_up()
    assert state() == before
    assert {snapshot.lessons for snapshot in db.session.scalars(db.select(FilterSnapshot))} == {0, 1}


def test_an_erased_name_is_unlearned_and_the_words_stay(app, article, moderator):
    comment = a_comment(article, name="Rosalind Unmistakable", website="https://rosalind.example", body=SPAM)
    mark_as_spam(comment, by=moderator)
    catch_up()
    with_name = state()
    erase_comments([comment], words=False)
    catch_up()
    assert state() != with_name and b"rosalind" not in current_filter().spam_filter.dumped()
    insist_that_it_equals_learning_afresh()


def test_a_moved_comment_is_learnt_where_it_stands_and_so_is_what_answers_it(app, article, moderator):
    comment, other = a_comment(article), a_public_article()
    approve(comment, by=moderator)
    answer = a_comment(article, parent=comment)
    approve(answer, by=moderator)
    catch_up()
    move(comment, by=moderator, article=other)
    catch_up()
    assert {lesson.article_id for lesson in db.session.scalars(db.select(Lesson))} == {other.id}
    insist_that_it_equals_learning_afresh()


def test_a_decision_that_was_noted_late_is_learnt_in_its_place(app, article, moderator):
    """As on PostgreSQL, where a lower id may be committed after a higher one."""
    catch_up()
    comments = [a_comment(article, body=f"{SPAM} {n}") for n in range(3)]
    late = mark_as_spam(comments[0], by=moderator)
    for comment in comments[1:]:
        approve(comment, by=moderator)
    db.session.execute(db.delete(LessonDue).where(LessonDue.comment_id == comments[0].id))
    catch_up()
    assert len(lessons()) == 2
    note_decision(late)
    catch_up()
    assert [id for id, _ in lessons()] == [comment.id for comment in comments]
    insist_that_it_equals_learning_afresh()


def test_what_nobody_noted_is_found_by_comparing(app, article, moderator):
    catch_up()
    mark_as_spam(a_comment(article, body=SPAM), by=moderator)
    db.session.execute(db.delete(LessonDue))
    catch_up()
    assert lessons() == []
    compare_with_decisions()
    catch_up()
    insist_that_it_equals_learning_afresh()
    assert len(lessons()) == 1


def test_decisions_of_an_earlier_blog_are_learnt_at_first(app, article, moderator):
    for n in range(3):
        mark_as_spam(a_comment(article, body=f"{SPAM} {n}"), by=moderator)
    db.session.execute(db.delete(LessonDue))
    catch_up()
    assert len(lessons()) == 3
    insist_that_it_equals_learning_afresh()


def test_it_learns_in_steps_and_goes_on_where_it_was_stopped(app, article, moderator, monkeypatch):
    monkeypatch.setattr(learning, "AT_ONCE", 2)
    for n in range(7):
        (mark_as_spam if n % 2 else approve)(a_comment(article, body=f"{SPAM} {n}"), by=moderator)
    db.session.commit()
    for _ in range(4):
        assert fold_once()
    assert waiting_lessons() == 3
    assert current_filter().spam_filter.decisions == 4
    catch_up()
    insist_that_it_equals_learning_afresh()


def test_whoever_was_slower_writes_nothing(app, article, moderator, monkeypatch):
    for n in range(3):
        mark_as_spam(a_comment(article, body=f"{SPAM} {n}"), by=moderator)
    db.session.commit()
    while next_step() is not learning.learn_some:
        db.session.rollback()
        fold_once()
    db.session.rollback()
    read = learning.read_only(learning.next_batch)
    catch_up()
    versions = db.session.scalars(db.select(FilterSnapshot.version)).all()
    monkeypatch.setattr(learning, "next_batch", lambda: read)
    learning.learn_some(now())
    assert db.session.scalars(db.select(FilterSnapshot.version)).all() == versions
    db.session.rollback()
    insist_that_it_equals_learning_afresh()


def test_snapshots_stay_few_and_an_undo_begins_at_the_last_before_it(app, article, moderator, monkeypatch):
    monkeypatch.setattr(learning, "AT_ONCE", 1)
    comments = [a_comment(article, body=f"{SPAM} {n}") for n in range(40)]
    for comment in comments:
        mark_as_spam(comment, by=moderator)
    catch_up()
    kept = sorted(db.session.scalars(db.select(FilterSnapshot.lessons)))
    assert kept[0] == 0 and kept[-2:] == [39, 40] and len(kept) <= 14
    undo(comments[-1], by=moderator)
    # It is taken up; the one before it serves; and the words that weigh most are told anew without it.
    assert catch_up() == 3
    insist_that_it_equals_learning_afresh()
    undo(comments[0], by=moderator)
    catch_up()
    insist_that_it_equals_learning_afresh()


def test_a_reset_forgets_what_was_decided_and_can_be_taken_back(app, article, moderator):
    mark_as_spam(a_comment(article, body=SPAM), by=moderator)
    catch_up()
    before = state()
    reset = start_from_nothing(by=moderator, because="It learnt nonsense.")
    catch_up()
    assert state() == SpamFilter().dumped() and lessons() == []
    later = a_comment(article)
    approve(later, by=moderator)
    catch_up()
    assert lessons() == [(later.id, False)]
    insist_that_it_equals_learning_afresh()
    undo(later, by=moderator)
    take_back_reset(reset, by=moderator)
    catch_up()
    assert state() == before
    with pytest.raises(NoReset):
        take_back_reset(reset, by=moderator)


def test_learning_all_again_ends_where_it_was(app, article, moderator):
    for n in range(3):
        mark_as_spam(a_comment(article, body=f"{SPAM} {n}"), by=moderator)
    catch_up()
    before, version = state(), current_filter().version
    learn_again(by=moderator)
    catch_up()
    assert state() == before and current_filter().version > version


def test_a_damaged_snapshot_stops_no_arrival_and_is_replaced(app, article, moderator):
    mark_as_spam(a_comment(article, body=SPAM), by=moderator)
    catch_up()
    before = state()
    version = current_filter().version
    damaged = db.session.get(FilterSnapshot, version)
    damaged.state, damaged.mark = b"nonsense", "0" * 16
    db.session.commit()
    current = current_filter()
    assert current.is_damaged and current.version == 0
    assert a_comment(article).status is Status.PENDING
    catch_up()
    assert state() == before and not current_filter().is_damaged


def test_the_worker_does_it_with_each_tick(app, article, moderator):
    mark_as_spam(a_comment(article, body=SPAM), by=moderator)
    db.session.commit()
    learn_what_was_decided()
    assert len(lessons()) == 1 and not fold_once()
    assert db.session.scalar(db.select(db.func.count(Decision.id))) == 1


def test_a_worker_that_ends_half_way_leaves_nothing_half_learnt(app, article, moderator, monkeypatch):
    mark_as_spam(a_comment(article, body=SPAM), by=moderator)
    catch_up()
    before, versions = state(), db.session.scalars(db.select(FilterSnapshot.version)).all()
    approve(a_comment(article), by=moderator)
    db.session.commit()
    with monkeypatch.context() as patched:
        patched.setattr(serving, "measure", interrupted)
        with pytest.raises(KeyboardInterrupt):
            catch_up()
    db.session.rollback()
    assert state() == before
    assert db.session.scalars(db.select(FilterSnapshot.version)).all() == versions
    catch_up()
    insist_that_it_equals_learning_afresh()


def interrupted(*_args, **_details):
    raise KeyboardInterrupt


def test_several_workers_at_once_learn_each_decision_once(app, article, moderator, monkeypatch):
    monkeypatch.setattr(learning, "AT_ONCE", 3)
    for n in range(25):
        (mark_as_spam if n % 2 else approve)(a_comment(article, body=f"{SPAM} {n}"), by=moderator)
    db.session.commit()

    def work(_number):
        with app.app_context():
            learn_what_was_decided(seconds=60)

    with ThreadPoolExecutor(3) as workers:
        list(workers.map(work, range(3)))
    assert len(lessons()) == 25 and waiting_lessons() == 0
    catch_up()
    insist_that_it_equals_learning_afresh()
    assert current_filter().spam_filter.decisions == 25


def test_what_was_damaged_after_it_was_loaded_is_set_aside(app, article, moderator):
    mark_as_spam(a_comment(article, body=SPAM), by=moderator)
    catch_up()
    db.session.get(FilterSnapshot, current_filter().version).state = b"nonsense"
    approve(a_comment(article), by=moderator)
    catch_up()
    insist_that_it_equals_learning_afresh()
