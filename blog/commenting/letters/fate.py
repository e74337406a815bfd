"""Whoever asked for it is told what became of their comment, a while after it was decided: an undo comes in between."""

from datetime import timedelta

from sqlalchemy import select

from blog.commenting.comment import Status
from blog.commenting.confirmation import ask_to_confirm, is_confirmed
from blog.commenting.contact import Contact
from blog.commenting.decision import Decision, last_decision_about
from blog.commenting.letters.written import place_address, receipt_address, written
from blog.commenting.mail_refused import recipient_called
from blog.commenting.own_comments import find_fate, find_reason
from blog.commenting.subscription import Subscription, find_living, find_subscription
from blog.mail.configured import mail_is_configured
from blog.mail.letter import cancel_letters, letters_about, post_letter
from blog.storage import db
from blog.storage.site_setting import site_settings

SUBJECTS = {
    "approved": "Your comment is published",
    "hidden": "Your comment is approved",
    "rejected": "Your comment was not published",
}


def tell_of_decision(decision):
    """Hears each Decision: letters about it will leave; letters about one that it takes back will not."""
    if decision.undoes_id is not None and cancel_letters(_cause(decision.undoes_id)):
        return  # nobody heard of what was undone, so there is nothing to take back
    if not mail_is_configured():
        return
    post_fate(decision)
    if decision.after is Status.APPROVED:
        _post("comment_public", decision)


def tell_of_decisions(decisions):
    """The same of many that were made at once: the database is asked once whom any of it concerns."""
    undone = [each.undoes_id for each in decisions if each.undoes_id is not None]
    concerned = letters_about([_cause(id) for id in undone]) if undone else set()
    wished = select(Subscription.comment_id).where(
        Subscription.comment_id.in_([each.comment_id for each in decisions])
    )
    wishes = set(db.session.scalars(wished)) if mail_is_configured() else set()
    for decision in decisions:
        if (
            decision.comment_id in wishes
            or decision.after is Status.APPROVED
            or _cause(decision.undoes_id) in concerned
        ):
            tell_of_decision(decision)


def post_fate(decision):
    """The letter about this Decision to whoever wrote the comment, if they asked for it; else None."""
    wish = find_subscription(decision.comment)
    if wish is None or not wish.is_alive() or not _is_verdict(decision):
        return None
    if decision.before is Status.SPAM and not is_confirmed(decision.comment):
        ask_to_confirm(decision.comment, at=decision.at)  # what a rule took for spam was not asked
    contact = db.session.get(Contact, decision.comment_id)
    if contact is None or not wish.tell_fate:
        return None
    return _post("fate", decision, recipient=recipient_called(contact.digest))


def post_fate_of(comment):
    """The same for what was decided before its address was confirmed."""
    decision = last_decision_about(comment)
    if decision is None:
        return None
    cancel_letters(_cause(decision.id), "fate")  # one that still waits would now tell it too
    return post_fate(decision)


def write_fate(about, private_keys):
    decision = db.session.get(Decision, about["decision"])
    own = decision.comment
    wish, fate = find_living(own.id), find_fate(own)
    newest = last_decision_about(own)
    if wish is None or not wish.tell_fate or newest.id != decision.id or fate not in SUBJECTS:
        return None
    return written(
        "commenting/mail/fate",
        own,
        private_keys,
        subject=f"{SUBJECTS[fate]}: {own.article.title}" if own.article.is_public() else SUBJECTS[fate],
        heading=SUBJECTS[fate],
        fate=fate,
        reason=find_reason(own) if fate == "rejected" else None,
        place=place_address(own) if fate == "approved" and own.article.is_public() else None,
        receipt=receipt_address(own),
    )


def _post(kind, decision, **to_whom):
    about = {"decision": decision.id, "comment": decision.comment_id}
    due_at = decision.at + timedelta(seconds=site_settings().letters_wait_seconds)
    return post_letter(kind, about, cause=_cause(decision.id), due_at=due_at, **to_whom)


def _cause(decision_id):
    return f"decision:{decision_id}"


def _is_verdict(decision):
    """What a rule took for spam looks to its writer like any other comment that waits."""
    if decision.after is Status.SPAM:
        return decision.by_id is not None
    return decision.after in (Status.APPROVED, Status.REJECTED)
