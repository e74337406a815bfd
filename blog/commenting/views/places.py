"""Glue: where a comment stands, and the page of its own on which one is written."""

from flask import redirect, render_template, request, url_for

from blog.commenting.closure import insist_on_open, shows_comments
from blog.commenting.conversation import start_of_part_with
from blog.commenting.former_place import find_moved_comment
from blog.commenting.forms import comment_form_for
from blog.commenting.order import order_called, usual_order
from blog.commenting.queries import find_public_comment, parent_called
from blog.commenting.thread_closure import insist_on_open_thread
from blog.commenting.views.blueprint import commenting
from blog.publishing.article import Article
from blog.publishing.queries import public_articles
from blog.refusals import NotThere
from blog.storage import db
from blog.storage.site_setting import site_settings
from blog.web.guards import signed_in


@commenting.get("/articles/<slug>/comments")
def all_comments(slug):
    return redirect(url_for("reading.article", slug=slug, _anchor="comments"))


@commenting.get("/articles/<slug>/comments/new")
def new(slug):
    article = public_article_called(slug)
    insist_on_open(article, site_settings(), by=signed_in())
    parent = parent_called(article, request.args.get("parent", ""))
    insist_on_open_thread(parent, by=signed_in())
    return comment_page(article, comment_form_for(article, parent=parent), parent=parent)


@commenting.get("/articles/<slug>/comments/<public_id>")
def permalink(slug, public_id):
    article = public_article_called(slug)
    comment = find_public_comment(article, public_id)
    if comment is None:
        return redirect(_address_now(find_moved_comment(article, public_id)))
    if not shows_comments(article):
        raise NotThere
    return redirect(place_of(comment, order=request.args.get("order")))


def _address_now(moved):
    """Of a Comment that stood here before. Raises NotThere for None, and where readers see nothing of it."""
    if moved is None or not moved.article.is_public() or not shows_comments(moved.article):
        raise NotThere
    return url_for("commenting.permalink", slug=moved.article.slug, public_id=moved.public_id)


def public_article_called(slug):
    """Raises NotThere, as for what never was, so for what is hidden."""
    found = db.session.scalar(public_articles().where(Article.slug == slug))
    if found is None:
        raise NotThere
    return found


def place_of(comment, *, order=None):
    """The address of the part of its article's page where a comment stands, in the usual order or in the one called
    `order`; of the article alone, where that shows no comments.
    """
    slug, site = comment.article.slug, site_settings()
    if not shows_comments(comment.article):
        return url_for("reading.article", slug=slug)
    read = order_called(order, site)
    start = start_of_part_with(comment, size=site.comments_per_page, order=read)
    asked = {"from": start, "order": None if read is usual_order(site) else read}
    return url_for("reading.article", slug=slug, _anchor=f"comment-{comment.public_id}", **asked)


def comment_page(article, form, *, parent, preview=None):
    """The page on which a comment is written, or mended; `preview` is the HTML of its words, to be looked at first."""
    return render_template(
        "commenting/new.html",
        article=article,
        form=form,
        parent=parent,
        preview=preview,
        closed_because=None,
    )
