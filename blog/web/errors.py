"""Which refusal becomes which page. Every error a person can meet is designed: what is wrong, and the way on."""

from flask import current_app, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from blog.refusals import NotAcceptable, NotThere, NotYours, Refusal, TooLate, TooOften
from blog.storage import db
from blog.storage.database import reading_only
from blog.web.guards import SAFE_METHODS, NotSignedIn

PAGES = {NotYours: 403, NotThere: 404, TooLate: 409, NotAcceptable: 422, TooOften: 429, Refusal: 400}

HEADINGS = {
    400: (
        "That request makes no sense here",
        "Something in it was not as it should be. Please go back and try again.",
    ),
    403: (
        "You may not do this",
        "Your account has no permission for it, or the request came from another site.",
    ),
    404: (
        "There is nothing here",
        "The page may have moved, or its address may be mistyped. The front page leads to all that is public.",
    ),
    405: ("That is not possible here", "This address does not take that kind of request."),
    409: ("Something changed in the meantime", "Please look at the newest state and decide again."),
    413: ("That is too large", "Please send less at once."),
    422: ("That cannot be accepted as it is", "Please go back and mend what was marked."),
    429: ("Too many tries", "Please wait a while and try again."),
    500: ("Something broke", "It was recorded, and it was not your fault. Please try again in a moment."),
}


def answer_errors(app):
    app.register_error_handler(NotSignedIn, ask_to_sign_in)
    app.register_error_handler(Refusal, answer_refusal)
    app.register_error_handler(CSRFError, answer_stale_form)
    app.register_error_handler(HTTPException, answer_http_error)


def status_of(refusal):
    """The HTTP status that answers a Refusal: that of the nearest of its kinds."""
    return next(PAGES[kind] for kind in type(refusal).__mro__ if kind in PAGES)


def answer_refusal(refusal):
    status = status_of(refusal)
    headers = {"Retry-After": str(refusal.retry_after)} if isinstance(refusal, TooOften) else {}
    return error_page(status, sentence=str(refusal)), status, headers


def answer_http_error(error):
    if error.code is None or error.code < 400:
        return error
    page = error_page(error.code)
    response = error.get_response()
    response.data, response.content_type = page, "text/html; charset=utf-8"
    return response


def answer_stale_form(_error):
    """The form was shown to another session, or to none: nothing was done, and what was typed can be sent again."""
    return _answered_by("accounts.send_again")


def ask_to_sign_in(_refusal):
    """To the sign-in page and back; what was typed goes along with the person."""
    if request.method in SAFE_METHODS:
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
    return _answered_by("accounts.sign_in_to_go_on")


def _answered_by(endpoint):
    """A page in place of the one that was asked for, by the room that owns signing in."""
    return current_app.view_functions[endpoint]()


def error_page(status, *, heading=None, sentence=None, kept=(), way_out=()):
    """The HTML of an error: `kept` is a list of (label, words) for the person to copy, `way_out` of (label, address).

    What the request has written is taken back, and nothing can be written after it.
    """
    _take_back()
    known_heading, known_sentence = HEADINGS.get(status, HEADINGS[400 if status < 500 else 500])
    with reading_only():  # nobody waits for this page, and it waits for nobody
        return render_template(
            "shared/error.html",
            status=status,
            heading=heading or known_heading,
            sentence=sentence or known_sentence,
            kept=list(kept),
            way_out=list(way_out),
        )


def _take_back():
    try:
        db.session.rollback()
    except SQLAlchemyError:  # the database is gone, and what was written with it
        db.session.remove()
