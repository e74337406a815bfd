"""Moves, decisions, replies and closings at the same instant, through HTTP: nothing breaks, and every number stays true."""

from collections import Counter
from random import Random

from flask import current_app

from blog.accounts.account import Role
from blog.commenting.moving import Move
from blog.commenting.verification import faults
from blog.storage import db
from tests.builders import a_public_article, an_account, an_approved_comment, sign_in, token
from tests.commenting.posted import WORDS
from tests.moderating.test_at_the_same_instant import posted_at_once

ROUNDS, HANDS = 12, 4


def test_whatever_meets_whatever_else_everything_stays_true(app):
    chance, statuses = Random(7), Counter()
    articles = [a_public_article() for _ in range(2)]
    comments = [an_approved_comment(chance.choice(articles)) for _ in range(8)]
    for _ in range(8):
        parent = chance.choice(comments)
        comments.append(an_approved_comment(parent.article, parent=parent))
    hands = [sign_in(app.test_client(), an_account(Role.MODERATOR)) for _ in range(HANDS)]
    tokens = [token(each, "/moderation") for each in hands]
    for number in range(ROUNDS):
        posts = [
            _an_act(chance, hand, csrf, comments, articles) for hand, csrf in zip(hands, tokens, strict=True)
        ]
        parent = chance.choice(comments)
        reply = WORDS | {"parent": parent.public_id, "body": f"Reply {number}."}
        posts.append((app.test_client(), f"/articles/{parent.article.slug}/comments", reply))
        statuses.update(posted_at_once(app, posts))
        assert list(faults(current_app.config["KEYS"])) == []
    assert set(statuses) <= {303, 403, 409, 422}
    assert db.session.scalar(db.select(db.func.count(Move.id))) > 5


def _an_act(chance, hand, csrf, comments, articles):
    comment, other = chance.sample(comments, 2)
    path = f"/moderation/comments/{comment.public_id}"
    to = chance.choice([f"comment:{other.public_id}", f"article:{chance.choice(articles).slug}"])
    return chance.choice(
        [
            (hand, f"{path}/move", {"csrf_token": csrf, "to": to}),
            (hand, f"{path}/move", {"csrf_token": csrf, "to": to}),
            (hand, f"{path}/decision", {"csrf_token": csrf, "verdict": chance.choice(["approve", "reject"])}),
            (hand, f"{path}/decision", {"csrf_token": csrf, "verdict": "approve"}),
            (hand, f"{path}/thread", {"csrf_token": csrf}),
        ]
    )
