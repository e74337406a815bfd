"""Letters that are due are written out and given to the mail server, one after the other, and what became of each is kept.

Three transactions a letter, and none while the server is asked: it is claimed; its composer writes it; its outcome is
written. Whoever dies between leaves a claim that ends by itself, and the letter is sent then, or sent again.
"""

from time import monotonic
from traceback import extract_tb

from flask import current_app

from blog.clock import now
from blog.mail.composing import compose
from blog.mail.configured import mail_is_configured
from blog.mail.letter import (
    claim_letters,
    give_back_letter,
    has_been_tried_enough,
    letter_failed,
    letter_not_wanted,
    letter_sent,
    put_off_letter,
)
from blog.mail.message import NotDeliverable, envelope_of
from blog.mail.postbox import ConnectionLost, Postbox, PutOff, Refused, ServerTrouble
from blog.mail.trouble import end_trouble, mail_rests, note_trouble
from blog.mail.waking import wake_worker_after_commit
from blog.storage import db

SECONDS_AT_A_TIME = 5  # then the worker is asked whether it should stop, and goes on


class NotWritten(Exception):
    """Its composer failed. Says with what kind of error and where; the error's own words could hold an address."""


def deliver_letters(private_keys, *, at=None):
    """Sends the letters that are due at `at`, by default now; returns how many were taken. Commits."""
    run = current_app.config["RUN"]
    if not mail_is_configured(run) or mail_rests(at or now()):
        db.session.rollback()
        return 0
    started, taken = monotonic(), 0
    with Postbox(run) as postbox:
        while claim := _claimed(at or now()):
            try:
                taken += _deliver(claim, private_keys, postbox, at=at)
            except ServerTrouble:
                break
            if monotonic() - started > SECONDS_AT_A_TIME:
                wake_worker_after_commit()
                break
    db.session.commit()
    return taken


def _claimed(at):
    """One at a time: a claim must not end while others are being sent before it."""
    claims = claim_letters(1, at)
    db.session.commit()
    return claims[0] if claims else None


def _deliver(claim, private_keys, postbox, *, at):
    """Whether the server took it. Raises ServerTrouble, once that is kept."""
    try:
        envelope = _written(claim, private_keys, at=at or now())
        if envelope is not None:
            postbox.take(envelope)
    except (Refused, NotDeliverable) as problem:
        letter_failed(claim, str(problem))
    except (PutOff, NotWritten) as problem:
        put_off_letter(claim, str(problem), at=at or now())
        note_trouble(str(problem), at=at or now(), rests=False)
    except ConnectionLost as problem:
        put_off_letter(claim, str(problem), at=at or now())
        note_trouble(str(problem), at=at or now(), rests=True)
        db.session.commit()
        raise
    except ServerTrouble as problem:
        give_back_letter(claim)
        note_trouble(str(problem), at=at or now(), rests=True)
        db.session.commit()
        raise
    else:
        if envelope is not None:
            letter_sent(claim, at=at or now())
            end_trouble()
            db.session.commit()
            return True
    db.session.commit()
    return False


def _written(claim, private_keys, *, at):
    """Its Envelope, with the composer's transaction behind it; None where it is not wanted any more."""
    if has_been_tried_enough(claim):
        raise NotDeliverable("the worker ended each time it was tried")
    try:
        composed = compose(claim.kind, claim.about, private_keys)
        if composed is None:
            letter_not_wanted(claim)
            db.session.commit()
            return None
        envelope = envelope_of(composed, public_id=claim.public_id, at=at, run=current_app.config["RUN"])
        db.session.commit()
        return envelope
    except NotDeliverable:
        db.session.rollback()
        raise
    except Exception as problem:
        db.session.rollback()
        current_app.logger.error("A letter of the kind %s was not written: %s", claim.kind, in_brief(problem))
        raise NotWritten(f"it could not be written ({type(problem).__name__})"[:200]) from None


def in_brief(problem):
    """An exception's kind and place, without its words, in which an address could stand."""
    places = extract_tb(problem.__traceback__)
    where = f" at {places[-1].filename}:{places[-1].lineno}" if places else ""
    return type(problem).__name__ + where
