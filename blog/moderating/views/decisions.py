"""One decision, or several at once; each says what its page had shown, and touches nothing newer."""

from flask import current_app, flash, redirect, request, url_for
from sqlalchemy import select

from blog.commenting.comment import Comment
from blog.commenting.revision import edition_of
from blog.commenting.visibility import lock_conversations
from blog.moderating.bulk.bulk_act import NothingLeft
from blog.moderating.bulk.selection import Selection
from blog.moderating.bulk.steps import start_bulk
from blog.moderating.forms import VerdictForm
from blog.moderating.groups.group import CommentGroup
from blog.moderating.queue import comments_to_moderate, with_surroundings
from blog.moderating.verdict import (
    DecidedMeanwhile,
    ForSomebodyElse,
    NothingToUndo,
    TakenBack,
    Verdict,
    WordsChanged,
    say,
)
from blog.moderating.views.asking import moderating, the_comment, whoever_moderates
from blog.moderating.views.bar import MOST
from blog.moderating.views.place import Place
from blog.moderating.wording import decider, verb
from blog.storage import db
from blog.storage.types import is_public_id
from blog.text.plain import find_number
from blog.web.errors import error_page
from blog.web.template_helpers import exact_time


@moderating.post("/comments/<public_id>/decision")
def decide(public_id):
    account, form, place = whoever_moderates(), VerdictForm(), Place.asked_for()
    comment = the_comment(account, public_id, to_change=True)
    form.insist()
    try:
        seen = {"seen": form.seen.data, "edition": edition_seen(form)}
        say(comment, Verdict(form.verdict.data), by=account, **seen, **form.said())
    except DecidedMeanwhile as refusal:
        return decided_meanwhile(public_id, refusal.decision)
    except (WordsChanged, ForSomebodyElse) as refusal:
        return not_decided(public_id, refusal)
    db.session.commit()
    return redirect(way_on(public_id, place), 303)


def way_on(public_id, place):
    if request.args.get("from") == "comment":
        return url_for("moderating.comment", public_id=public_id, done=public_id)
    following = request.args.get("next", "")
    if not is_public_id(following):
        return place.url(done=public_id)
    return place.url(done=public_id, comment=following, _anchor=f"comment-{following}")


def edition_seen(form):
    """The edition of the words that the form's page had shown; None where it does not say."""
    return form.edition.data if "edition" in request.form else None


def decided_meanwhile(public_id, decision, kept=()):
    """The page about somebody having been faster: who decided what, and when."""
    sentence = DecidedMeanwhile.sentence
    if decision is not None:
        sentence = (
            f"{verb(decision)} by {decider(decision)} on {exact_time(decision.at)}. Nothing was changed."
        )
    heading = "Somebody has decided about this comment since you saw it"
    return error_page(409, heading=heading, sentence=sentence, kept=kept, way_out=ways_from(public_id)), 409


def not_decided(public_id, refusal, kept=()):
    return error_page(409, sentence=str(refusal), kept=kept, way_out=ways_from(public_id)), 409


def ways_from(public_id):
    return [
        ("Look at the comment", url_for("moderating.comment", public_id=public_id)),
        ("To the queue", url_for("moderating.queue")),
    ]


@moderating.post("/decisions")
def decide_many():
    """Each `comment` is a public id, the number of decisions and the edition its page had shown, dots between; each
    `group` a public id, the turn and the number of members its card had shown.
    """
    account, form, place = whoever_moderates(), VerdictForm(), Place.asked_for()
    form.insist()
    shown = dict(each.partition(".")[::2] for each in request.form.getlist("comment")[:MOST])
    groups = groups_shown(account, request.form.getlist("group")[:MOST])
    if groups and form.verdict.data != Verdict.UNDO:
        return _decide_with_groups(account, form, place, shown, groups)
    done, skipped = say_of_each(account, shown, form)
    db.session.commit()
    if not done and not skipped:
        flash("Nothing was selected, so nothing was changed.", "wait")
    return redirect(place.url(done=",".join(done) or None, skipped=",".join(skipped) or None), 303)


def say_of_each(account, shown, form):
    """(public ids of those that stand as the form asks, of those that were left). `shown` is {public id: as it was seen}."""
    done, skipped = [], []
    for comment in _locked(account, shown):
        kept = _say_if_unchanged(comment, form, by=account, seen=shown[comment.public_id])
        (done if kept else skipped).append(comment.public_id)
    return done, skipped


def _decide_with_groups(account, form, place, shown, groups):
    """One act about the groups and the single ones, so that one undo takes all of it back."""
    comments = comments_shown(account, shown)
    listed = [each for each in comments if _is_as_shown(each, shown[each.public_id])]
    selection = Selection(
        place.narrowing,
        groups=tuple((group, turn) for group, turn, _number in groups),
        listed=tuple((each.id, each.decision_count, edition_of(each)) for each in listed),
    )
    number = len(listed) + sum(number for _group, _turn, number in groups)
    told = form.said() | {"by": account, "keys": current_app.config["KEYS"], "shown": number}
    try:
        act = start_bulk(selection, Verdict(form.verdict.data), **told)
    except NothingLeft as refusal:
        return error_page(409, sentence=str(refusal), way_out=[("To the queue", place.url())]), 409
    db.session.commit()
    skipped = ",".join(each.public_id for each in comments if each not in listed)
    return redirect(place.url(bulk=act.public_id, skipped=skipped or None), 303)


def groups_shown(account, typed):
    """[(group id, turn, number)] of those that there are; what `account` may not decide about is sorted out later."""
    shown = {}
    for each in typed:
        public_id, _dot, rest = each.partition(".")
        turn, _dot, number = rest.partition(".")
        if is_public_id(public_id):
            shown[public_id] = (find_number(turn) or 0, find_number(number) or 0)
    rows = select(CommentGroup.id, CommentGroup.public_id).where(CommentGroup.public_id.in_(shown))
    return [(id, *shown[public_id]) for id, public_id in db.session.execute(rows)] if shown else []


def _is_as_shown(comment, seen):
    typed, _dot, edition = seen.partition(".")
    return find_number(typed) == comment.decision_count and edition == edition_of(comment)


def comments_shown(account, public_ids):
    """Those of these that `account` may decide about."""
    wanted = [each for each in public_ids if is_public_id(each)]
    found = comments_to_moderate(account).where(Comment.public_id.in_(wanted)).options(*with_surroundings())
    return db.session.scalars(found.order_by(Comment.id)).all()


def _locked(account, public_ids):
    """The conversations first: a decision also changes what stands under its comment, and its article's number."""
    found = [each.id for each in comments_shown(account, public_ids)]
    theirs = comments_to_moderate(account).where(Comment.id.in_(found)).options(*with_surroundings())
    lock_conversations(db.session.scalars(theirs.with_only_columns(Comment.article_id)).all())
    as_they_are = theirs.order_by(Comment.article_id, Comment.id).with_for_update(of=Comment)
    return db.session.scalars(as_they_are.execution_options(populate_existing=True)).all()


def _say_if_unchanged(comment, form, *, by, seen):
    """Whether the comment stands as the form asks. Without a number that can be read, nothing counts as seen."""
    typed, _dot, edition = seen.partition(".")
    number = find_number(typed)
    seen = {"seen": -1 if number is None else number, "edition": edition}
    try:
        say(comment, Verdict(form.verdict.data), by=by, **seen, **form.said())
    except (DecidedMeanwhile, WordsChanged, ForSomebodyElse, NothingToUndo, TakenBack):
        return False
    return True
