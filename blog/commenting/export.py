"""All that is kept about whoever left a comment, for themselves: made by the worker, which alone can open their address.

It says what a rule or a moderator thinks of a comment no plainer than their receipt does.
"""

import json

from sqlalchemy import select

from blog.clock import now
from blog.commenting.appeal import find_appeal
from blog.commenting.comment import Status
from blog.commenting.confirmation import Confirmation
from blog.commenting.contact import Contact, email_of
from blog.commenting.decision import decisions_about
from blog.commenting.erasure import find_erasure
from blog.commenting.inquiry import About, Inquiry, inquiries_about
from blog.commenting.mail_refused import MailRefused, recipient_called
from blog.commenting.own_comments import find_fate
from blog.commenting.proposal import find_proposal, settled_proposals_of
from blog.commenting.revision import revisions_of
from blog.commenting.subscription import find_subscription, under_its_address
from blog.mail.letter import Letter
from blog.storage import db
from blog.storage.site_setting import site_settings

FATES = {
    "waiting": "waits for a moderator",
    "approved": "published",
    "hidden": "approved; not shown, because a comment that it answers was taken from the page",
    "rejected": "not published",
    "withdrawn": "taken back",
}
_BECAME = {
    Status.PENDING: FATES["waiting"],
    Status.APPROVED: FATES["approved"],
    Status.REJECTED: FATES["rejected"],
    Status.SPAM: FATES["rejected"],
    Status.WITHDRAWN: FATES["withdrawn"],
}


def find_export(comment, *, only_this):
    """The last Inquiry about an export by whoever wrote a Comment, or None."""
    asked = (
        Inquiry.comment_id == comment.id,
        Inquiry.about == About.EXPORT,
        Inquiry.is_only_this.is_(only_this),
    )
    return db.session.scalar(select(Inquiry).where(*asked).order_by(Inquiry.id.desc()).limit(1))


def export_of(inquiry, private_keys):
    """JSON, as a string."""
    own = inquiry.comment
    contact = db.session.get(Contact, own.id)
    comments = [own] if inquiry.is_only_this else db.session.scalars(under_its_address(own)).all()
    kept = {
        "site": site_settings().title,
        "made_at": _moment(now()),
        "address": email_of(contact, private_keys) if contact else None,
        "comments": [_comment(each) for each in sorted(comments, key=lambda each: each.id)],
        "letters": _letters(contact, own if inquiry.is_only_this else None),
        "no_letters_wished_since": _no_letters(contact),
    }
    return json.dumps(kept, ensure_ascii=False, indent=2)


def _comment(comment):
    contact = db.session.get(Contact, comment.id)
    return {
        "id": comment.public_id,
        "article": comment.article.title if comment.article.is_public() else None,
        "left_at": _moment(comment.left_at),
        "state": FATES[find_fate(comment)],
        "name": comment.name,
        "website": comment.website,
        "words": comment.body,
        "earlier_versions": [_revision(each) for each in db.session.scalars(revisions_of(comment))],
        "proposed_words": _proposals(comment),
        "decisions": [
            _decision(each) for each in db.session.scalars(decisions_about(comment)) if _told(each)
        ],
        "appeal": _appeal(comment),
        "letters_wished_for": _wishes(comment),
        "address_confirmed_at": _moment_of(db.session.get(Confirmation, comment.id)),
        "address_shown_to_staff_at": [
            _moment(each.at) for each in db.session.scalars(inquiries_about(comment))
        ],
        "network_digests_kept_until": _moment(contact.network_until) if contact else None,
        "erased_at": _moment_of(find_erasure(comment)),
    }


def _revision(revision):
    return {
        "until": _moment(revision.at),
        "changed_by": "staff" if revision.by_id else "you",
        "name": revision.name,
        "website": revision.website,
        "words": revision.body,
    }


def _proposals(comment):
    waiting = find_proposal(comment)
    made = [
        {"at": _moment(each.proposed_at), "words": each.body, "accepted": each.is_accepted}
        for each in db.session.scalars(settled_proposals_of(comment))
    ]
    return made + ([{"at": _moment(waiting.at), "words": waiting.body}] if waiting else [])


def _told(decision):
    """A rule's suspicion is not told: see own_comments.nobody_decided."""
    return decision.after is not Status.SPAM or decision.by_id is not None


def _decision(decision):
    reason = decision.reason.sentence if decision.reason else None
    return {"at": _moment(decision.at), "state": _BECAME[decision.after], "reason": reason}


def _appeal(comment):
    appeal = find_appeal(comment)
    return {"at": _moment(appeal.at), "words": appeal.words} if appeal else None


def _wishes(comment):
    wish = find_subscription(comment)
    if wish is None:
        return None
    return {
        "of_new_comments": wish.scope.value,
        "how_often": wish.rhythm.value,
        "what_becomes_of_it": wish.tell_fate,
        "asked_at": _moment(wish.asked_at),
        "ended_at": _moment(wish.ended_at),
    }


def _letters(contact, only):
    """Those to the address; of one comment alone, where `only` is that Comment."""
    if contact is None:
        return []
    sent = select(Letter).where(Letter.recipient == recipient_called(contact.digest)).order_by(Letter.id)
    return [
        {"kind": each.kind, "written_at": _moment(each.made_at), "sent_at": _moment(each.sent_at)}
        for each in db.session.scalars(sent)
        if only is None or only.id in (each.about.get("for"), each.about.get("comment"))
    ]


def _no_letters(contact):
    return _moment_of(db.session.get(MailRefused, contact.digest)) if contact else None


def _moment_of(row):
    return _moment(row.at) if row else None


def _moment(moment):
    return moment.isoformat(timespec="seconds") if moment else None
