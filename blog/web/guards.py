"""Who may knock: cross-site posts are refused, GET writes nothing, and who is signed in proves what they post is theirs."""

from urllib.parse import urlsplit

from flask import abort, current_app, g, request
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect

from blog.refusals import Refusal
from blog.storage.database import reading_only
from blog.web.secret_addresses import is_secret, takes_one_click

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
csrf = CSRFProtect()


class NotSignedIn(Refusal):
    """The way on is the sign-in page, which gives back what was typed."""

    sentence = "Please sign in first."


def signed_in():
    """The Account whose session this is, or None. Does not touch the session of a visitor without a cookie."""
    if current_app.config["SESSION_COOKIE_NAME"] not in request.cookies or not current_user.is_authenticated:
        return None
    return current_user._get_current_object()


def whoever_is_signed_in():
    """The Account whose session this is. Raises NotSignedIn."""
    account = signed_in()
    if account is None:
        raise NotSignedIn
    return account


def guard_requests(app):
    csrf.init_app(app)
    app.before_request(begin_reading)
    app.before_request(refuse_unreadable_addresses)
    app.before_request(refuse_other_sites)
    app.before_request(read_to_the_end)
    app.before_request(ask_for_token)
    app.teardown_request(end_reading)


def begin_reading():
    """A request that must change nothing gets a transaction that cannot."""
    if request.method in SAFE_METHODS:
        g.reading = reading_only()
        g.reading.__enter__()


def end_reading(_problem):
    if "reading" in g:
        g.pop("reading").__exit__(None, None, None)


def refuse_unreadable_addresses():
    """No address of ours holds a NUL, and PostgreSQL cannot be asked about one."""
    if "\0" in request.path:
        abort(404)
    if any("\0" in word for pair in request.args.items(multi=True) for word in pair):
        abort(400)


def refuse_other_sites():
    """A page of another site must not post here with this browser's cookies.

    Newer browsers say it themselves (Sec-Fetch-Site); else Origin must be ours. A client that sends neither is no
    browser, so there is nobody whose cookies could be abused. A page whose address is a secret tells nobody where its
    forms come from (`Origin: null`, because of its Referrer-Policy): to post there, one must know the secret.
    """
    if request.method in SAFE_METHODS or takes_one_click(request.path):
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in {"same-origin", "none"}:
            abort(403)
        return
    origin = request.headers.get("Origin")
    if origin == "null" and is_secret(request.path):
        return
    if origin is not None and _origin(origin) not in {
        _origin(current_app.config["RUN"].url),
        _origin(request.host_url),
    }:
        abort(403)


def takes_at_most(size):
    """For a view: `size` is the most that its requests may weigh, in bytes. What weighs more is not read."""

    def mark(view):
        view.largest_request = size
        return view

    return mark


def read_to_the_end():
    """All that is sent, before the database is asked anything: where somebody is signed in, that begins a transaction,
    and on SQLite everybody else would wait with what they write until the last byte of a slow upload is here.
    """
    if request.method in SAFE_METHODS:
        return
    view = current_app.view_functions.get(request.endpoint)
    if size := getattr(view, "largest_request", None):
        request.max_content_length = size
    if request.mimetype == "application/x-www-form-urlencoded":
        refuse_shredded_forms()
    request.form  # noqa: B018  (asking for it reads it)


def refuse_shredded_forms():
    """Flask bounds the number of fields of a multipart form only. Millions of fields, each of one letter,
    would fill the memory, and longer still the page that gives them back to be sent again.
    """
    if request.get_data().count(b"&") >= current_app.config["MAX_FORM_PARTS"]:
        abort(413)


def _origin(address):
    try:
        parts = urlsplit(address)
        return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return None


def ask_for_token():
    """What a signed-in person posts carries Flask-WTF's token."""
    if request.method not in SAFE_METHODS and signed_in() is not None:
        csrf.protect()
