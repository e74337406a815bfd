"""What is decided the moment a comment arrives. Whatever fails here leaves it pending, which is never public."""

from blog.accounts.permissions import may
from blog.commenting.comment import Status
from blog.commenting.decision import decide
from blog.storage.site_setting import site_settings

HONEYPOT = "The field that people leave empty was filled in."
OWN_WORDS = "Written by the person who moderates here."
KNOWN_VISITOR = "Known visitor: published here before, and recognised by their browser."


def take_a_first_look(comment, *, honeypot_filled=False, known=False):
    if honeypot_filled:
        decide(comment, Status.SPAM, because=HONEYPOT, at=comment.left_at)
    elif may(comment.account, "moderate", comment):
        decide(comment, Status.APPROVED, by=comment.account, because=OWN_WORDS, at=comment.left_at)
    elif known and site_settings().auto_approve_known:
        decide(comment, Status.APPROVED, because=KNOWN_VISITOR, at=comment.left_at)
