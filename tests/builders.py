"""Things for tests to stand on, built through the real acts, so that an impossible state cannot be built."""

from itertools import count

from flask import current_app

from blog.accounts.account import Role, create_account
from blog.commenting.contact import Contact, email_of
from blog.commenting.leaving import leave_comment
from blog.moderating.verdict import approve
from blog.publishing.publication import publish
from blog.publishing.writing import write_article
from blog.storage import db
from blog.storage.private_keys import load_private_keys

PASSWORD = "correct horse battery"
_number = count(1)


def an_account(role=Role.AUTHOR, *, password=None, **details):
    """Without a password it cannot sign in, and is made at once: hashing one takes a while."""
    n = next(_number)
    details = {"email": f"person-{n}@staff.example", "name": f"Person {n}"} | details
    return create_account(role=role, password=password, **details)


def a_draft(*, by=None, **details):
    n = next(_number)
    details = {"title": f"Article {n}", "body": f"The words of article {n}."} | details
    return write_article(by=by or an_account(), **details)


def a_public_article(*, live=None, **details):
    """`live` is the moment from which it is public (default: now)."""
    article = a_draft(**details)
    publish(article, by=article.author, at=live)
    return article


def a_comment(article=None, **details):
    """Pending, as every visitor's comment is born."""
    n = next(_number)
    words = {"name": f"Visitor {n}", "email": f"visitor-{n}@visitors.example", "body": f"Comment number {n}."}
    return leave_comment(article or a_public_article(), keys=current_app.config["KEYS"], **(words | details))


def an_approved_comment(article=None, *, by=None, **details):
    comment = a_comment(article, **details)
    approve(comment, by=by or an_account(Role.MODERATOR))
    return comment


def sign_in(visitor, account):
    """Signs the client `visitor` in as `account` without the form (its own tests use the form); returns the client."""
    with visitor.session_transaction() as session:
        session["_user_id"] = account.get_id()
        session["_fresh"] = True
    return visitor


def token(visitor, path="/desk"):
    """The form token of the signed-in client, read from a page as a browser would."""
    from re import search

    found = search(r'name="csrf_token"[^>]*value="([^"]+)"', visitor.get(path).text)
    assert found, f"no form token on {path}"
    return found[1]


def addresses_kept():
    """Every commenter's address, opened as the worker would, oldest first."""
    private = load_private_keys(current_app.config["RUN"])
    contacts = db.session.scalars(db.select(Contact).order_by(Contact.comment_id))
    return [email_of(contact, private) for contact in contacts]
