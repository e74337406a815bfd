"""Glue: the two cookies that a visitor's browser keeps. Nobody else gets any, so their pages are the same for all.

`my_comments` lets visitors see their own comments while they wait; `remembered` fills in their form, and is set only
where they asked for it. Both are signed, are sent to articles and their comments alone, and are no use to scripts.
"""

from flask import current_app, request
from itsdangerous import BadData, URLSafeSerializer

from blog.web.sessions import is_https

MY_COMMENTS, REMEMBERED = "my_comments", "remembered"
MOST_COMMENTS = 20
DAY = 86400  # seconds
PATH = "/articles"


def own_ids():
    """Public ids of the comments left with this browser, oldest first."""
    ids = _read(MY_COMMENTS)
    return [id for id in ids if isinstance(id, str)] if isinstance(ids, list) else []


def add_own_id(response, public_id):
    ids = [id for id in own_ids() if id != public_id]
    _write(response, MY_COMMENTS, [*ids, public_id][-MOST_COMMENTS:], days=30)


def remembered():
    """Name, email and website as this visitor left them here, by field; empty where nothing is remembered."""
    known = _read(REMEMBERED)
    if not isinstance(known, dict):
        return {}
    return {name: known[name] for name in ("name", "email", "website") if isinstance(known.get(name), str)}


def remember(response, *, name, email, website):
    _write(response, REMEMBERED, {"name": name, "email": email, "website": website}, days=365)


def forget(response):
    """Of a browser that holds nothing nothing is asked."""
    if REMEMBERED in request.cookies:
        response.delete_cookie(REMEMBERED, path=PATH, secure=is_https(), httponly=True, samesite="Lax")


def _serializer(cookie):
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=f"cookie {cookie}")


def _read(cookie):
    try:
        return _serializer(cookie).loads(request.cookies.get(cookie, ""))
    except BadData:
        return None


def _write(response, cookie, value, *, days):
    response.set_cookie(
        cookie,
        _serializer(cookie).dumps(value),
        max_age=days * DAY,
        path=PATH,
        secure=is_https(),
        httponly=True,
        samesite="Lax",
    )
