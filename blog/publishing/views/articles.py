"""Articles at the desk: the list of them, and writing, reading and rewriting one."""

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import joinedload

from blog.accounts.permissions import may_any
from blog.publishing.article import Article, ArticleDeleted
from blog.publishing.forms import ArticleForm, PublicationForm, form_of
from blog.publishing.queries import with_byline, without_words
from blog.publishing.standing import Standing, how_many, page_of
from blog.publishing.views.editor import editor, take_picture, words_given_back
from blog.publishing.views.room import (
    NUMBER,
    article_of,
    article_to_rewrite,
    publishing,
    what_it_allows,
    writer,
)
from blog.publishing.words import sizes_of_pictures, words_of
from blog.publishing.writing import (
    ChangedMeanwhile,
    SlugSettled,
    SlugTaken,
    rewrite_article,
    says_the_same,
    write_article,
)
from blog.refusals import NotThere, NotYours
from blog.storage import db
from blog.text.plain import find_number


@publishing.get("/desk/articles")
def articles():
    account = writer()
    asked = request.args.get("state", Standing.DRAFT)
    standing = Standing(asked) if asked in set(Standing) else Standing.DRAFT
    page = page_of(
        standing,
        account=account,
        before=find_number(request.args.get("before", "")),
        after=find_number(request.args.get("after", "")),
        options=(*with_byline(), *without_words(), joinedload(Article.deletion)),
    )
    return render_template(
        "publishing/articles.html",
        page=page,
        standing=standing,
        counts=how_many(account),
        everybodys=may_any(account, "write"),
    )


@publishing.get("/desk/articles/new")
def new():
    writer()
    return editor(ArticleForm(formdata=None))


@publishing.get(f"/desk/articles/{NUMBER}")
def article(article_id):
    account = writer()
    found = article_of(account, article_id)
    return render_template(
        "publishing/article.html", form=PublicationForm(formdata=None), **what_it_allows(account, found)
    )


@publishing.get(f"/desk/articles/{NUMBER}/edit")
def edit(article_id):
    found = article_to_rewrite(writer(), article_id)
    if found.deletion is not None:
        return redirect(url_for("publishing.article", article_id=found.id))
    return editor(form_of(found), found)


@publishing.post("/desk/articles")
def create():
    account, form = writer(), ArticleForm()
    form.validate()
    picture = take_picture(form, by=account)
    if not form.errors:
        words = _made_ready(form)
        try:
            return _saved(write_article(by=account, **form.said() | {"body": words}), picture)
        except SlugTaken as refusal:
            form.slug.errors = [str(refusal)]
            db.session.rollback()
    return editor(form), 422


@publishing.post(f"/desk/articles/{NUMBER}")
def save(article_id):
    account, form = writer(), ArticleForm()
    try:
        found = article_to_rewrite(account, article_id)
        form.validate()
        picture = take_picture(form, by=account)
        if form.errors:
            return editor(form, found), 422
        said = form.said() | {"body": _made_ready(form)}
        found = article_to_rewrite(account, article_id)  # again: much may have happened while that was made
        return _rewritten(found, form, said, picture)
    except (NotYours, NotThere, ArticleDeleted) as refusal:
        return words_given_back(form, refusal)


def _rewritten(found, form, said, picture):
    try:
        rewrite_article(found, version=form.begun_from(), **said)
    except (SlugTaken, SlugSettled) as refusal:
        form.slug.errors = [str(refusal)]
        db.session.rollback()
        return editor(form, found), 422
    except ChangedMeanwhile:
        if not says_the_same(found, **said):
            return _both_texts(form, found)
    return _saved(found, picture)


def _both_texts(form, found):
    """Nothing was saved. The form goes on from the newest version, so that saving it again is a choice."""
    db.session.rollback()
    form.version.data = str(found.version)
    return editor(form, found, theirs=found), 409


def _made_ready(form):
    """The Words of the form, made while no transaction is open."""
    sizes = sizes_of_pictures(form.body.data)
    db.session.rollback()
    return words_of(form.body.data, sizes)


def _saved(article, picture):
    if picture is not None:
        picture.article_id = article.id
        flash("The picture stands at the end of the words.", "good")
    db.session.commit()
    flash("Saved.", "good")
    return redirect(url_for("publishing.article", article_id=article.id), 303)
