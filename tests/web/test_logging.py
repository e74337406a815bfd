import logging

import pytest

from blog.web.logging import masked


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("GET /receipts/abcDEF_-123 200", "GET /receipts/… 200"),
        ("'/set-up/s3cret?x=1'", "'/set-up/…?x=1'"),
        ("/invitations/a b", "/invitations/… b"),
        ("Exception on /passwords/tok [POST]", "Exception on /passwords/… [POST]"),
        ("/articles/receipts", "/articles/receipts"),
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
