"""A comment moves with all that answers it, and every number and every order stays true."""

from random import Random

import pytest
from flask import current_app

from blog.accounts.account import Role
from blog.commenting.comment import Comment, Status
from blog.commenting.confirmation import confirm
from blog.commenting.conversation import conversation_on
from blog.commenting.decision import decide
from blog.commenting.moving import (
    ArticleGone,
    MovedOn,
    StandsThere,
    UnderItself,
    UnderLater,
    move,
    moves_of,
    undo_move,
)
from blog.commenting.order import Order
from blog.commenting.subscription import Scope, choose_letters, subscriptions_to
from blog.commenting.verification import faults
from blog.moderating.verdict import approve, reject
from blog.publishing.deletion import delete
from blog.storage import db
from tests.builders import a_comment, a_public_article, an_account, an_approved_comment


def test_a_comment_moves_under_another_with_all_that_answers_it(app):
    article, moderator = a_public_article(), an_account(Role.MODERATOR)
    root, stray = _said(article), _said(article)
    answer = _said(article, stray)
    deep = _said(article, answer)
    noise = _said(article)
    made = move(stray, under=root, by=moderator, because="It answers the first.")
    assert (stray.parent_id, stray.root_id, stray.branch_id) == (root.id, root.id, stray.id)
    assert {(each.root_id, each.branch_id) for each in (answer, deep)} == {(root.id, stray.id)}
    assert _read(article) == [(root, 0), (stray, 1), (answer, 2), (deep, 2), (noise, 0)]
    assert (made.from_article, made.from_parent, made.to_parent, made.because) == (
        article,
        None,
        root,
        "It answers the first.",
    )
    assert _faults() == []


def test_a_comment_moves_to_the_beginning_of_a_thread(app):
    article, moderator = a_public_article(), an_account(Role.MODERATOR)
    root = _said(article)
    reply = _said(article, root)
    one, two = _said(article, reply), _said(article, reply)
    under_one, last = _said(article, one), _said(article, root)
    move(reply, article=article, by=moderator)
    assert _read(article) == [(root, 0), (last, 1), (reply, 0), (one, 1), (under_one, 2), (two, 1)]
    assert _read(article, Order.NEWEST)[0] == (reply, 0)
    assert _faults() == []


def test_a_comment_moves_to_another_article_and_both_count_rightly(app):
    here, there, moderator = a_public_article(), a_public_article(), an_account(Role.MODERATOR)
    _said(here)
    target, stray = _said(there), _said(here)
    answer, waiting = _said(here, stray), a_comment(here, parent=stray)
    later = _said(here)
    move(stray, under=target, by=moderator)
    assert (here.comment_count, there.comment_count) == (2, 3)
    assert {each.article for each in (stray, answer, waiting)} == {there}
    assert later.article == here
    assert _faults() == []


def test_what_moves_under_what_was_pulled_back_is_hidden_and_returns(app):
    article, moderator = a_public_article(), an_account(Role.MODERATOR)
    target, stray = _said(article), _said(article)
    answer = _said(article, stray)
    reject(target, by=moderator)
    move(stray, under=target, by=moderator)
    assert (stray.hidden_above, answer.hidden_above, article.comment_count) == (1, 1, 0)
    undo_move(stray, by=moderator)
    assert (stray.hidden_above, answer.hidden_above, article.comment_count) == (0, 0, 2)
    move(stray, under=target, by=moderator)
    approve(target, by=moderator)
    assert article.comment_count == 3
    assert _faults() == []


def test_the_way_back_is_another_move(app):
    here, there, moderator = a_public_article(), a_public_article(), an_account(Role.MODERATOR)
    root = _said(here)
    reply = _said(here, root)
    first = move(reply, article=there, by=moderator)
    back = undo_move(reply, by=moderator, seen=first.id)
    assert (reply.article, reply.parent, back.undoes_id) == (here, root, first.id)
    assert db.session.scalars(moves_of(reply)).all() == [first, back]
    with pytest.raises(MovedOn):
        undo_move(reply, by=moderator, seen=first.id)
    assert _faults() == []


def test_a_move_that_leads_nowhere_is_refused(app):
    article, moderator = a_public_article(), an_account(Role.MODERATOR)
    root = _said(article)
    reply = _said(article, root)
    deep, later = _said(article, reply), _said(article)
    for problem, comment, target in (
        (UnderItself, reply, {"under": reply}),
        (UnderItself, root, {"under": deep}),
        (UnderLater, reply, {"under": later}),
        (StandsThere, reply, {"under": root}),
        (StandsThere, root, {"article": article}),
    ):
        with pytest.raises(problem):
            move(comment, by=moderator, **target)
    gone = a_public_article()
    target = _said(gone)
    delete(gone, by=gone.author)
    for where in ({"article": gone}, {"under": target}):
        with pytest.raises(ArticleGone):
            move(_said(article), by=moderator, **where)
    assert db.session.scalars(moves_of(reply)).all() == []


def test_who_wished_for_letters_hears_of_what_is_said_there_now(app):
    here, there, moderator = a_public_article(), a_public_article(), an_account(Role.MODERATOR)
    target, stray = _said(there), _said(here)
    choose_letters(stray, scope=Scope.THREAD)
    meant = subscriptions_to(_said(there, target)).with_only_columns(Comment.id)
    assert db.session.scalars(meant).all() == []  # its address has confirmed nothing yet
    confirm(stray)
    move(stray, under=target, by=moderator)
    meant = subscriptions_to(_said(there, target)).with_only_columns(Comment.id)
    assert db.session.scalars(meant).all() == [stray.id]


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_moved_and_decided_everything_stays_true(app, seed):
    chance, moderator = Random(seed), an_account(Role.MODERATOR)
    articles = [a_public_article() for _ in range(3)]
    for step in range(60):
        comments = db.session.scalars(db.select(Comment).order_by(Comment.id)).all()
        public = [each for each in comments if each.is_public()]
        act = chance.choice(["say", "say", "decide", "move", "move", "undo"])
        if act == "say" or len(comments) < 3:
            parent = chance.choice([None, *public])
            a_comment(parent.article if parent else chance.choice(articles), parent=parent)
            newest = db.session.scalars(db.select(Comment).order_by(Comment.id.desc())).first()
            decide(newest, Status.APPROVED, by=moderator)
        elif act == "decide":
            choices = [Status.APPROVED, Status.APPROVED, Status.REJECTED, Status.SPAM, Status.WITHDRAWN]
            decide(chance.choice(comments), chance.choice(choices), by=moderator)
        else:
            _try_to_move(chance, act, chance.choice(comments), comments, articles, moderator)
        if step % 15 == 14:
            assert _faults() == []
    for article in articles:
        assert len(_read(article)) >= article.comment_count
    assert _faults() == []


def _try_to_move(chance, act, comment, comments, articles, moderator):
    try:
        if act == "undo":
            undo_move(comment, by=moderator)
        elif chance.random() < 0.7:
            move(comment, under=chance.choice(comments), by=moderator)
        else:
            move(comment, article=chance.choice(articles), by=moderator)
    except (UnderItself, UnderLater, StandsThere, MovedOn):
        pass


def test_a_long_thread_moves_in_a_fixed_number_of_questions(app, count_queries):
    article, moderator, asked = a_public_article(), an_account(Role.MODERATOR), []
    for length in (2, 12):
        target, stray = _said(article), _said(article)
        for _ in range(length):
            _said(article, stray)
        db.session.flush()
        with count_queries() as statements:
            move(stray, under=target, by=moderator)
        asked.append(len(statements))
    assert asked[0] == asked[1]


def _said(article, parent=None):
    return an_approved_comment(article, parent=parent)


def _read(article, order=Order.OLDEST):
    """[(Comment, its level)] as a reader reads them."""
    by_id = {each.public_id: each for each in db.session.scalars(db.select(Comment))}
    entries = conversation_on(article, order=order).entries
    return [(by_id[entry.public_id], entry.level) for entry in entries]


def _faults():
    return list(faults(current_app.config["KEYS"]))
