"""What every template can say: the site's name, who is signed in, moments in words, avatars, addresses of assets."""

from zoneinfo import ZoneInfo

from flask import g
from markupsafe import Markup
from sqlalchemy.exc import SQLAlchemyError

from blog.storage import db
from blog.storage.site_setting import default_site_settings, site_settings
from blog.text.avatar import draw_avatar
from blog.web.assets import asset
from blog.web.guards import signed_in
from blog.web.links import absolute_url


def add_template_helpers(app):
    app.add_template_global(asset)
    app.add_template_global(signed_in)
    app.add_template_global(absolute_url)
    app.add_template_filter(written_date)
    app.add_template_filter(exact_time)
    app.add_template_filter(iso)
    app.add_template_filter(grouped)
    app.add_template_filter(lambda seed, size=48: Markup(draw_avatar(seed, size)), "draw_avatar")  # noqa: S704  (drawn by us, from a random seed)
    app.context_processor(lambda: {"site": the_site()})


def the_site():
    """The site's settings, asked once a request: a page with fifty comments writes out a hundred moments.

    Their defaults where the database cannot be asked: the page about that must render.
    """
    if "site" not in g:
        try:
            g.site = site_settings()
        except SQLAlchemyError:
            db.session.rollback()
            g.site = default_site_settings()
    return g.site


def local(moment):
    """`moment` (aware) in the blog's time zone."""
    return moment.astimezone(ZoneInfo(the_site().time_zone))


def written_date(moment):
    """12 March 2026"""
    there = local(moment)
    return f"{there.day} {there:%B %Y}"


def exact_time(moment):
    """12 March 2026, 14:05 CET"""
    there = local(moment)
    return f"{written_date(moment)}, {there:%H:%M} {there.tzname()}"


def iso(moment):
    """2026-03-12T14:05:00+01:00, for <time datetime>."""
    return local(moment).isoformat(timespec="seconds")


def grouped(number):
    """12,345"""
    return f"{number:,}"
