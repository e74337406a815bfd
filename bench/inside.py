"""What is counted or timed inside a process: statements a request, and the hard inputs of the renderer."""

import time

from sqlalchemy import event, select

from bench.seeder import COMMENT
from blog import create_app
from blog.accounts.account import Account
from blog.commenting.comment import Comment, Status
from blog.storage import db
from blog.text.markdown import render_comment
from tests.text.hard_inputs import HARD_INPUTS


def count_queries(environ, slug):
    """{name of the page or act: statements}, BEGIN and pragmas left out."""
    app = create_app(environ, WTF_CSRF_METHODS=[])
    with app.app_context():
        owner = db.session.scalars(select(Account).where(Account.email == "owner@bench.example")).one()
        waiting = select(Comment.public_id).where(Comment.status == Status.PENDING).limit(1)
        session_id, public_id = owner.get_id(), db.session.scalars(waiting).one()
        statements = []
        event.listen(db.engine, "before_cursor_execute", lambda *said: statements.append(said[2]))
    visitor, moderator = app.test_client(), app.test_client()
    with moderator.session_transaction() as session:
        session["_user_id"], session["_fresh"] = session_id, True
    comment = {"name": "Visitor", "email": "visitor@bench.example", "body": COMMENT}
    asks = {
        "home": lambda: visitor.get("/"),
        "article with 50 comments": lambda: visitor.get(f"/articles/{slug}"),
        "feed": lambda: visitor.get("/feed.xml"),
        "queue page": lambda: moderator.get("/moderation"),
        "posting a comment": lambda: visitor.post(f"/articles/{slug}/comments", data=comment),
        "one decision": lambda: moderator.post(
            f"/moderation/comments/{public_id}/decision", data={"verdict": "approve"}
        ),
    }
    counted = {}
    for name, ask in asks.items():
        statements.clear()
        status = ask().status_code
        if status not in {200, 303}:
            raise SystemExit(f"{name} answered {status}")
        counted[name] = sum(not said.startswith(("BEGIN", "PRAGMA")) for said in statements)
    return counted


def hard_inputs():
    """{name: milliseconds}, the best of three: what 10,000 characters cost at most to render and clean."""
    return {name: min(_time(made) for _ in range(3)) for name, made in HARD_INPUTS.items()}


def _time(made):
    text = made(10_000)
    started = time.perf_counter()
    render_comment(text)
    return (time.perf_counter() - started) * 1000
