"""Two moderators decide five hundred times each about the same comments: nothing is lost, nothing is decided twice."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from dataclasses import dataclass
from random import Random

from flask import current_app
from flask.testing import FlaskClient
from sqlalchemy import select

from blog.accounts.account import Role
from blog.commenting.comment import Comment
from blog.commenting.decision import Decision
from blog.commenting.verification import faults
from blog.moderating.verdict import approve
from blog.storage import db
from tests.builders import a_comment, a_public_article, an_account, sign_in, token

DECISIONS = 500
COMMENTS = 40
AFTER = {"approve": "approved", "reject": "rejected", "spam": "spam"}


@dataclass(frozen=True)
class Said:
    """What was sent about a comment that had been decided about `seen` times when it was looked at, and the answer."""

    comment_id: int
    verdict: str
    seen: int
    status: int


class Moderator:
    """Looks at a comment, thinks, decides; now and then about what was seen long ago."""

    def __init__(self, app, public_ids, seed):
        self.account = an_account(Role.MODERATOR)
        self.account_id = self.account.id
        self.client = sign_in(app.test_client(), self.account)
        self.csrf = token(self.client, "/moderation")
        self.app, self.public_ids, self.random = app, public_ids, Random(seed)
        self.seen = {}

    def work(self):
        return [self.decide() for _ in range(DECISIONS)]

    def decide(self):
        comment_id = self.random.choice(list(self.public_ids))
        if comment_id not in self.seen or self.random.random() < 0.9:
            self.look_at(comment_id)
        seen = self.seen[comment_id]
        verdict = self.random.choice([*AFTER, "undo"] if seen else list(AFTER))
        fields = {"csrf_token": self.csrf, "verdict": verdict, "seen": str(seen)}
        path = f"/moderation/comments/{self.public_ids[comment_id]}/decision"
        answer = Context().run(FlaskClient.open, self.client, path, method="POST", data=fields)
        return Said(comment_id, verdict, seen, answer.status_code)

    def look_at(self, comment_id):
        with self.app.app_context():
            count = select(Comment.decision_count).where(Comment.id == comment_id)
            self.seen[comment_id] = db.session.scalar(count)
            db.session.rollback()


def test_a_thousand_decisions_of_two_leave_one_true_story(app):
    article = a_public_article()
    roots = [a_comment(article) for _ in range(COMMENTS // 2)]
    comments = roots + [a_reply_to(root) for root in roots]
    both = [Moderator(app, ids_of(comments), seed) for seed in (1, 2)]
    db.session.commit()

    with ThreadPoolExecutor(2) as threads:
        said = list(threads.map(lambda moderator: Context().run(moderator.work), both))
    db.session.expire_all()

    assert {each.status for theirs in said for each in theirs} == {303, 409}, (
        "they never met, or something broke"
    )
    decided = Counter(db.session.scalars(select(Decision.by_id).where(Decision.by_id.in_(moderators(both)))))
    for moderator, theirs in zip(both, said, strict=True):
        accepted = [each for each in theirs if each.status == 303]
        # A button pressed for what stands so already is answered kindly, and is no decision.
        assert 0 < decided[moderator.account_id] <= len(accepted)
        assert [each for each in accepted if not was_kept(each)] == []
    assert sum(decided.values()) + len(roots) == sum(comment.decision_count for comment in comments)
    assert list(faults(current_app.config["KEYS"])) == []


def a_reply_to(root):
    """Whatever is decided about the root from now on hides it, or brings it back."""
    approve(root, by=an_account(Role.MODERATOR))
    return a_comment(root.article, parent=root)


def moderators(both):
    return [moderator.account_id for moderator in both]


def ids_of(comments):
    return {comment.id: comment.public_id for comment in comments}


def was_kept(said):
    """Whether a decision stands that does what was said, none before what had been seen."""
    theirs = select(Decision).where(Decision.comment_id == said.comment_id).order_by(Decision.id)
    since = db.session.scalars(theirs).all()[said.seen :]
    if said.verdict == "undo":
        return any(decision.undoes_id for decision in since)
    before = db.session.scalars(theirs).all()[: said.seen]
    stands_so = before and before[-1].after == AFTER[said.verdict]
    return stands_so or any(decision.after == AFTER[said.verdict] for decision in since)
