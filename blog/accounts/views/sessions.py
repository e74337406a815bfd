"""A session begins and ends here; blog/accounts/session.py says how long it lasts."""

import secrets

from flask import after_this_request, current_app, g, request, session
from flask_login import login_user, logout_user
from itsdangerous import BadSignature, URLSafeTimedSerializer

from blog.accounts.record import Happening, record
from blog.accounts.session import end_session, find_account_of_session, new_session_number
from blog.clock import now
from blog.web.guards import signed_in
from blog.web.sessions import is_https, login_manager
from blog.web.throttle import digest_of

KNOWN_BROWSER, KNOWN_SECONDS = "known_browser", 365 * 86400


@login_manager.user_loader
def account_of_this_session(session_id):
    return find_account_of_session(session_id, session.get("number", ""))


def start_session(account):
    """Signs `account` in on this browser, in a new session: nothing of the one before is left in it. The caller commits."""
    session.clear()
    g.pop("csrf_token", None)  # the one of the session before
    session.permanent = True
    session["number"] = new_session_number()
    login_user(account)
    account.signed_in_at = now()
    record(account, Happening.SIGNED_IN, by=account)
    _remember_browser(account.email)


def stop_session():
    """Signs out on this browser; a copy of its cookie is worth nothing either. The caller commits."""
    if (account := signed_in()) is not None:
        record(account, Happening.SIGNED_OUT, by=account)
    if "number" in session:
        end_session(session["number"])
    logout_user()
    session.clear()


def mark_of_known_browser(address):
    """A string that tells this browser from others if `address` was signed in on it before, or None."""
    try:
        digest, mark = _signer().loads(request.cookies.get(KNOWN_BROWSER, ""), max_age=KNOWN_SECONDS)
    except (BadSignature, ValueError):
        return None
    return mark if secrets.compare_digest(digest, digest_of(address)) else None


def _remember_browser(address):
    """So that strangers who try passwords of `address` cannot keep its owner out of it: see views/tries.py."""
    value = _signer().dumps([digest_of(address), secrets.token_hex(8)])

    @after_this_request
    def remember(response):
        kept = {"max_age": KNOWN_SECONDS, "httponly": True, "samesite": "Lax", "secure": is_https()}
        response.set_cookie(KNOWN_BROWSER, value, path="/sign-in", **kept)
        return response


def _signer():
    return URLSafeTimedSerializer(current_app.secret_key, salt="known browser")
