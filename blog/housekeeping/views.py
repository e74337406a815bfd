from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, url_for

from blog.accounts.passwords import hashed
from blog.accounts.permissions import insist, may, may_any
from blog.accounts.views.sessions import start_session
from blog.commenting.views.door import turned_away_lately
from blog.housekeeping.changes import label_of, latest_changes, value_in_words
from blog.housekeeping.desk_links import desk_links_for, how_many_wait
from blog.housekeeping.first_owner import insist_on_link, make_first_owner
from blog.housekeeping.forms import SettingsForm, SetUpForm
from blog.housekeeping.front import latest_decisions, own_drafts
from blog.housekeeping.trial_letter import post_trial
from blog.mail.configured import mail_is_configured
from blog.mail.health import mail_health
from blog.refusals import NotAcceptable, NotThere
from blog.settings import SITE_SETTINGS
from blog.storage import db
from blog.storage.site_setting import change_site_setting, site_settings
from blog.web.guards import signed_in, whoever_is_signed_in
from blog.web.headers import keep_private

housekeeping = Blueprint("housekeeping", __name__)
housekeeping.add_app_template_global(may)


@housekeeping.app_template_global("desk_links")
def links_of_the_desk():
    """What the desk's frame shows: label, url, count (a number or None) and whether one is there now."""
    here = request.endpoint or ""
    return [
        {
            "label": link.label,
            "url": url_for(link.endpoint),
            "count": link.count,
            "current": here.startswith(link.room),
        }
        for link in desk_links_for(signed_in())
    ]


@housekeeping.app_template_global("mail_trouble")
def mail_trouble():
    """A MailHealth where letters wait that should have left, for whoever can do something about it; else None."""
    person = signed_in()
    concerned = may_any(person, "moderate") or may(person, "change settings")
    return mail_health() if concerned else None


@housekeeping.get("/desk")
def desk():
    person = whoever_is_signed_in()
    moderates, writes = may(person, "moderate"), may(person, "write")
    return render_template(
        "housekeeping/desk.html",
        person=person,
        moderates=moderates,
        writes=writes,
        waiting=how_many_wait(person) if moderates else 0,
        drafts=db.session.scalars(own_drafts(person)).all() if writes else [],
        decisions=db.session.scalars(latest_decisions(person)).all() if moderates else [],
        turned_away=turned_away_lately() if may_any(person, "moderate") else [],
    )


@housekeeping.get("/desk/settings")
def settings():
    insist(whoever_is_signed_in(), "change settings")
    return settings_page(SettingsForm(obj=site_settings()))


@housekeeping.post("/desk/settings")
def change_settings():
    person = whoever_is_signed_in()
    insist(person, "change settings")
    form = SettingsForm()
    if not form.validate_on_submit():
        return settings_page(form), 422
    for name in SITE_SETTINGS:
        change_site_setting(name, form[name].data, by=person)
    db.session.commit()
    flash("The settings are saved.", "good")
    return redirect(url_for("housekeeping.settings"), 303)


@housekeeping.post("/desk/settings/trial-letter")
def ask_for_trial_letter():
    person = whoever_is_signed_in()
    insist(person, "change settings")
    if post_trial(person) is None:
        raise NotThere
    db.session.commit()
    flash(f"A trial letter to {person.email} is on its way.", "good")
    return redirect(url_for("housekeeping.settings"), 303)


def settings_page(form):
    changes = [
        {
            "label": label_of(change.name),
            "before": value_in_words(change.before),
            "after": value_in_words(change.after),
            "by": account.name if account else "the command line",
            "at": change.at,
        }
        for change, account in db.session.execute(latest_changes())
    ]
    return render_template(
        "housekeeping/settings.html", form=form, changes=changes, letters=mail_is_configured()
    )


@housekeeping.get("/set-up/<token>")
def set_up(token):
    insist_on_link(token, current_app.config["KEYS"].sign_in)
    return set_up_page(SetUpForm(obj=site_settings()))


@housekeeping.post("/set-up/<token>")
def found(token):
    """Makes the owner and names the site."""
    insist_on_link(token, current_app.config["KEYS"].sign_in)
    form = SetUpForm()
    if not form.validate_on_submit():
        return set_up_page(form), 422
    db.session.rollback()  # nobody waits while the password is hashed
    said = {name: form[name].data for name in ("name", "email")}
    said["password_hash"] = hashed(form.password.data)
    try:
        owner = make_first_owner(**said, site={name: form[name].data for name in form.site_fields})
    except NotAcceptable as refusal:  # what a form cannot know: an address that is none
        form.email.errors = [str(refusal)]
        return set_up_page(form), 422
    start_session(owner)
    db.session.commit()
    flash("The blog is yours. Write the first article whenever you like.", "good")
    return keep_private(redirect(url_for("housekeeping.desk"), 303))


def set_up_page(form):
    return keep_private(make_response(render_template("housekeeping/set_up.html", form=form)))
