"""Glue: whoever wrote a comment takes what is kept about them, and has it erased.

By the link of a letter: all under their address. Where no letters can be sent: their one comment, from its receipt.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from flask import current_app, make_response, redirect, render_template, request, url_for

from blog.commenting.comment import Comment
from blog.commenting.contact import Contact
from blog.commenting.erasure import erase_comments, erase_person, find_erasure
from blog.commenting.export import find_export
from blog.commenting.inquiry import About, answer_to, ask
from blog.commenting.letter_link import comment_of_data_link
from blog.commenting.subscription import under_its_address
from blog.commenting.views.blueprint import commenting
from blog.commenting.views.receipts import comment_called, done
from blog.commenting.views.wishes import ask_for_data_letter
from blog.mail.configured import mail_is_configured
from blog.refusals import NotAcceptable, NotThere
from blog.storage import db
from blog.storage.sealing import CannotOpen
from blog.web.guards import SAFE_METHODS
from blog.web.template_helpers import exact_time


@dataclass(frozen=True)
class Asker:
    """Whoever knows the address: what they may see, and where its pages are."""

    token: str
    only_this: bool
    comment: Comment

    def url(self, page=""):
        root = "own_data" if self.only_this else "my_data"
        return url_for(f"commenting.{root}{page}", token=self.token)

    @property
    def receipt(self):
        return url_for("commenting.receipt", token=self.token) if self.only_this else None

    def answer(self):
        """JSON as a string, or None while there is none."""
        inquiry = self.inquiry()
        try:
            keys = current_app.config["KEYS"]
            return answer_to(inquiry, secret=self.token, keys=keys) if inquiry else None
        except CannotOpen:  # it was asked with another letter's link
            return None

    def inquiry(self):
        return find_export(self.comment, only_this=self.only_this)


@commenting.post("/receipts/<token>/data-letter")
def data_letter(token):
    comment = comment_called(token, to_change=True)
    if not mail_is_configured():
        raise NotThere
    ask_for_data_letter(comment)
    return done(token, anchor="data")


def page(token, only_this):
    asker = _asker(token, only_this)
    answer, inquiry = asker.answer(), asker.inquiry()
    return render_template(
        "commenting/my_data.html",
        asker=asker,
        kept=json.loads(answer) if answer else None,
        when=lambda moment: exact_time(datetime.fromisoformat(moment)),
        is_awaited=inquiry is not None and inquiry.is_waiting(),
        erasure=find_erasure(asker.comment),
    )


def open_it(token, only_this):
    asker = _asker(token, only_this)
    inquiry = asker.inquiry()
    if asker.answer() is None and (inquiry is None or not inquiry.is_waiting()):
        keys = current_app.config["KEYS"]
        ask(About.EXPORT, asker.comment, secret=token, keys=keys, only_this=only_this)
    db.session.commit()
    return redirect(asker.url(), 303)


def as_json(token, only_this):
    asker = _asker(token, only_this)
    answer = asker.answer()
    if answer is None:
        return redirect(asker.url())
    response = make_response(answer)
    response.content_type = "application/json"
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


def erasure_page(token, only_this):
    asker = _asker(token, only_this)
    number = 1 if only_this else len(db.session.scalars(under_its_address(asker.comment, Comment.id)).all())
    return render_template(
        "commenting/erasure.html",
        asker=asker,
        number=number,
        is_forgotten=db.session.get(Contact, asker.comment.id) is None,
    )


def erase(token, only_this):
    asker = _asker(token, only_this)
    words = request.form.get("words")
    if words not in {"keep", "erase"}:
        raise NotAcceptable("Please say whether your words shall stay.")
    if only_this:
        erase_comments([asker.comment], words=words == "erase")
    else:
        erase_person(asker.comment, words=words == "erase")
    db.session.commit()
    return redirect(asker.url(), 303)


def _asker(token, only_this):
    """Raises NotThere or LinkOver."""
    if only_this and mail_is_configured():
        raise NotThere
    if only_this:
        comment = comment_called(token, to_change=request.method not in SAFE_METHODS)
    else:
        comment = comment_of_data_link(token, current_app.config["KEYS"].receipts)
    return Asker(token, only_this, comment)


PAGES = (
    ("", "", page, "GET"),
    ("/opening", "_opening", open_it, "POST"),
    ("/my-data.json", "_json", as_json, "GET"),
    ("/erasure", "_erasure", erasure_page, "GET"),
    ("/erasure", "_erase", erase, "POST"),
)
for root, name, only_this in (
    ("/my-data/<token>", "my_data", False),
    ("/receipts/<token>/data", "own_data", True),
):
    for path, ending, view, method in PAGES:
        commenting.add_url_rule(
            root + path, name + ending, view, methods=[method], defaults={"only_this": only_this}
        )
