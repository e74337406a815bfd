"""One click shows the address behind a comment, and is recorded. The worker answers: this process cannot open it."""

from flask import current_app, redirect, url_for

from blog.accounts.permissions import insist, may
from blog.commenting.contact import Contact
from blog.commenting.inquiry import About, answer_to, ask, inquiries_about, latest_inquiry
from blog.moderating.views.asking import moderating, the_comment, whoever_moderates
from blog.refusals import NotThere
from blog.storage import db
from blog.storage.sealing import CannotOpen


@moderating.post("/comments/<public_id>/address")
def reveal(public_id):
    account = whoever_moderates()
    insist(account, "see addresses")
    comment = the_comment(account, public_id)
    if db.session.get(Contact, comment.id) is None:
        raise NotThere
    asked = latest_inquiry(comment, About.ADDRESS, by=account)
    if asked is None or asked.is_over():
        ask(About.ADDRESS, comment, by=account, secret=account.session_key, keys=current_app.config["KEYS"])
    db.session.commit()
    return redirect(url_for("moderating.comment", public_id=public_id, _anchor="address"), 303)


def address_of(comment, account):
    """What the comment's page says of its address, by name: None where there is none or the Account may not see it."""
    if (
        not may(account, "see addresses", comment)
        or comment.account_id
        or db.session.get(Contact, comment.id) is None
    ):
        return None
    asked = latest_inquiry(comment, About.ADDRESS, by=account)
    return {
        "email": _answer(asked, account),
        "is_awaited": asked is not None and asked.is_waiting(),
        "shown": db.session.scalars(inquiries_about(comment)).all(),
    }


def _answer(asked, account):
    if asked is None:
        return None
    try:
        return answer_to(asked, secret=account.session_key, keys=current_app.config["KEYS"])
    except CannotOpen:  # asked before the password was changed
        return None
