from functools import partial

from flask import Blueprint, Response, render_template, request, url_for

from blog.clock import now
from blog.commenting.closure import openness_of, shows_comments
from blog.commenting.conversation import conversation_on
from blog.commenting.forms import comment_form_for
from blog.commenting.order import order_called, usual_order
from blog.commenting.own_comments import own_pending_on
from blog.publishing.queries import articles_by, articles_tagged, newer_and_older, public_articles
from blog.reading import feed as atom
from blog.reading import sitemap as map_of_site
from blog.reading.comment_feed import MOST_ENTRIES, Subject, comment_feed
from blog.reading.page import page_of
from blog.reading.queries import (
    newest_comments,
    newest_in_full,
    number_and_first_moment,
    the_author_called,
    the_public_article,
    the_tag_called,
)
from blog.refusals import NotThere
from blog.storage.site_setting import site_settings
from blog.text.excerpts import reading_minutes
from blog.web.guards import signed_in
from blog.web.links import absolute_url
from blog.web.unchanged import let_a_reader_ask_whether_it_changed

reading = Blueprint("reading", __name__)
reading.after_request(let_a_reader_ask_whether_it_changed)


@reading.get("/")
def home():
    at = now()
    page = _asked_page(public_articles, at)
    return render_template("reading/home.html", page=page, **_around(page))


@reading.get("/authors/<handle>")
def author(handle):
    at = now()
    account = the_author_called(handle)
    number, since = number_and_first_moment(articles_by(account, at))
    if not number:  # who has nothing to show readers is not shown to them: a moderator, a newcomer
        raise NotThere
    page = _asked_page(partial(articles_by, account), at)
    return render_template(
        "reading/author.html", author=account, number=number, since=since, page=page, **_around(page)
    )


@reading.get("/tags/<slug>")
def tag(slug):
    at = now()
    found = the_tag_called(slug)
    number, _since = number_and_first_moment(articles_tagged(found, at))
    if not number:
        raise NotThere
    page = _asked_page(partial(articles_tagged, found), at)
    return render_template("reading/tag.html", tag=found, number=number, page=page, **_around(page))


@reading.get("/articles/<slug>")
def article(slug):
    at = now()
    found = the_public_article(slug, at=at)
    newer, older = newer_and_older(found, at)
    site = site_settings()
    openness, order = openness_of(found, site, by=signed_in()), order_called(request.args.get("order"), site)
    part = {"start": request.args.get("from"), "size": site.comments_per_page, "order": order}
    return render_template(
        "reading/article.html",
        article=found,
        conversation=None if openness.is_without else conversation_on(found, **part),
        own_pending=own_pending_on(found, order=order),
        closed_because=openness.because,
        # Named in addresses only where it is not the usual one.
        order=None if order is usual_order(site) else order,
        form=comment_form_for(found),
        parent=None,
        minutes=reading_minutes(found.words),
        newer=newer,
        older=older,
        canonical=absolute_url("reading.article", slug=found.slug),
    )


@reading.get("/feed.xml")
def feed():
    articles = newest_in_full(at=now(), number=atom.MOST_ENTRIES)
    words = atom.atom_feed(articles, site=site_settings(), address=absolute_url)
    return Response(words, content_type=atom.CONTENT_TYPE)


@reading.get("/comments.xml")
def comments():
    site = site_settings()
    subject = Subject(
        title=f"Comments on {site.title}",
        page=absolute_url("reading.home"),
        feed=absolute_url("reading.comments"),
    )
    return _feed_of_comments(newest_comments(MOST_ENTRIES, at=now()), subject)


@reading.get("/articles/<slug>/comments.xml")
def comments_on_article(slug):
    at = now()
    found = the_public_article(slug, at=at)
    if not shows_comments(found):
        raise NotThere
    subject = Subject(
        title=f"Comments on {found.title}",
        page=absolute_url("reading.article", slug=found.slug),
        feed=absolute_url("reading.comments_on_article", slug=found.slug),
    )
    return _feed_of_comments(newest_comments(MOST_ENTRIES, at=at, article=found), subject)


@reading.get("/sitemap.xml")
def sitemap():
    words = map_of_site.sitemap(at=now(), address=absolute_url)
    return Response(words, content_type=map_of_site.CONTENT_TYPE)


@reading.get("/sitemap-<int:number>.xml")
def sitemap_file(number):
    words = map_of_site.sitemap_file(number, at=now(), address=absolute_url)
    return Response(words, content_type=map_of_site.CONTENT_TYPE)


@reading.get("/robots.txt")
def robots():
    return Response(render_template("reading/robots.txt"), content_type="text/plain; charset=utf-8")


def _feed_of_comments(comments, subject):
    language = site_settings().language
    words = comment_feed(comments, subject=subject, language=language, address=absolute_url)
    return Response(words, content_type=atom.CONTENT_TYPE)


def _asked_page(articles, at):
    return page_of(articles, size=site_settings().articles_per_page, at=at, **_asked_place())


def _asked_place():
    return {side: request.args[side] for side in ("before", "after") if side in request.args}


def _around(page):
    """The addresses that a page of a list names: of itself, of the newer and of the older page."""
    place = request.view_args
    return {
        "canonical": absolute_url(request.endpoint, **place, **_asked_place()),
        "first_url": url_for(request.endpoint, **place),
        "newer_url": url_for(request.endpoint, **place, after=page.newer) if page.newer else None,
        "older_url": url_for(request.endpoint, **place, before=page.older) if page.older else None,
    }
