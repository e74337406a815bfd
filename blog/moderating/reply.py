"""An answer approves what it answers: nobody replies in public to what the public cannot see.

It may be given where a conversation or a thread is closed: that keeps visitors out, and a moderator's word often ends one.
"""

from blog.commenting.comment import Status
from blog.commenting.leaving import fingerprint_of, leave_comment, repeats
from blog.moderating.verdict import Verdict, say
from blog.storage import db


def reply_and_approve(comment, *, by, body, keys, seen=None, edition=None, at=None):
    """The Account's own words (a string, tidied) under a comment, which is approved with them. Returns the reply.

    Said again within ten minutes, it is the reply that stands. Raises what `say` raises.
    """
    if comment.status is not Status.APPROVED:
        say(comment, Verdict.APPROVE, by=by, seen=seen, edition=edition, at=at)
    words = {"parent": comment, "name": by.name, "email": by.email, "body": body}
    fingerprint = fingerprint_of(comment.article, key=keys.fingerprints, **words)
    said = db.session.scalars(repeats(fingerprint, at=at).limit(1)).first()
    return said or leave_comment(comment.article, keys=keys, by=by, at=at, **words)
