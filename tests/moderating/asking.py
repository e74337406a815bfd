"""How these tests ask: as a browser that sends the form it was shown."""

from blog.accounts.account import Role
from tests.builders import an_account, sign_in, token


def as_moderator(app, role=Role.MODERATOR, **details):
    """(a client that is signed in, the Account)"""
    account = an_account(role, **details)
    return sign_in(app.test_client(), account), account


def decide(client, comment, verdict, **fields):
    """Posts a decision with the token of the queue's page."""
    return send(client, f"/moderation/comments/{comment.public_id}/decision", verdict=verdict, **fields)


def send(client, path, **fields):
    return client.post(path, data={"csrf_token": token(client, "/moderation")} | fields)
