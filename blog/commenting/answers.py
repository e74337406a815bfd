"""What the worker answers to an Inquiry about an address."""

from blog.commenting.contact import Contact, email_of
from blog.storage import db

GONE = ""  # it was erased while it was asked for


def address_answer(inquiry, private_keys):
    """The address that came with the comment; GONE where it is not kept any more."""
    contact = db.session.get(Contact, inquiry.comment_id)
    return email_of(contact, private_keys) if contact else GONE
