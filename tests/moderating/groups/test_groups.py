"""Comments that are alike belong to one group, whatever happens to them; what is kept of it is always true."""

from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select, update

from blog.accounts.account import Role
from blog.clock import now
from blog.commenting.appeal import appeal
from blog.commenting.comment import Comment, Status
from blog.commenting.decision import AlreadyDecided, decide, decide_many
from blog.commenting.erasure import erase_comments
from blog.commenting.moving import move
from blog.commenting.revision import edit_comment
from blog.commenting.withdrawal import withdraw_comment
from blog.moderating.groups import gathering
from blog.moderating.groups.gathering import forget_old_examples, move_to_own_group
from blog.moderating.groups.group import GroupExample, GroupMark, GroupMember, GroupTally, group_of
from blog.moderating.groups.verification import wrong_groups
from blog.moderating.verdict import approve, mark_as_spam, reject, undo
from blog.storage import db
from tests.builders import a_comment, a_public_article, an_account
from tests.moderating.groups.alike import WORDS, many_alike


def _sizes():
    """How many wait in each group, the largest first."""
    kept = select(GroupTally.number).where(GroupTally.status == Status.PENDING)
    return sorted(db.session.scalars(kept), reverse=True)


def test_what_is_alike_is_one_group_and_a_real_one_stands_alone(app):
    many_alike(6)
    real = a_comment(body="Does the second column include the seed potatoes? We always booked those apart.")
    many_alike(3, first=6)
    assert _sizes() == [9, 1]
    assert list(wrong_groups()) == []
    assert db.session.scalar(select(GroupTally.number).where(GroupTally.first_id == real.id)) == 1


def test_each_comment_has_a_group_even_where_comparing_fails(app, monkeypatch):
    monkeypatch.setattr(gathering, "likeness_of", None)  # whatever it is that breaks
    comments = many_alike(2)
    assert _sizes() == [1, 1]
    assert all(group_of(each) for each in comments)


def test_words_of_staff_stand_alone(app):
    moderator = an_account(Role.MODERATOR)
    many_alike(2)
    many_alike(2, first=2, by=moderator)
    assert _sizes() == [2]
    assert list(wrong_groups()) == []


def test_one_that_stood_alone_comes_along_with_one_that_is_like_both(app):
    words = [f"word{n}number" for n in range(23)]
    a_comment(body=" ".join(words[:14]))
    a_comment(body=" ".join(words[9:]))
    assert _sizes() == [1, 1]
    a_comment(body=" ".join(words[3:20]))
    assert _sizes() == [3]
    assert list(wrong_groups()) == []


def test_old_examples_are_compared_with_no_more(app):
    many_alike(2, at=now() - timedelta(days=20))
    forget_old_examples()
    assert db.session.scalars(select(GroupMark.mark)).all() == []
    many_alike(2, first=2)
    assert _sizes() == [2, 2]


def test_a_large_group_keeps_few_examples(app):
    many_alike(30)
    assert len(db.session.scalars(select(GroupExample.id)).all()) <= gathering.MOST_EXAMPLES


def test_whoever_appeals_is_heard_alone(app):
    comments = many_alike(3)
    reject(comments[0], by=an_account(Role.MODERATOR))
    appeal(comments[0], words="I am real.")
    assert _sizes() == [2, 1]
    assert list(wrong_groups()) == []


def test_changed_words_stand_alone_and_erased_ones_are_forgotten(app):
    first, second, _third = many_alike(3)
    edit_comment(second, by=None, body="Something else entirely, which nobody has compared.", name="Jenny")
    assert _sizes() == [2, 1]
    erase_comments([first], words=True)
    assert first.id not in db.session.scalars(select(GroupExample.comment_id)).all()
    assert list(wrong_groups()) == []


def test_a_moved_comment_stands_with_its_new_article(app):
    comments, other = many_alike(2), a_public_article()
    move(comments[0], by=an_account(Role.MODERATOR), article=other)
    assert list(wrong_groups()) == []


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_what_is_kept_is_what_is_counted(app, seed):
    chance, moderator = Random(seed), an_account(Role.MODERATOR)
    article, other = a_public_article(), a_public_article()
    comments = many_alike(6, article)
    for n in range(60):
        comment = chance.choice(comments)
        if comment.status is not Status.WITHDRAWN:
            chance.choice(_what_can_happen(chance, n, comment, comments, moderator))()
        assert list(wrong_groups()) == []
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["commenting", "verify"])
    assert result.exit_code == 0, result.output
    assert other.comment_count == 0


def _what_can_happen(chance, n, comment, comments, moderator):
    article, word = comments[0].article, chance.choice(DECIDED)
    return [
        lambda: comments.append(many_alike(1, article, first=100 + len(comments))[0]),
        lambda: decide(comment, word, by=moderator),
        lambda: decide(comment, word, by=moderator),
        lambda: decide_many(_different(chance, comments), word, by=moderator),
        lambda: undo(comment, by=moderator) if comment.decision_count else None,
        lambda: edit_comment(comment, by=None, body=f"{comment.body} {n}", name=comment.name),
        lambda: move_to_own_group(comment),
        lambda: withdraw_comment(comment) if n > 40 else None,
        lambda: erase_comments([comment], words=True) if n > 50 else None,
        lambda: _answer(chance, comments, n),
    ]


DECIDED = [Status.PENDING, Status.APPROVED, Status.REJECTED, Status.SPAM]


def _different(chance, comments):
    """Some, of any status but withdrawn, freshly read."""
    some = chance.sample(comments, min(4, len(comments)))
    for each in some:
        db.session.refresh(each)
    return [each for each in some if each.status is not Status.WITHDRAWN]


def _answer(chance, comments, n):
    public = [each for each in comments if each.is_public()]
    if public:
        parent = chance.choice(public)
        comments.append(a_comment(parent.article, parent=parent, body=WORDS.format(n, n)))


def test_verify_names_what_is_wrong(app):
    comments = many_alike(3)
    db.session.execute(update(GroupTally).values(number=7))
    assert len(list(wrong_groups())) == 1
    db.session.execute(update(GroupMember).values(status=Status.SPAM))
    said = list(wrong_groups())
    assert f"Comment {comments[0].public_id} has another status in its group." in said
    db.session.commit()
    assert app.test_cli_runner().invoke(args=["commenting", "verify"]).exit_code == 1


def test_many_decisions_at_once_are_as_good_as_one_by_one(app):
    moderator, article = an_account(Role.MODERATOR), a_public_article()
    parent = a_comment(article)
    approve(parent, by=moderator)
    answer = a_comment(article, parent=parent)
    approve(answer, by=moderator)
    others = [a_comment(article) for _ in range(4)]
    mark_as_spam(others[0], by=moderator)
    assert article.comment_count == 2
    decide_many([parent, *others], Status.REJECTED, by=moderator, because="All of it.")
    assert article.comment_count == 0
    assert db.session.get(Comment, answer.id, populate_existing=True).hidden_above == 1
    decide_many([parent, *others], Status.APPROVED, by=moderator)
    assert article.comment_count == 6
    db.session.commit()
    assert app.test_cli_runner().invoke(args=["commenting", "verify"]).exit_code == 0


def test_of_many_none_is_decided_about_where_one_is_not_as_it_was_read(app):
    moderator = an_account(Role.MODERATOR)
    first, second = a_comment(), a_comment()
    db.session.execute(
        update(Comment)
        .where(Comment.id == second.id)
        .values(decision_count=1)
        .execution_options(synchronize_session=False)
    )
    with pytest.raises(AlreadyDecided):
        decide_many([first, second], Status.SPAM, by=moderator)
    assert db.session.get(Comment, first.id, populate_existing=True).status is Status.PENDING
