import logging

import pytest
from flask import request
from sqlalchemy import insert

from blog.accounts.account import Account, Role
from blog.storage import db
from blog.web.logging import masked
from tests.builders import an_account


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("GET /receipts/abcDEF_-123 200", "GET /receipts/… 200"),
        ("'/set-up/s3cret?x=1'", "'/set-up/…?x=1'"),
        ("/invitations/a b", "/invitations/… b"),
        ("Exception on /passwords/tok [POST]", "Exception on /passwords/… [POST]"),
        ("/articles/receipts", "/articles/receipts"),
        ("/sign-in?next=/letter-decisions/a.b&x=1", "/sign-in?next=/letter-decisions/…&x=1"),
        ("/sign-in?next=%2Fletter-decisions%2Fa.b 200", "/sign-in?next=%2Fletter-decisions%2F… 200"),
    ],
)
def test_tokens_are_masked(line, kept):
    assert masked(line) == kept


def test_an_exception_on_a_secret_page_is_logged_without_its_token(app, visitor, caplog):
    def breaks(token):
        raise RuntimeError("broken")

    app.add_url_rule("/receipts/<token>/breaks", view_func=breaks)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with caplog.at_level(logging.DEBUG):
        assert visitor.get("/receipts/s3cr3t-t0ken/breaks").status_code == 500
    assert "broken" in caplog.text and "s3cr3t-t0ken" not in caplog.text


def test_a_value_that_the_database_refused_is_not_logged(app, visitor, caplog):
    """PostgreSQL quotes the key that is there already, or the whole row that cannot be."""
    an_account(email="ada@staff.example", handle="ada-of-the-staff")
    answers = {"/twice": {"email": "ada@staff.example"}, "/nameless": {"name": None, "bio": "A secret bio."}}

    def breaks():
        known = {"name": "Ada", "handle": "eda", "email": "eda@staff.example", "role": Role.AUTHOR}
        db.session.execute(insert(Account).values(known | answers[request.path]))

    for path in answers:
        app.add_url_rule(path, path, view_func=breaks, methods=["POST"])
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with caplog.at_level(logging.DEBUG):
        for path in answers:
            assert visitor.post(path).status_code == 500
    assert "IntegrityError" in caplog.text
    for secret in ("@staff.example", "A secret bio."):
        assert secret not in caplog.text
