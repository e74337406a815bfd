"""What letters lead to, in the whole blog: confirmed and ended wishes, erased comments, and what is kept about a person."""

from flask import current_app

from blog.accounts.account import Role
from blog.accounts.letters_declined import LOGBOOK, PASSWORD, WAITING, decline_letters, token_to_decline
from blog.commenting.confirmation import confirm
from blog.commenting.contact import Contact
from blog.commenting.erasure import erase_comments
from blog.commenting.inquiry import About, answer_inquiries, ask
from blog.commenting.letter_link import LinkTo, data_token, token_to
from blog.commenting.mail_refused import refuse_mail
from blog.commenting.receipt import receipt_token
from blog.commenting.subscription import choose_letters, end_letters
from blog.moderating.letters.decision_link import LinkTo as DecideTo
from blog.moderating.letters.decision_link import decision_token
from blog.moderating.verdict import approve
from blog.storage import db
from blog.storage.private_keys import load_private_keys

WISHED = ("wished for", "confirmed", "ended", "refused", "forgotten")


def wishes_and_erasures(said):
    """Comments of people who wish for letters, or have erased what was kept; `said` leaves one."""
    for name in WISHED:
        choose_letters(said(name, approve), scope="thread", rhythm="daily", tell_fate=True)
    confirm(said("confirmed and asks", approve, website="https://asks.example"))
    erase_comments([said("erased", approve, website="https://reader.example")], words=False)
    erased = said("erased with its words", approve)
    said("reply to the erased", approve, parent=erased)
    erase_comments([erased], words=True)
    erase_comments([said("erased while it waits")], words=True)


def settle_wishes(blog):
    confirm(blog.comments["confirmed"])
    end_letters(blog.comments["ended"])
    refuse_mail(db.session.get(Contact, blog.comments["refused"].id).digest)
    erase_comments([blog.comments["forgotten"]], words=False)
    decline_letters(blog.people[Role.EDITOR], WAITING)
    _open_what_is_kept(blog)


def _open_what_is_kept(blog):
    keys, comment = current_app.config["KEYS"], blog.comments["confirmed and asks"]
    blog.tokens["data"] = data_token(comment, keys.receipts)
    ask(About.EXPORT, comment, secret=blog.tokens["data"], keys=keys)
    ask(About.EXPORT, comment, secret=receipt_token(comment, keys.receipts), keys=keys, only_this=True)
    db.session.commit()
    answer_inquiries(load_private_keys(current_app.config["RUN"]))
    waits = blog.comments["confirmed"]
    blog.tokens["awaited data"] = data_token(waits, keys.receipts)
    ask(About.EXPORT, waits, secret=blog.tokens["awaited data"], keys=keys)


def decision_pages(blog, key):
    """What the links in letters to moderators open, before and after signing in, and when they are used."""
    moderator = blog.people[Role.MODERATOR]

    def page(name, role, **details):
        token = decision_token(moderator, blog.comments[name], key, **details)
        return "letter_decisions.decision", f"/letter-decisions/{token}", role

    return [
        page("pending", None),
        page("pending", Role.MODERATOR),
        page("pending", Role.EDITOR),
        page("rejected", Role.MODERATOR, to=DecideTo.UNDO),
        page("taken back by its writer", Role.MODERATOR),
    ]


def letter_pages(blog):
    """[(endpoint, path, Role or None)]"""
    key = current_app.config["KEYS"].receipts
    comments = [blog.comments[name] for name in WISHED]
    asks = receipt_token(blog.comments["confirmed and asks"], key)
    begun = receipt_token(blog.comments["approved"], key)
    begun_by_letter = data_token(blog.comments["approved"], key)
    erased = data_token(blog.comments["erased"], key)
    return [
        *(
            ("commenting.confirmation", f"/letters/{token_to(LinkTo.CONFIRM, each, key)}/confirmation", None)
            for each in comments
        ),
        *(
            ("commenting.end_letters_page", f"/letters/{token_to(LinkTo.END, each, key)}/end", None)
            for each in comments
        ),
        *(
            ("commenting.my_data", f"/my-data/{token}", None)
            for token in (begun_by_letter, blog.tokens["data"], blog.tokens["awaited data"], erased)
        ),
        ("commenting.my_data_erasure", f"/my-data/{blog.tokens['data']}/erasure", None),
        ("commenting.own_data", f"/receipts/{begun}/data", None),
        ("commenting.own_data", f"/receipts/{asks}/data", None),
        ("commenting.own_data_erasure", f"/receipts/{asks}/data/erasure", None),
        *decision_pages(blog, key),
        ("accounts.forgotten", "/passwords/forgotten", None),
        ("accounts.letter_sent", "/passwords/sent", None),
        *(
            (
                "accounts.end_letters_page",
                f"/staff-letters/{token_to_decline(blog.people[role], WAITING, key)}/end",
                None,
            )
            for role in (Role.MODERATOR, Role.EDITOR)
        ),
        (
            "accounts.end_letters_page",
            f"/staff-letters/{token_to_decline(blog.people[Role.OWNER], LOGBOOK, key)}/end",
            None,
        ),
        (
            "accounts.end_letters_page",
            f"/staff-letters/{token_to_decline(blog.people[Role.AUTHOR], PASSWORD, key)}/end",
            None,
        ),
    ]
