"""What the spam filter has learnt and how sure it is; its file; and how it is made to forget, or to learn again."""

from flask import flash, jsonify, redirect, render_template, url_for

from blog.accounts.permissions import insist, may
from blog.moderating.spam_filter.forms import FilterResetForm
from blog.moderating.spam_filter.overview import exported, overview
from blog.moderating.spam_filter.reset import (
    FilterReset,
    ResetKind,
    find_standing_reset,
    learn_again,
    resets,
    start_from_nothing,
    take_back_reset,
)
from blog.moderating.views.asking import moderating
from blog.refusals import NotThere
from blog.storage import db
from blog.storage.site_setting import site_settings
from blog.web.guards import whoever_is_signed_in

RESETS_SHOWN = 20
ACTS = {ResetKind.TO_NOTHING: start_from_nothing, ResetKind.LEARN_AGAIN: learn_again}


@moderating.get("/filter")
def spam_filter():
    person = _whoever("see insights")
    standing_reset = find_standing_reset()
    return render_template(
        "moderating/spam_filter/overview.html",
        filter=overview(hides_at_most=site_settings().filter_hides_at_most),
        resets=db.session.scalars(resets().limit(RESETS_SHOWN)).all(),
        standing_reset=standing_reset.id if standing_reset else None,
        may_reset=may(person, "reset the filter"),
        may_change_settings=may(person, "change settings"),
    )


@moderating.get("/filter/filter.json")
def spam_filter_file():
    _whoever("see insights")
    answer = jsonify(exported())
    answer.headers["Content-Disposition"] = 'attachment; filename="spam-filter.json"'
    return answer


@moderating.get("/filter/reset")
def ask_for_filter_reset():
    _whoever("reset the filter")
    return render_template("moderating/spam_filter/reset.html", form=FilterResetForm())


@moderating.post("/filter/reset")
def reset_filter():
    person, form = _whoever("reset the filter"), FilterResetForm()
    if not form.validate_on_submit():
        return render_template("moderating/spam_filter/reset.html", form=form), 422
    ACTS[ResetKind(form.kind.data)](by=person, because=form.because.data)
    db.session.commit()
    flash("The filter learns anew. It takes a minute or so.", "good")
    return redirect(url_for("moderating.spam_filter"), 303)


@moderating.post("/filter/resets/<int(max=2147483647):reset_id>/undo")
def undo_filter_reset(reset_id):
    person = _whoever("reset the filter")
    reset = db.session.get(FilterReset, reset_id)
    if reset is None:
        raise NotThere
    take_back_reset(reset, by=person)
    db.session.commit()
    flash("What was decided before counts again. The filter learns it in a minute or so.", "good")
    return redirect(url_for("moderating.spam_filter"), 303)


def _whoever(act):
    person = whoever_is_signed_in()
    insist(person, act)
    return person
