"""The page that a link in a letter opens: it shows one comment, and asks before anything is decided.

A GET decides nothing, for mailboxes and scanners follow links. Nothing else is to be reached from here without signing in.
"""

from flask import Blueprint, current_app, redirect, render_template, request, url_for

from blog.commenting.comment import Status
from blog.commenting.revision import edition_of
from blog.moderating.appeals import waits_for_another
from blog.moderating.forms import VerdictForm
from blog.moderating.letters.decision_link import LinkOver, LinkTo, decision_link, decision_token
from blog.moderating.verdict import (
    DecidedMeanwhile,
    ForSomebodyElse,
    NothingToUndo,
    TakenBack,
    Verdict,
    WordsChanged,
    last_decision,
    say,
)
from blog.moderating.views.asking import the_comment
from blog.moderating.wording import decider, outcome, verb
from blog.refusals import NotAcceptable
from blog.storage import db
from blog.storage.site_setting import site_settings
from blog.web.guards import signed_in

BY_LETTER, NOT_SIGNED_IN = "By letter.", "By letter, without signing in."
CHANGED = (DecidedMeanwhile, WordsChanged, ForSomebodyElse, NothingToUndo, TakenBack)

letter_decisions = Blueprint("letter_decisions", __name__)


@letter_decisions.get("/letter-decisions/<token>", endpoint="decision")
def decision_page(token):
    link = _link(token)
    return _asks_to_sign_in(link) or _page(token, link)


@letter_decisions.post("/letter-decisions/<token>", endpoint="decide")
def decide(token):
    link, form = _link(token), VerdictForm()
    if page := _asks_to_sign_in(link):
        return page, 403
    form.insist()
    verdict = Verdict(form.verdict.data)
    if (verdict is Verdict.UNDO) is not (link.to is LinkTo.UNDO):
        raise NotAcceptable("This link is good for something else.")
    comment = the_comment(link.account, link.comment.public_id, to_change=True)
    db.session.refresh(comment)  # somebody may have been first
    if link.is_used():
        return _page(token, link), 409
    try:
        because = BY_LETTER if signed_in() else NOT_SIGNED_IN
        say(
            comment,
            verdict,
            by=link.account,
            seen=link.seen,
            edition=request.form.get("edition", ""),
            because=because,
        )
    except CHANGED as refusal:
        db.session.rollback()
        return _page(token, _link(token), changed=str(refusal)), 409
    db.session.commit()
    return redirect(url_for("letter_decisions.decision", token=_token_after(verdict, link)), 303)


def _token_after(verdict, link):
    """What was decided can be taken back, and what was taken back decided, for as long as the first link was good."""
    to = LinkTo.DECIDE if verdict is Verdict.UNDO else LinkTo.UNDO
    db.session.refresh(link.comment)
    return decision_token(link.account, link.comment, _key(), to=to, expires=link.expires)


def _link(token):
    return decision_link(token, _key())


def _key():
    return current_app.config["KEYS"].receipts


def _asks_to_sign_in(link):
    """The page that says who has to be signed in, where it is not so; else None."""
    person = signed_in()
    if person is not None and person.id != link.account.id:
        return render_template("moderating/letter_decision_sign_in.html", other=person)
    if person is None and not site_settings().moderation_letters_decide:
        return render_template("moderating/letter_decision_sign_in.html", other=None)
    return None


def _page(token, link, changed=""):
    comment, last = link.comment, last_decision(link.comment)
    if link.to is LinkTo.UNDO and (last is None or (not link.is_used() and last.by_id != link.account.id)):
        raise LinkOver
    is_open = not (link.is_used() or changed or comment.status is Status.WITHDRAWN or not comment.body)
    return render_template(
        "moderating/letter_decision.html",
        token=token,
        comment=comment,
        edition=edition_of(comment),
        changed=changed,
        is_undo=link.to is LinkTo.UNDO,
        is_open=is_open and not waits_for_another(comment, link.account),
        is_used=link.is_used(),
        last=last,
        done=outcome([last]) if last is not None else "",
        verb=verb,
        decider=decider,
        expires=link.expires,
    )
