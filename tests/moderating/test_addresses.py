"""Every moderation address, tried by everybody, by every method, in every spelling: no change, no leak, nothing breaks."""

import pytest
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from blog.accounts.account import Role
from blog.commenting.comment import Comment
from blog.commenting.decision import Decision
from blog.commenting.revision import Revision
from blog.storage import db
from tests.builders import a_comment, an_account, sign_in

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS")
SECRETS = ("Marked Words", "marked-name", "marked@visitors.example")
FIELDS = {"verdict": "approve", "body": "x", "name": "x", "website": "", "seen": "0"}
SIGNED_IN = [None, *Role]


def _paths(public_id):
    one = f"/moderation/comments/{public_id}"
    return ("/moderation", one, f"{one}/decision", f"{one}/edit", f"{one}/reply", "/moderation/decisions")


def _spellings(path):
    """The path itself, and what a careless check of paths could take for another."""
    return (
        path,
        path + "/",
        "/" + path,
        path.replace("/moderation/", "/moderation//"),
        path.replace("/moderation", "/moderation/."),
        path.replace("/comments/", "%2fcomments%2f"),
        "/%6doderation" + path.removeprefix("/moderation"),
        path.upper(),
        path + "%00",
        path + ";x",
    )


@pytest.mark.sqlite_only
@pytest.mark.parametrize("role", SIGNED_IN)
def test_nobody_gets_in_by_another_spelling_or_method(app, role):
    comment = a_comment(body=SECRETS[0], name=SECRETS[1], email=SECRETS[2])
    client = app.test_client()
    if role is not None:
        sign_in(client, an_account(role))
    sees_all = role in (Role.OWNER, Role.EDITOR, Role.MODERATOR)
    fields = FIELDS | {"comment": f"{comment.public_id}.0"}
    for path in _paths(comment.public_id):
        for spelling in _spellings(path):
            for method in METHODS:
                data = fields if method not in {"GET", "HEAD", "OPTIONS"} else None
                answer = client.open(spelling, method=method, data=data, follow_redirects=False)
                tried = f"{method} {spelling} as {role}: {answer.status}"
                assert answer.status_code < 500, tried
                if not sees_all:
                    assert not any(secret in answer.text for secret in SECRETS), tried
    assert comment.status == "pending"  # not even for a moderator: no form token was sent
    assert (comment.body, comment.name, comment.decision_count) == (*SECRETS[:2], 0)
    for table in (Decision, Revision):
        assert db.session.scalars(select(table)).all() == []
    assert len(db.session.scalars(select(Comment)).all()) == 1


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.CONTRIBUTOR])
def test_with_a_valid_token_the_wrong_role_is_refused_all_the_same(app, role):
    comment, client = a_comment(body=SECRETS[0], name=SECRETS[1], email=SECRETS[2]), app.test_client()
    sign_in(client, an_account(role))
    with client.session_transaction() as session:
        session["csrf_token"] = "0" * 40
    fields = FIELDS | {"comment": f"{comment.public_id}.0", "csrf_token": _token(app)}
    for path in _paths(comment.public_id)[2:]:
        answer = client.post(path, data=fields)
        expected = {Role.CONTRIBUTOR: 403, Role.AUTHOR: 303 if path.endswith("decisions") else 404}[role]
        assert answer.status_code == expected, path
        assert not any(secret in answer.text for secret in SECRETS), path
    assert (comment.status, comment.body, comment.decision_count) == ("pending", SECRETS[0], 0)


@pytest.mark.parametrize("public_id", ["0" * 16, "1", "0" * 15 + "g", "%F0%9F%92%A9", "..", "'--", "٠" * 16])
def test_a_comment_that_is_not_there_is_not_found(app, public_id):
    a_comment()
    client = sign_in(app.test_client(), an_account(Role.OWNER))
    for path in (f"/moderation/comments/{public_id}", f"/moderation/comments/{public_id}/edit"):
        assert client.get(path).status_code == 404, path


def _token(app):
    """The form token that belongs to a session holding forty noughts."""
    return URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps("0" * 40)
