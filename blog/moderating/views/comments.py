"""A comment's own page: what can be done with it, what is known of it, and all that happened to it."""

from flask import current_app, render_template, request

from blog.accounts.permissions import may
from blog.commenting.appeal import find_appeal
from blog.commenting.contact import Contact
from blog.commenting.moving import last_move_of
from blog.commenting.proposal import find_proposal, version_of
from blog.commenting.reason import Reason
from blog.commenting.thread_closure import find_thread_closure
from blog.moderating.appeals import waits_for_another
from blog.moderating.ban import bans_about
from blog.moderating.case import cases
from blog.moderating.forms import ReplyForm
from blog.moderating.presence import opened_by_others
from blog.moderating.story import story_of
from blog.moderating.views.addresses import address_of
from blog.moderating.views.asking import moderating, the_comment, whoever_moderates
from blog.moderating.views.bar import bar_of
from blog.moderating.views.place import Place
from blog.storage import db
from blog.text.diff import difference
from blog.text.plain import find_number


@moderating.get("/comments/<public_id>")
def comment(public_id):
    account = whoever_moderates()
    return comment_page(account, the_comment(account, public_id), ReplyForm(formdata=None))


def comment_page(account, comment, reply):
    """The page with the form `reply` (a ReplyForm) as it was filled in."""
    contact, proposal, made = _kept_about(comment)
    case = cases([(comment, contact)], account, keys=current_app.config["KEYS"])[0]
    page = find_number(request.args.get("story", "")) or 1
    return render_template(
        "moderating/comment.html",
        case=case,
        story=story_of(case, account, appeal=made, page=page),
        reasons=list(Reason),
        appeal=made,
        is_for_another=made is not None and waits_for_another(comment, account),
        proposal=proposal,
        proposed=difference(comment.body, proposal.body) if proposal else [],
        proposal_version=version_of(comment, proposal),
        opened=opened_by_others([comment], account),
        closure=find_thread_closure(comment),
        standing_bans=bans_about(contact),
        last_move=_move_to_take_back(comment, account),
        may_ban=contact is not None and comment.account_id is None and may(account, "ban"),
        reply=reply,
        way=_way_back(),
        bar=bar_of(account),
        address=address_of(comment, account),
    )


def _move_to_take_back(comment, account):
    """The last Move; None where it came from an article that is not theirs to moderate."""
    last = last_move_of(comment)
    return last if last is not None and may(account, "moderate", last.from_article) else None


def _kept_about(comment):
    return db.session.get(Contact, comment.id), find_proposal(comment), find_appeal(comment)


def _way_back():
    """Where its forms lead, as values of their addresses: on in the queue for who came from there, else back here."""
    if request.args.get("back") == "queue":
        return Place.asked_for().values() | {"next": request.args.get("next"), "back": "queue"}
    return {"from": "comment"}
