"""A comment became public: whoever asked for it is told, once an address however many wishes stand behind it.

One row is written with the decision, however many want to know; the worker makes of it a letter for each.
"""

from blog.commenting.comment import Comment
from blog.commenting.decision import Decision
from blog.commenting.letters.daily import daily_letter
from blog.commenting.letters.written import place_address, receipt_address, written
from blog.commenting.mail_refused import recipient_called
from blog.commenting.subscription import Rhythm, Scope, find_living, subscriptions_to
from blog.mail.many_letters import post_letters
from blog.storage import db
from blog.storage.site_setting import site_settings


def tell_subscribers(about, _private_keys):
    """Posts the letters; sends none itself."""
    decision = db.session.get(Decision, about["decision"])
    comment = decision.comment
    if is_seen(comment):
        wishes, site = _one_each(db.session.execute(subscriptions_to(comment))), site_settings()
        at_once = {digest: wish for digest, wish in wishes.items() if wish.rhythm is Rhythm.AT_ONCE}
        post_letters("new_comment", [_letter(comment, wish, digest) for digest, wish in at_once.items()])
        later = [(wish, digest) for digest, wish in wishes.items() if digest not in at_once]
        post_letters("daily", [daily_letter(decision, *each, site) for each in later])


def write_new_comment(about, private_keys):
    comment, wish = db.session.get(Comment, about["comment"]), find_living(about["for"])
    if comment is None or wish is None or wish.scope is Scope.NONE or not is_seen(comment):
        return None
    own = wish.comment
    answers = comment.parent_id == own.id
    what = "An answer to your comment" if answers else "A new comment"
    return written(
        "commenting/mail/new_comment",
        own,
        private_keys,
        subject=f"{what}: {own.article.title}",
        heading=what,
        comment=comment,
        place=place_address(comment),
        receipt=receipt_address(own),
    )


def is_seen(comment):
    """Whether readers see it, and it has words to be told of."""
    return comment.is_public() and comment.article.is_public() and bool(comment.body)


def _letter(comment, wish, digest):
    return {
        "about": {"comment": comment.id, "for": wish.comment_id},
        "recipient": recipient_called(digest),
        "once": f"comment:{comment.id}:{digest}",
    }


def _one_each(rows):
    """{digest: Subscription}: at once where any of an address's wishes says so, and about an answer to them if it is."""
    chosen = {}
    for wish, digest in rows:
        if digest not in chosen or _urgency(wish) > _urgency(chosen[digest]):
            chosen[digest] = wish
    return chosen


def _urgency(wish):
    return wish.rhythm is Rhythm.AT_ONCE, wish.scope is Scope.ANSWERS
