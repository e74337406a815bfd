"""Glue: the three cookies that a visitor's browser keeps. Nobody else gets any, so their pages are the same for all.

`my_comments` lets visitors see their own comments while they wait; `remembered` fills in their form and says which
comments were left with it, and is set only where they asked for it; `confirmed` says to which addresses a letter of ours
was answered with this browser, in marks that name none. All are signed, are sent to articles and their comments alone,
and are no use to scripts.
"""

from flask import current_app, request
from itsdangerous import BadData, URLSafeSerializer

from blog.commenting.trust import Proofs, mark_of
from blog.web.sessions import is_https

MY_COMMENTS, REMEMBERED, CONFIRMED = "my_comments", "remembered", "confirmed"
MOST_COMMENTS = 20
MOST_REMEMBERED, MOST_MARKS = 5, 5
DAY = 86400  # seconds
PATH = "/articles"


def own_ids():
    """Public ids of the comments left with this browser, oldest first."""
    return _words(_read(MY_COMMENTS))


def add_own_id(response, public_id):
    ids = [id for id in own_ids() if id != public_id]
    _write(response, MY_COMMENTS, [*ids, public_id][-MOST_COMMENTS:], days=30)


def remembered():
    """Name, email and website as this visitor left them here, by field; empty where nothing is remembered."""
    known = _read(REMEMBERED)
    if not isinstance(known, dict):
        return {}
    return {name: known[name] for name in ("name", "email", "website") if isinstance(known.get(name), str)}


def remember(response, public_id, *, name, email, website):
    """`public_id` is the comment that was left so: those of before, under the same address, stay with it."""
    known = _read(REMEMBERED)
    before = known if isinstance(known, dict) and known.get("email") == email else {}
    ids = [id for id in _words(before.get("comments")) if id != public_id]
    kept = {"name": name, "email": email, "website": website}
    _write(response, REMEMBERED, kept | {"comments": [*ids, public_id][-MOST_REMEMBERED:]}, days=365)


def forget(response):
    """Of a browser that holds nothing nothing is asked."""
    if REMEMBERED in request.cookies:
        response.delete_cookie(REMEMBERED, path=PATH, secure=is_https(), httponly=True, samesite="Lax")


def note_proof(response, digest):
    """A letter to the address with this digest (Contact.digest) was answered with this browser."""
    mark = mark_of(digest, current_app.config["KEYS"])
    marks = [each for each in _words(_read(CONFIRMED)) if each != mark]
    _write(response, CONFIRMED, [*marks, mark][-MOST_MARKS:], days=365)


def proofs_shown():
    """The Proofs that this browser brought along."""
    known = _read(REMEMBERED)
    comments = _words(known.get("comments")) if isinstance(known, dict) else []
    return Proofs(comments=tuple(comments), marks=tuple(_words(_read(CONFIRMED))))


def _words(value):
    """Its strings, where `value` is a list."""
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


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
