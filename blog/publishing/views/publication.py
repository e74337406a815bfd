"""From when readers see an article, whether they see it at all, and whether it is there at all."""

from flask import flash, redirect, render_template, url_for

from blog.publishing.deletion import delete, restore
from blog.publishing.forms import PublicationForm
from blog.publishing.publication import publish, withdraw
from blog.publishing.schedule import moment_typed
from blog.publishing.standing import Standing, standing_of
from blog.publishing.views.room import (
    NUMBER,
    article_to_publish,
    article_to_rewrite,
    publishing,
    what_it_allows,
    writer,
)
from blog.refusals import NotAcceptable
from blog.storage import db
from blog.storage.site_setting import site_settings
from blog.web.template_helpers import exact_time


@publishing.post(f"/desk/articles/{NUMBER}/publication")
def publication(article_id):
    account, form = writer(), PublicationForm()
    article = article_to_publish(account, article_id)
    try:
        goes_live_at = moment_typed(form.at.data or "", site_settings().time_zone)
    except NotAcceptable as refusal:
        form.at.errors = [str(refusal)]
        return render_template("publishing/article.html", form=form, **what_it_allows(account, article)), 422
    was_public = standing_of(article) == Standing.PUBLISHED
    publish(article, by=account, goes_live_at=goes_live_at)
    db.session.commit()
    if article.is_public():
        flash("It is public already." if was_public else "Published. Readers see it now.", "good")
    else:
        flash(f"Readers will see it from {exact_time(article.publication.goes_live_at)} on.", "wait")
    return _back_to(article)


@publishing.post(f"/desk/articles/{NUMBER}/withdrawal")
def withdrawal(article_id):
    article = article_to_publish(writer(), article_id)
    withdraw(article)
    db.session.commit()
    flash("Withdrawn. It is a draft again.", "good")
    return _back_to(article)


@publishing.post(f"/desk/articles/{NUMBER}/deletion")
def deletion(article_id):
    account = writer()
    article = article_to_rewrite(account, article_id)
    delete(article, by=account)
    db.session.commit()
    flash("Deleted. It can be brought back from here.", "good")
    return _back_to(article)


@publishing.post(f"/desk/articles/{NUMBER}/restoration")
def restoration(article_id):
    article = article_to_rewrite(writer(), article_id)
    restore(article)
    db.session.commit()
    flash("Restored as it was.", "good")
    return _back_to(article)


def _back_to(article):
    return redirect(url_for("publishing.article", article_id=article.id), 303)
