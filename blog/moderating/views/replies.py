"""An answer by staff, which approves what it answers."""

from flask import current_app, redirect

from blog.moderating.forms import ReplyForm
from blog.moderating.reply import reply_and_approve
from blog.moderating.verdict import DecidedMeanwhile, ForSomebodyElse, WordsChanged
from blog.moderating.views.asking import moderating, the_comment, whoever_moderates
from blog.moderating.views.comments import comment_page
from blog.moderating.views.decisions import decided_meanwhile, edition_seen, not_decided, way_on
from blog.moderating.views.place import Place
from blog.storage import db


@moderating.post("/comments/<public_id>/reply")
def reply(public_id):
    account, form, place = whoever_moderates(), ReplyForm(), Place.asked_for()
    comment = the_comment(account, public_id, to_change=True)
    if not form.validate():
        return comment_page(account, comment, form), 422
    kept = [("Your reply", form.body.data)]
    try:
        keys = current_app.config["KEYS"]
        seen = {"seen": form.seen.data, "edition": edition_seen(form)}
        reply_and_approve(comment, by=account, body=form.body_said(), keys=keys, **seen)
    except DecidedMeanwhile as refusal:
        return decided_meanwhile(public_id, refusal.decision, kept=kept)
    except (WordsChanged, ForSomebodyElse) as refusal:
        return not_decided(public_id, refusal, kept=kept)
    db.session.commit()
    return redirect(way_on(public_id, place), 303)
