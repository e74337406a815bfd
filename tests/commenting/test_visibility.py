"""What is pulled back hides what answers it; what its writer takes back does not; and the article's number is true."""

from threading import Barrier, Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from blog.accounts.account import Role
from blog.commenting.comment import Comment, Status
from blog.commenting.conversation import conversation_on
from blog.commenting.decision import decisions_about
from blog.commenting.own_comments import find_fate
from blog.commenting.queries import public_comments_on
from blog.commenting.withdrawal import withdraw_comment
from blog.moderating.verdict import (
    NothingToUndo,
    TakenBack,
    Verdict,
    approve,
    mark_as_spam,
    reject,
    say,
    undo,
)
from blog.moderating.wording import HIDDEN
from blog.publishing.article import Article
from blog.storage import db
from tests.builders import a_comment, a_public_article, an_account, an_approved_comment, sign_in, token
from tests.commenting.posted import ids_on, post

HIDES = (Status.PENDING, Status.REJECTED, Status.SPAM)


@pytest.fixture
def moderator(app):
    return an_account(Role.MODERATOR)


@pytest.fixture
def article(app):
    return a_public_article()


def a_chain(article, length):
    chain = [an_approved_comment(article)]
    for _ in range(length - 1):
        chain.append(an_approved_comment(article, parent=chain[-1]))
    return chain


def seen_on(visitor, article):
    return ids_on(visitor.get(f"/articles/{article.slug}").text)


@pytest.mark.parametrize("pull", [reject, mark_as_spam, undo])
def test_answers_are_hidden_with_what_they_answer_and_return_with_it(visitor, article, moderator, pull):
    root, answer, deeper = a_chain(article, 3)
    beside = an_approved_comment(article)
    pull(root, by=moderator)
    assert seen_on(visitor, article) == [beside.public_id]
    assert article.comment_count == 1
    assert "1 comment" in visitor.get("/").text
    assert [find_fate(each) for each in (answer, deeper)] == ["hidden", "hidden"]
    undo(root, by=moderator)
    assert seen_on(visitor, article) == [each.public_id for each in (root, answer, deeper, beside)]
    assert article.comment_count == 4


def test_hidden_comments_have_no_address_and_cannot_be_answered(app, visitor, article, moderator):
    root, answer = a_chain(article, 2)
    permalink = f"/articles/{article.slug}/comments/{answer.public_id}"
    assert visitor.get(permalink).status_code == 302
    reject(root, by=moderator)
    assert visitor.get(permalink).status_code == 404
    assert post(visitor, article, parent=answer.public_id).status_code == 409
    assert visitor.get(f"/articles/{article.slug}?from={answer.public_id}").status_code == 404


def test_what_is_hidden_twice_returns_only_when_both_have_returned(article, moderator):
    root, answer, deeper = a_chain(article, 3)
    reject(root, by=moderator)
    reject(answer, by=moderator)
    approve(root, by=moderator)
    assert [each.is_public() for each in (root, answer, deeper)] == [True, False, False]
    approve(answer, by=moderator)
    assert [each.is_public() for each in (root, answer, deeper)] == [True, True, True]
    assert article.comment_count == 3


def test_a_hidden_answer_can_still_be_decided_about(article, moderator):
    root, answer = a_chain(article, 2)
    waiting = a_comment(article, parent=answer)
    reject(root, by=moderator)
    approve(waiting, by=moderator)
    reject(answer, by=moderator)
    assert (waiting.hidden_above, article.comment_count) == (2, 0)
    approve(root, by=moderator)
    assert (waiting.hidden_above, article.comment_count) == (1, 1)


def test_moderators_are_told_that_an_answer_is_hidden(app, article, moderator):
    root, answer = a_chain(article, 2)
    client = sign_in(app.test_client(), moderator)
    page = f"/moderation/comments/{answer.public_id}"
    assert HIDDEN not in client.get(page).text
    reject(root, by=moderator)
    assert HIDDEN in client.get(page).text
    answered = client.post(
        f"{page}/decision", data={"csrf_token": token(client), "verdict": "reject", "seen": "1"}
    )
    assert (answered.status_code, answer.status) == (303, Status.REJECTED)


def test_what_its_writer_takes_back_hides_nothing(visitor, article, moderator):
    root, answer = a_chain(article, 2)
    withdraw_comment(root)
    assert seen_on(visitor, article) == [root.public_id, answer.public_id]
    assert article.comment_count == 1
    other, below = a_chain(article, 2)
    withdraw_comment(other)
    assert below.is_public()
    assert article.comment_count == 2


def test_whoever_was_pulled_back_brings_no_answers_back_by_taking_it_back(visitor, article, moderator):
    root, answer = a_chain(article, 2)
    reject(root, by=moderator)
    withdraw_comment(root)
    assert not answer.is_public()
    assert seen_on(visitor, article) == []
    assert article.comment_count == 0


def test_an_answer_that_arrives_after_its_parent_was_pulled_back_is_hidden_with_it(article, moderator):
    root = an_approved_comment(article)
    reject(root, by=moderator)
    late = an_approved_comment(article, parent=root)
    assert (late.is_public(), late.hidden_above, article.comment_count) == (False, 1, 0)


def test_many_answers_are_hidden_in_as_many_questions_as_one(article, moderator, count_queries):
    asked = []
    for answers in (1, 50):
        root = an_approved_comment(article)
        for _ in range(answers):
            an_approved_comment(article, parent=root)
        db.session.refresh(article)
        with count_queries() as statements:
            reject(root, by=moderator)
        asked.append(len(statements))
    assert asked[0] == asked[1]
    assert article.comment_count == 0


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["leave", "answer", "approve", "reject", "spam", "undo", "withdraw"]),
        st.integers(0, 30),
    ),
    max_size=40,
)


@given(steps=STEPS)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
def test_whatever_is_decided_in_whatever_order_a_naive_recount_agrees(app, steps):
    article, moderator = a_public_article(), an_account(Role.MODERATOR)
    said = [a_comment(article)]
    for act, number in steps:
        _take(act, said, said[number % len(said)], moderator)
    db.session.expire_all()
    public = _counted_again(article, said)
    assert article.comment_count == len(public)
    assert set(db.session.scalars(public_comments_on(article))) == public
    shown = [each for each in conversation_on(article).entries if not each.is_removed]
    assert {each.public_id for each in shown} == {each.public_id for each in public}
    db.session.rollback()


def _take(act, said, comment, moderator):
    if act == "leave":
        said.append(a_comment(comment.article))
    elif act == "answer":
        said.append(a_comment(comment.article, parent=comment))
    elif act == "withdraw":
        withdraw_comment(comment)
    else:
        try:
            say(comment, Verdict(act), by=moderator)
        except (NothingToUndo, TakenBack):
            return


def _counted_again(article, said):
    """The public ones, each found by walking up from it."""

    def above(comment):
        while comment.parent is not None:
            comment = comment.parent
            yield comment

    def hides(comment):
        """By what was decided, not by what is kept of it."""
        after = [each.after for each in db.session.scalars(decisions_about(comment))]
        others = [status for status in (Status.PENDING, *after) if status is not Status.WITHDRAWN]
        return others[-1] in HIDES

    for each in said:
        assert each.hidden_above == sum(hides(one) for one in above(each))
    return {
        each for each in said if each.status is Status.APPROVED and not any(hides(x) for x in above(each))
    }


@pytest.mark.parametrize("seed", range(3))
def test_moderators_who_decide_about_parent_and_answer_at_once_lose_nothing(app, visitor, article, seed):
    """Each of them presses as fast as the others let them; one of them decides about all at once."""
    root, answer, deeper = chain = a_chain(article, 3)
    presses = [
        *(("one", root, verdict) for verdict in ("reject", "approve", "spam", "approve")[seed:]),
        *(("one", answer, verdict) for verdict in ("spam", "approve", "reject")),
        *(("many", None, verdict) for verdict in ("approve", "reject")),
        *(("answer", deeper, "") for _ in range(2)),
    ]
    answers = _pressed_at_once(app, article, chain, presses)
    assert len(answers) == len(presses)
    assert set(answers) <= {303, 409}
    db.session.expire_all()
    said = db.session.scalars(select(Comment).where(Comment.article_id == article.id)).all()
    public = _counted_again(article, said)
    assert db.session.get(Article, article.id).comment_count == len(public)


def _pressed_at_once(app, article, chain, presses):
    """The status of the answer to each press."""
    clients = [sign_in(app.test_client(), an_account(Role.MODERATOR)) for _ in presses]
    tokens = [token(client, "/moderation") for client in clients]
    ids = {comment: comment.public_id for comment in chain}
    slug, start, statuses = article.slug, Barrier(len(presses)), []
    db.session.remove()  # this thread holds no transaction while the others want theirs

    def press(n):
        kind, comment, verdict = presses[n]
        fields = {"csrf_token": tokens[n], "verdict": verdict}
        path = "/moderation/decisions"
        if kind == "one":
            path = f"/moderation/comments/{ids[comment]}/decision"
        if kind == "many":
            fields["comment"] = [f"{id}.{seen}" for id in reversed(ids.values()) for seen in (1, 2)]
        if kind == "answer":
            path = f"/articles/{slug}/comments"
            fields = {"csrf_token": tokens[n], "body": f"At once {n}.", "parent": ids[comment]}
        with app.app_context():
            start.wait()
            statuses.append(clients[n].post(path, data=fields).status_code)

    threads = [Thread(target=press, args=(n,)) for n in range(len(presses))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for comment in chain:
        db.session.add(comment)
    db.session.add(article)
    return statuses
