"""Glue: the desk's page on which an article's conversation is closed and opened again."""

from flask import flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, StringField, ValidationError

from blog.accounts.permissions import may
from blog.commenting.closure import (
    CLOSED_HERE,
    LONGEST_SENTENCE,
    Kind,
    close_conversation,
    find_closure,
    may_close,
    openness_of,
    reopen_conversation,
)
from blog.commenting.views.blueprint import commenting
from blog.publishing.article import Article
from blog.refusals import NotThere
from blog.storage import db
from blog.storage.site_setting import site_settings
from blog.text.plain import tidy_line
from blog.web.guards import whoever_is_signed_in

OPEN = "open"
CHOICES = [
    (OPEN, "Open: comments are taken as on the rest of the blog"),
    (Kind.CLOSED, "Closed: what was said stays, nothing new is taken"),
    (Kind.WITHOUT, "Without comments: none are shown; those already there are kept and come back"),
]
SAID = {
    OPEN: "The conversation is open.",
    Kind.CLOSED: "The conversation is closed.",
    Kind.WITHOUT: "The article is without comments now.",
}


class ClosureForm(FlaskForm):
    kind = RadioField("This conversation is", choices=[SelectChoice(*each) for each in CHOICES])
    sentence = StringField(
        "What visitors read in place of the form", render_kw={"data-limit": LONGEST_SENTENCE}
    )

    def validate_sentence(self, field):
        size = len(tidy_line(field.data or ""))
        if size > LONGEST_SENTENCE:
            raise ValidationError(f"At most {LONGEST_SENTENCE} characters; this has {size:,}.")


@commenting.get("/desk/articles/<int(max=2147483647):article_id>/closure")
def closure(article_id):
    account, article = _whose_conversation(article_id)
    found = find_closure(article)
    as_it_is = {"kind": found.kind if found else OPEN, "sentence": found.sentence if found else ""}
    return _page(account, article, ClosureForm(formdata=None, data=as_it_is))


@commenting.post("/desk/articles/<int(max=2147483647):article_id>/closure")
def close(article_id):
    (account, article), form = _whose_conversation(article_id), ClosureForm()
    if not form.validate():
        return _page(account, article, form), 422
    if form.kind.data == OPEN:
        reopen_conversation(article)
    else:
        sentence = tidy_line(form.sentence.data or "")
        close_conversation(article, kind=Kind(form.kind.data), by=account, sentence=sentence)
    db.session.commit()
    flash(SAID[form.kind.data], "good")
    return redirect(url_for("commenting.closure", article_id=article_id), 303)


def _page(account, article, form):
    found = find_closure(article)
    return render_template(
        "commenting/closure.html",
        article=article,
        form=form,
        closure=found,
        # What closes it all the same, once it is opened here.
        closed_elsewhere=openness_of(article, site_settings(), by=account).because
        if found is None and article.publication
        else None,
        may_write=may(account, "write", article),
        usual_sentence=CLOSED_HERE,
    )


def _whose_conversation(article_id):
    """(the Account that is signed in, the Article whose conversation it may close). Raises NotSignedIn or NotThere."""
    account = whoever_is_signed_in()
    article = db.session.get(Article, article_id)
    if article is None or not may_close(account, article):
        raise NotThere
    return account, article
