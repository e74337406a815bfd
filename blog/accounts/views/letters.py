"""The letters that staff get: chosen in the profile, ended by one click in the letter."""

from flask import current_app, redirect, render_template, request, url_for

from blog.accounts.letter_rhythm import Rhythm, choose_rhythm
from blog.accounts.letters_declined import (
    WAITING,
    decline_letters,
    end_of_link,
    has_declined,
    kinds_for,
    want_letters,
)
from blog.accounts.views.blueprint import accounts
from blog.refusals import NotAcceptable
from blog.storage import db
from blog.web.guards import whoever_is_signed_in


@accounts.post("/desk/profile/letters")
def choose_letters():
    person = whoever_is_signed_in()
    for kind in kinds_for(person):
        if kind == WAITING:
            choose_rhythm(person, _rhythm_chosen())
        else:
            (want_letters if kind in request.form else decline_letters)(person, kind)
    db.session.commit()
    return redirect(url_for("accounts.profile", _anchor="letters"), 303)


@accounts.get("/staff-letters/<token>/end")
def end_letters_page(token):
    return _end_page(token, *_ended_by(token))


@accounts.post("/staff-letters/<token>/end", endpoint="end_letters")
def end_letters_now(token):
    """Also what a mailbox's own button posts (RFC 8058)."""
    account, kind = _ended_by(token)
    (want_letters if "again" in request.form else decline_letters)(account, kind)
    db.session.commit()
    return _end_page(token, account, kind)


def _rhythm_chosen():
    """A Rhythm, or None for no letters about what waits."""
    typed = request.form.get(WAITING, "")
    if typed not in {"", *Rhythm}:
        raise NotAcceptable("Letters come at once, each hour, each day or not at all.")
    return Rhythm(typed) if typed else None


def _end_page(token, account, kind):
    return render_template(
        "accounts/end_letters.html", token=token, kind=kind, has_declined=has_declined(account, kind)
    )


def _ended_by(token):
    return end_of_link(token, current_app.config["KEYS"].receipts)
