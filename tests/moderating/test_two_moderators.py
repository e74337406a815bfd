"""Two moderators at the same instant: exactly one of them decides."""

from threading import Barrier, Thread

from blog.accounts.account import Role
from blog.commenting.comment import Status
from blog.commenting.decision import decisions_about
from blog.storage import db
from tests.builders import a_comment, an_account, sign_in, token


def test_exactly_one_of_two_contrary_decisions_counts(app):
    comment = a_comment()
    answers = _at_once(app, comment, ["approve", "reject"])
    assert sorted(answers) == [303, 409]
    assert comment.status is (Status.APPROVED if answers[0] == 303 else Status.REJECTED)
    assert len(db.session.scalars(decisions_about(comment)).all()) == 1


def test_the_same_decision_by_many_is_made_once(app):
    comment = a_comment()
    assert _at_once(app, comment, ["approve"] * 4) == [303] * 4
    assert (comment.decision_count, comment.article.comment_count) == (1, 1)


def _at_once(app, comment, verdicts):
    """The status of the answer to each verdict, all sent at the same moment."""
    path, start, answers = f"/moderation/comments/{comment.public_id}/decision", Barrier(len(verdicts)), {}
    clients = [sign_in(app.test_client(), an_account(Role.MODERATOR)) for _ in verdicts]
    tokens = [token(client, "/moderation") for client in clients]
    db.session.remove()  # this thread holds no transaction while the others want theirs

    def press(n):
        fields = {"csrf_token": tokens[n], "verdict": verdicts[n], "seen": "0"}
        with app.app_context():
            start.wait()
            answers[n] = clients[n].post(path, data=fields).status_code

    threads = [Thread(target=press, args=(n,)) for n in range(len(verdicts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.add(comment)
    return [answers[n] for n in range(len(verdicts))]
