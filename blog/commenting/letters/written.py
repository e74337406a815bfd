"""What all letters to visitors have in common: to whom they go, the way to their comment, and the way out."""

from flask import current_app

from blog.commenting.contact import Contact, email_of
from blog.commenting.letter_link import LinkTo, token_to
from blog.commenting.mail_refused import is_mail_refused
from blog.commenting.receipt import receipt_token
from blog.mail.composing import Composed
from blog.mail.rendering import render_letter
from blog.storage import db
from blog.web.links import absolute_url


def written(template, own, private_keys, *, subject, ends_all=False, **values):
    """A Composed to the address of the Comment `own`; None where that is not kept any more or wants no letters.

    `template` is its name without ending. `ends_all` says that its way out ends all letters, and not those about the
    article alone.
    """
    contact = db.session.get(Contact, own.id)
    if contact is None or is_mail_refused(contact.digest):
        return None
    end = end_address(own, ends_all=ends_all)
    values |= {"own": own, "article": own.article, "on_article": called(own.article)}
    text, html = render_letter(template, end_page=end, **values)
    return Composed(email_of(contact, private_keys), subject, text, html, end_url=end, end_page=end)


def called(article):
    """By its title, where readers see it: what it is called since it is not public is told to nobody."""
    return f"“{article.title}”" if article.is_public() else "an article that is not shown now"


def end_address(comment, *, ends_all=False):
    token = token_to(LinkTo.END, comment, receipts_key())
    return absolute_url("commenting.end_letters", token=token, **({"all": 1} if ends_all else {}))


def receipt_address(comment):
    """To go to a confirmed address alone: whoever has it may take the comment back."""
    return absolute_url("commenting.receipt", token=receipt_token(comment, receipts_key()))


def place_address(comment):
    """Where readers see it."""
    return absolute_url("commenting.permalink", slug=comment.article.slug, public_id=comment.public_id)


def receipts_key():
    return current_app.config["KEYS"].receipts
