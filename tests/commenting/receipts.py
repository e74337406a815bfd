"""The receipt of a comment, and what is sent from it."""

from flask import current_app

from blog.commenting.receipt import receipt_token
from tests.real_forms import form_to


def receipt_of(comment):
    """The address of its receipt."""
    return f"/receipts/{receipt_token(comment, current_app.config['KEYS'].receipts)}"


def send(visitor, comment, act, **fields):
    """The answer to the receipt's form of that name, filled in where `fields` do not say otherwise."""
    address = receipt_of(comment)
    return visitor.post(
        f"{address}/{act}", data=form_to(visitor.get(address).text, f"{address}/{act}") | fields
    )


def mend_on(visitor, comment, body, **fields):
    return send(visitor, comment, "body", body=body, **fields)
