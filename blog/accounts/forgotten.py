"""Who forgot their password asks for a link by letter, and is told the same whether there is such an account or not.

The same is written, too: a letter to nobody takes as long as one to somebody.
"""

from datetime import timedelta

from sqlalchemy import exists, select

from blog.accounts.account import Account
from blog.accounts.address import WrongAddress, normalised_address
from blog.accounts.letters_declined import PASSWORD, LettersDeclined
from blog.clock import now
from blog.mail.letter import letters_posted, post_letter
from blog.storage import db

KIND = PASSWORD
AT_MOST, WITHIN = 5, timedelta(hours=1)  # letters to one account; a later link closes the earlier ones
NOBODY = 0


def ask_for_password_letter(typed, *, at=None):
    """Posts the letter to whoever's address was `typed` (a string); its link is made when it leaves."""
    try:
        address = normalised_address(typed)
    except WrongAddress:
        address = ""
    theirs = exists().where(LettersDeclined.account_id == Account.id, LettersDeclined.kind == PASSWORD)
    wanted = select(Account.id).where(Account.email == address, ~theirs)
    post_password_letter(db.session.scalar(wanted), at=at)


def post_password_letter(account_id, *, at=None):
    """The Letter to the account with this id, or to nobody (None); None where that account got enough of them."""
    at, number = at or now(), account_id or NOBODY
    recipient = f"account:{number}"
    posted = db.session.scalar(letters_posted(recipient, KIND, since=at - WITHIN))
    if number != NOBODY and posted >= AT_MOST:
        return None
    return post_letter(KIND, {"account": number}, recipient=recipient, at=at)
