"""What everybody may know of moderating here: the same bytes for everyone, and no cookie."""

from flask import Blueprint, render_template, request, url_for

from blog.moderating.insights.how_we_moderate import how_we_moderate
from blog.moderating.insights.public_log import days_of_log
from blog.refusals import NotThere
from blog.storage.site_setting import site_settings
from blog.web.links import absolute_url
from blog.web.unchanged import let_a_reader_ask_whether_it_changed

moderation_in_public = Blueprint("moderation_in_public", __name__)
moderation_in_public.after_request(let_a_reader_ask_whether_it_changed)
HIGHEST = 2**63 - 1  # of an entry's number


@moderation_in_public.get("/how-we-moderate")
def page():
    site = site_settings()
    if not site.moderation_page:
        raise NotThere
    return render_template(
        "moderating/how_we_moderate.html",
        sections=how_we_moderate(site),
        canonical=absolute_url("moderation_in_public.page"),
    )


@moderation_in_public.get("/moderation-log")
def log():
    site, before = site_settings(), _asked_number(request.args.get("before"))
    if not site.moderation_log:
        raise NotThere
    days, following = days_of_log(site, before=before)
    return render_template(
        "moderating/moderation_log.html",
        days=days,
        is_first=before is None,
        older=url_for("moderation_in_public.log", before=following) if following else None,
        canonical=absolute_url("moderation_in_public.log", **({"before": before} if before else {})),
    )


def _asked_number(typed):
    """A whole number above nought, or None. Raises NotThere."""
    if typed is None:
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) < 20 and 0 < int(typed) <= HIGHEST):
        raise NotThere
    return int(typed)
