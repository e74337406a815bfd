"""Signed-in people have a session cookie; visitors have none, and their pages are the same bytes for everyone."""

from flask import current_app, request
from flask.sessions import SecureCookieSessionInterface
from flask_login import LoginManager

login_manager = LoginManager()


class SessionsOfSignedInPeople(SecureCookieSessionInterface):
    """Leaves a visitor's answer alone: no cookie, and no `Vary: Cookie` because somebody looked into the session."""

    def save_session(self, app, session, response):
        if session.modified or self.get_cookie_name(app) in request.cookies:
            super().save_session(app, session, response)

    def get_cookie_secure(self, app):
        return is_https()


def is_https():
    """Whether readers reach the site by https: this request did, or BLOG_URL says so."""
    return request.is_secure or current_app.config["RUN"].url.startswith("https:")


def prepare_sessions(app):
    app.config.from_mapping(
        SESSION_COOKIE_NAME="sign_in",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=30 * 86400,  # seconds
        REMEMBER_COOKIE_DURATION=0,
    )
    app.session_interface = SessionsOfSignedInPeople()
    login_manager.init_app(app, add_context_processor=False)  # templates ask signed_in()
    login_manager.session_protection = None  # a phone changes its network; the session key ends sessions
