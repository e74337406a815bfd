"""Whatever happens in whatever order, the filter that has caught up is that of learning afresh what stands."""

from contextlib import suppress
from threading import Event, Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blog.accounts.account import Role
from blog.commenting.comment import Status
from blog.commenting.erasure import erase_comments, find_erasure
from blog.commenting.moving import StandsThere, move
from blog.commenting.revision import edit_comment
from blog.commenting.withdrawal import withdraw_comment
from blog.moderating.spam_filter import learning
from blog.moderating.spam_filter.fold import fold_once
from blog.moderating.spam_filter.lesson import Lesson
from blog.moderating.spam_filter.reset import (
    find_standing_reset,
    learn_again,
    start_from_nothing,
    take_back_reset,
)
from blog.moderating.verdict import NothingToUndo, approve, mark_as_spam, reject, undo
from blog.storage import db
from tests.builders import a_comment, a_public_article, an_account
from tests.moderating.spam_filter.folding import catch_up, kept_predictions, learnt_afresh, state

COMMENTS = 4
ACTS = ("arrive", "approve", "spam", "reject", "undo", "edit", "erase", "erase name", "withdraw", "move")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            (*ACTS, *("approve", "spam", "undo") * 2, "fold", "fold", "reset", "again", "take back")
        ),
        st.integers(0, COMMENTS - 1),
    ),
    max_size=18,
)
BODIES = ("cheap pills at https://pills.example", "the bread rose well", "thanks for sharing", "a question")


class Story:
    def __init__(self):
        self.moderator = an_account(Role.MODERATOR)
        self.articles = [a_public_article(), a_public_article()]
        self.comments = [self.one(n) for n in range(COMMENTS)]
        self.changes = 0
        db.session.commit()

    def one(self, n):
        return a_comment(self.articles[0], name=f"Name {n}", body=BODIES[n])

    def do(self, act, n):
        comment, by = self.comments[n], {"by": self.moderator}
        verdicts = {"approve": approve, "spam": mark_as_spam, "reject": reject}
        gone = comment.status is Status.WITHDRAWN
        if act == "arrive":
            self.comments[n] = self.one(n)
        elif act in verdicts and not gone and not self._is_empty(comment):
            verdicts[act](comment, **by)
        elif act == "undo" and not gone and not self._is_empty(comment):
            self._undo(comment)
        elif act == "edit" and not self._is_empty(comment):
            self.changes += 1
            edit_comment(comment, **by, name=comment.name, body=f"{BODIES[n]} {self.changes}")
        elif act in ("erase", "erase name"):
            erase_comments([comment], words=act == "erase")
        elif act == "withdraw":
            withdraw_comment(comment)
        elif act == "move":
            self._move(comment)
        else:
            self._to_the_filter(act)
        db.session.commit()

    def _to_the_filter(self, act):
        if act == "fold":
            fold_once()
        elif act == "reset":
            start_from_nothing(by=self.moderator)
        elif act == "again":
            learn_again(by=self.moderator)
        elif act == "take back" and find_standing_reset():
            take_back_reset(find_standing_reset(), by=self.moderator)

    def _undo(self, comment):
        with suppress(NothingToUndo):
            undo(comment, by=self.moderator)

    def _move(self, comment):
        there = self.articles[comment.article_id == self.articles[0].id]
        with suppress(StandsThere):
            move(comment, by=self.moderator, article=there)

    @staticmethod
    def _is_empty(comment):
        erasure = find_erasure(comment)
        return erasure is not None and erasure.words


def insist_that_it_equals_learning_afresh():
    catch_up()
    afresh, predicted = learnt_afresh()
    assert state() == afresh.dumped()
    assert kept_predictions() == predicted


@pytest.mark.sqlite_only
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(steps=STEPS, at_once=st.integers(1, 3))
def test_any_sequence_ends_where_learning_afresh_does(app, steps, at_once):
    before, learning.AT_ONCE = learning.AT_ONCE, at_once
    try:
        with app.app_context():  # a session of its own
            story = Story()
            for act, n in steps:
                story.do(act, n)
            insist_that_it_equals_learning_afresh()
    finally:
        learning.AT_ONCE = before


def test_a_lower_decision_that_commits_later_is_learnt_in_its_place(app, database):
    """On PostgreSQL its id was given before the other's, and is seen after it."""
    if database == "sqlite":
        return  # whoever writes is alone there
    moderator = an_account(Role.MODERATOR)
    slow, fast = (a_comment(a_public_article(), body=body) for body in BODIES[:2])
    catch_up()
    is_written, may_commit = Event(), Event()

    def slowly(comment_id, by_id):
        with app.app_context():
            comment = db.session.get(type(slow), comment_id)
            mark_as_spam(comment, by=db.session.get(type(moderator), by_id))
            is_written.set()
            may_commit.wait(20)
            db.session.commit()

    other = Thread(target=slowly, args=(slow.id, moderator.id))
    db.session.rollback()
    other.start()
    assert is_written.wait(20)
    approve(fast, by=moderator)
    catch_up()
    assert db.session.scalars(db.select(Lesson.comment_id)).all() == [fast.id]
    db.session.rollback()
    may_commit.set()
    other.join()
    catch_up()
    learnt = db.session.scalars(db.select(Lesson.comment_id).order_by(Lesson.decision_id)).all()
    assert learnt == [slow.id, fast.id]
    insist_that_it_equals_learning_afresh()
