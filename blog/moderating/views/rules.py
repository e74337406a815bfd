"""House rules: the list, one rule with its versions and figures, and the form, which looks back before anything is saved."""

from flask import current_app, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from blog.accounts.permissions import insist
from blog.commenting.comment import Comment
from blog.moderating.finding import Finding, FindingReason, Ground
from blog.moderating.queue import comments_to_moderate
from blog.moderating.rules import plain_words
from blog.moderating.rules.forms import LABELS, RuleForm
from blog.moderating.rules.networks import networks_of
from blog.moderating.rules.patterns import entries_by_digest, glimpse_in, typed_of
from blog.moderating.rules.record import RuleRecord, records
from blog.moderating.rules.replay import look_back
from blog.moderating.rules.rule import (
    HouseRule,
    Kind,
    Mode,
    change_rule,
    current_rules,
    current_version,
    remove_rule,
    switch_rule,
    undo_change,
    versions_of,
    write_rule,
)
from blog.moderating.views.asking import moderating, whoever_moderates
from blog.refusals import NotAcceptable, NotThere
from blog.storage import db
from blog.storage.database import reading_only
from blog.storage.types import is_public_id
from blog.text.plain import find_number

SHOWN = 20  # comments in the mirror, and of those that a rule spoke about
NO_RECORD = RuleRecord()


@moderating.get("/rules")
def rules():
    whoever_writes_rules()
    return render_template(
        "moderating/rules/rules.html",
        rules=db.session.scalars(current_rules()).all(),
        records=records(),
        kinds=plain_words.KINDS,
        undoable=_just_removed(),
        **_words(),
    )


@moderating.get("/rules/new")
def new_rule():
    whoever_writes_rules()
    kind, entries = _kind_asked_for(), _entries_of_a_comment()
    mode = {"mode": Mode.ON.value, "outcome": "hold"}
    return _form_page(RuleForm(kind, formdata=None, data=mode, entries=entries, keys=_keys()))


@moderating.post("/rules/new")
def write_new_rule():
    account = whoever_writes_rules()
    form = RuleForm(_kind_asked_for(), entries=_entries_of_a_comment(), keys=_keys())
    if (page := _looked_back(form)) is not None:
        return page
    version = write_rule(form.draft(), by=account)
    db.session.commit()
    return _done(version.rule, "The rule is saved.")


@moderating.get("/rules/<public_id>")
def rule(public_id):
    whoever_writes_rules()
    found = _rule_called(public_id)
    versions = db.session.scalars(versions_of(found)).all()
    said = records(rule_id=found.id)
    return render_template(
        "moderating/rules/rule.html",
        rule=found,
        version=versions[0],
        versions=versions,
        spoke=said.get((found.id, False), NO_RECORD),
        in_shadow=said.get((found.id, True), NO_RECORD),
        mirror=None if versions[0].mode is Mode.REMOVED else look_back([versions[0].draft()])[0],
        latest=_latest_of(found),
        **_words(),
    )


@moderating.get("/rules/<public_id>/edit")
def edit_rule(public_id):
    whoever_writes_rules()
    version = current_version(_rule_called(public_id))
    said = {
        "typed": typed_of(version.kind, version.pattern),
        "part": version.pattern.get("part", False),
        "outcome": version.outcome.value,
        "mode": version.mode.value,
        "article": version.article.slug if version.article else "",
        "author": version.author.handle if version.author else "",
        "note": version.note,
        "seen": str(version.version),
    }
    entries = entries_by_digest(version.kind, version.pattern)
    return _form_page(
        RuleForm(version.kind, formdata=None, data=said, entries=entries, keys=_keys()), version
    )


@moderating.post("/rules/<public_id>/edit")
def save_rule(public_id):
    account, found = whoever_writes_rules(), _rule_called(public_id)
    version = current_version(found)
    entries = entries_by_digest(version.kind, version.pattern)
    form = RuleForm(version.kind, entries=entries, keys=_keys())
    if (page := _looked_back(form, version)) is not None:
        return page
    change_rule(found, form.draft(), by=account, seen=_seen())
    db.session.commit()
    return _done(found, "The change is saved.")


@moderating.post("/rules/<public_id>/mode")
def switch(public_id):
    """On, off, in shadow, or removed."""
    account, found = whoever_writes_rules(), _rule_called(public_id)
    mode = request.form.get("mode", "")
    if mode not in list(Mode):
        raise NotAcceptable("Choose on, shadow, off or removed.")
    if mode == Mode.REMOVED:
        remove_rule(found, by=account, seen=_seen())
        db.session.commit()
        return redirect(url_for("moderating.rules", removed=found.public_id), 303)
    switch_rule(found, Mode(mode), by=account, seen=_seen())
    db.session.commit()
    return _done(found, "The change is saved.")


@moderating.post("/rules/<public_id>/undo")
def undo_rule(public_id):
    account, found = whoever_writes_rules(), _rule_called(public_id)
    undo_change(found, by=account, seen=_seen())
    db.session.commit()
    return _done(found, "The last change is taken back.")


def whoever_writes_rules():
    """The Account that is signed in, if it may. Raises NotSignedIn or NotYours."""
    account = whoever_moderates()
    insist(account, "write rules")
    return account


def _looked_back(form, version=None):
    """The page to show instead of saving: with what is wrong, or with the mirror, unless that was shown just so."""
    if not form.validate():
        with reading_only():
            return _form_page(form, version), 422
    if "save" in request.form and form.looked.data == form.mark():
        return None
    with reading_only():
        return _form_page(form, version, mirror=look_back([form.draft()])[0])


def _form_page(form, version=None, mirror=None):
    form.looked.data = form.mark() if mirror is not None else ""
    kept = form.kept()
    return render_template(
        "moderating/rules/form.html",
        form=form,
        version=version,
        mirror=mirror,
        labels=LABELS,
        entries=[
            (place, glimpse_in(entry, _keys()), entry in kept) for place, entry in enumerate(form.entries)
        ],
        comment=request.args.get("comment", ""),
        **_words(),
    )


def _kind_asked_for():
    kind = request.args.get("kind", Kind.WORDS.value)
    if kind not in list(Kind):
        raise NotThere
    return Kind(kind)


def _entries_of_a_comment():
    """The network and the range that the comment in the address came from, for a rule about them."""
    public_id = request.args.get("comment", "")
    if not is_public_id(public_id):
        return []
    account = whoever_moderates()
    comment = db.session.scalar(comments_to_moderate(account).where(Comment.public_id == public_id))
    if comment is None:
        raise NotThere
    return networks_of(comment, keys=_keys())


def _latest_of(rule):
    """(Comment, FindingReason) of the last comments that it spoke about."""
    found = (
        select(Comment, FindingReason)
        .join(Finding, Finding.comment_id == Comment.id)
        .join(FindingReason, FindingReason.comment_id == Finding.comment_id)
        .where(FindingReason.ground == Ground.RULE, FindingReason.rule_id == rule.id)
        .options(joinedload(Comment.article))
        .order_by(Comment.id.desc())
        .limit(SHOWN)
    )
    return db.session.execute(found).all()


def _just_removed():
    """The version by which a rule was removed a moment ago, if it still is."""
    public_id = request.args.get("removed", "")
    found = is_public_id(public_id) and db.session.scalar(
        select(HouseRule).where(HouseRule.public_id == public_id)
    )
    version = current_version(found) if found else None
    return version if version and version.mode is Mode.REMOVED else None


def _rule_called(public_id):
    found = is_public_id(public_id) and db.session.scalar(
        select(HouseRule).where(HouseRule.public_id == public_id)
    )
    if not found:
        raise NotThere
    return found


def _seen():
    number = find_number(request.form.get("seen", ""))
    return -1 if number is None else number


def _done(rule, sentence):
    flash(sentence, "good")
    return redirect(url_for("moderating.rule", public_id=rule.public_id), 303)


def _words():
    return {"say": plain_words, "keys": _keys(), "shown": SHOWN}


def _keys():
    return current_app.config["KEYS"]
