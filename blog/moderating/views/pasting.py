"""WordPress's two lists are pasted, looked at line by line, and saved as house rules."""

from flask import current_app, flash, redirect, render_template, request, url_for

from blog.moderating.finding import Outcome
from blog.moderating.rules import plain_words
from blog.moderating.rules.forms import PasteForm
from blog.moderating.rules.pasted import NotAPattern, read_pasted
from blog.moderating.rules.replay import look_back
from blog.moderating.rules.rule import Mode, write_rule
from blog.moderating.views.asking import moderating
from blog.moderating.views.rules import SHOWN, whoever_writes_rules
from blog.storage import db
from blog.storage.database import reading_only
from blog.storage.site_setting import site_settings


@moderating.get("/rules/paste")
def paste_rules():
    whoever_writes_rules()
    return _page(PasteForm(formdata=None, data={"mode": Mode.SHADOW.value}), [])


@moderating.post("/rules/paste")
def save_pasted_rules():
    account, form = whoever_writes_rules(), PasteForm()
    with reading_only():
        lists = _lists_in(form) if form.validate() else []
        if not lists and not form.errors:
            form.hold.errors = [*form.hold.errors, "Paste at least one line, here or below."]
        if form.errors:
            return _page(form, []), 422
        if "save" not in request.form or form.looked.data != form.mark():
            return _page(form, lists)
        db.session.rollback()
    drafts = [draft for each in lists for draft in each.drafts]
    for draft in drafts:
        write_rule(draft, by=account)
    db.session.commit()
    flash(f"{len(drafts)} rule{'' if len(drafts) == 1 else 's'} saved.", "good")
    return redirect(url_for("moderating.rules"), 303)


def _lists_in(form):
    """[PastedList] of the fields that hold anything; what is wrong becomes an error of its field."""
    lists = []
    for field, outcome in ((form.hold, Outcome.HOLD), (form.spam, Outcome.SPAM)):
        try:
            found = read_pasted(
                field.data or "",
                outcome,
                keys=current_app.config["KEYS"],
                days=site_settings().network_key_days,
                mode=Mode(form.mode.data),
            )
        except NotAPattern as problem:
            field.errors = [*field.errors, str(problem)]
            continue
        if found.lines:
            lists.append(found)
    return lists


def _page(form, lists):
    drafts = [draft for each in lists for draft in each.drafts]
    form.looked.data = form.mark() if lists else ""
    return render_template(
        "moderating/rules/paste.html",
        form=form,
        lists=lists,
        mirrors=list(zip(drafts, look_back(drafts), strict=True)) if drafts else [],
        say=plain_words,
        keys=current_app.config["KEYS"],
        shown=SHOWN,
    )
