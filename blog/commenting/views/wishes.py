"""Glue: wishes for letters, as they come with a comment or from its receipt. Who may be asked by letter, and how often."""

from flask import current_app

from blog.commenting.comment import Status
from blog.commenting.confirmation import ask_to_confirm, confirm, is_confirmed, post_unasked
from blog.commenting.contact import Contact
from blog.commenting.cookies import proofs_shown
from blog.commenting.subscription import Rhythm, Scope, choose_letters
from blog.commenting.trust import is_confirmed as is_shown
from blog.mail.configured import mail_is_configured
from blog.refusals import TooOften
from blog.storage import db
from blog.web.throttle import hit_or_refuse, limit, this_network

# Letters to addresses that nobody has confirmed, by whoever asks for them.
OF_ONE_NETWORK = limit("10 per hour")


def take_wishes(comment, form):
    """What was ticked under a new comment is wished for, and its address is asked. The caller commits."""
    tell_fate = bool(form.letters_fate and form.letters_fate.data)
    answers = bool(form.letters_answers and form.letters_answers.data)
    if mail_is_configured() and (tell_fate or answers):
        scope = Scope.ANSWERS if answers else Scope.NONE
        choose_letters(comment, scope=scope, rhythm=Rhythm.AT_ONCE, tell_fate=tell_fate)
        ask_whether_it_is_theirs(comment)


def ask_whether_it_is_theirs(comment):
    """By letter; not where this browser has answered one from the same address before. Where it was asked too often,
    the wish is kept, and can be asked about again from the receipt. About spam the worker writes none; nobody is told.
    """
    contact = db.session.get(Contact, comment.id)
    if contact is None or is_confirmed(comment):
        return
    if is_shown(contact.digest, proofs_shown(), current_app.config["KEYS"]):
        confirm(comment)
    elif comment.status is not Status.WITHDRAWN and _may_ask():
        ask_to_confirm(comment)


def ask_for_data_letter(comment):
    """Raises TooOften."""
    hit_or_refuse(OF_ONE_NETWORK, "letters to unconfirmed addresses", this_network())
    post_unasked("my_data", comment)


def _may_ask():
    try:
        hit_or_refuse(OF_ONE_NETWORK, "letters to unconfirmed addresses", this_network())
    except TooOften:
        return False
    return True
