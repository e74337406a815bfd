"""The worker's part in letters, run by the test: what is due is composed for real, and kept instead of being sent."""

import re
from dataclasses import dataclass

from flask import current_app

from blog.clock import now
from blog.commenting.inquiry import answer_inquiries
from blog.mail.composing import Composed, compose
from blog.mail.letter import claim_letters, letter_not_wanted, letter_sent
from blog.storage import db
from blog.storage.private_keys import load_private_keys
from tests.commenting.posted import WORDS, post

WISHES = {"letters_fate": "y", "letters_answers": "y"}
MAIL = {"BLOG_SMTP_URL": "smtp://mail.example", "BLOG_MAIL_FROM": "Forge <blog@forge.example>"}


@dataclass(frozen=True)
class Kept:
    kind: str
    composed: Composed

    @property
    def to(self):
        return self.composed.to

    @property
    def whole(self):
        """All that would leave, as one string."""
        letter = self.composed
        return "\n".join((letter.to, letter.subject, letter.text, letter.html, letter.end_url or ""))

    def path(self, ending):
        """The path of the first link in its text that ends so, or begins with it."""
        found = re.findall(r"https?://[^\s/]+(/\S*)", self.composed.text)
        return next(path for path in found if path.endswith(ending) or path.startswith(ending))


def private_keys():
    return load_private_keys(current_app.config["RUN"])


def delivered(*, at=None):
    """[Kept] of the letters that are due at `at`, and of those that they make due, in the order in which they leave."""
    db.session.commit()
    at, left = at or now(), []
    while claims := claim_letters(50, at):
        for claim in claims:
            composed = compose(claim.kind, claim.about, private_keys())
            if composed is None:
                letter_not_wanted(claim)
            else:
                letter_sent(claim, at=at)
                left.append(Kept(claim.kind, composed))
            db.session.commit()
    return left


def answered():
    """The worker answers what visitors asked."""
    db.session.commit()
    answer_inquiries(private_keys())


def post_and_wish(visitor, article, **fields):
    """The path of the receipt of a comment that was posted with both wishes ticked."""
    return post(visitor, article, **WISHES, **fields).location


def confirm_by_letter(visitor, article, **fields):
    """The same, with the address confirmed by following its letter."""
    receipt = post_and_wish(visitor, article, **fields)
    to = fields.get("email", WORDS["email"])
    (letter,) = [each for each in delivered() if each.kind == "confirmation" and each.to == to]
    assert visitor.post(letter.path("/confirmation")).status_code == 303
    return receipt
