"""Every address of the application with something real in it, and everything the database holds."""

from flask import url_for
from sqlalchemy import select

from blog.accounts.account import Role
from blog.accounts.one_time_link import Purpose
from blog.commenting.receipt import receipt_token
from blog.storage import db


def filled(rule, app, blog):
    """The path of a rule of `app.url_map`, about things that `blog` (a WholeBlog) holds."""
    author, pending = blog.people[Role.AUTHOR], blog.comments["pending"]
    known = {
        "slug": blog.articles["public"].slug,
        "public_id": pending.public_id,
        "article_id": blog.articles["public"].id,
        "handle": author.handle,
        "token": _token(rule, app, blog, pending),
        "reference": "1",
        "number": 1,
        "reset_id": 1,
        "name": "no-such.png",
        "hashed": "0" * 16,
    }
    if rule.endpoint in {"reading.tag"}:
        known["slug"] = "bread"
    with app.test_request_context():
        return url_for(
            rule.endpoint, **{name: known[name] for name in rule.arguments - set(rule.defaults or ())}
        )


def _token(rule, app, blog, comment):
    if rule.rule.startswith("/receipts/"):
        return receipt_token(comment, app.config["KEYS"].receipts)
    return blog.tokens[Purpose.INVITATION if rule.endpoint.startswith("accounts.join") else Purpose.PASSWORD]


def posts(app):
    return [rule for rule in app.url_map.iter_rules() if "POST" in rule.methods]


def everything_stored():
    """{table: its rows}, to be compared with itself later."""
    db.session.commit()
    return {
        name: sorted(map(repr, db.session.execute(select(table)).all()))
        for name, table in db.metadata.tables.items()
    }
