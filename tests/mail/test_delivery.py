"""A letter that is posted arrives, once, or it is kept why not; and whatever befalls one befalls no other."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from blog.clock import now
from blog.mail import delivery
from blog.mail.composing import COMPOSERS, Composed
from blog.mail.delivery import deliver_letters
from blog.mail.letter import PAUSES, Letter, cancel_letters, letters_posted, post_letter
from blog.storage import db


def post(*names, **details):
    letters = [post_letter("greeting", {"name": name}, **details) for name in names]
    db.session.commit()
    return letters


def fate(letter):
    db.session.expire_all()
    return letter.status.value, letter.tries, letter.problem


def deliver(at=None):
    taken = deliver_letters(None, at=at)
    assert db.session().in_transaction() is False
    return taken


def test_a_letter_is_delivered_once_with_its_two_parts_and_headers(app, smtp):
    (letter,) = post("ann")
    assert deliver() == 1
    assert deliver(now() + timedelta(days=9)) == 0
    (received,) = smtp.received
    assert (received.sender, received.to) == ("blog@forge.example", ["ann@readers.example"])
    message = received.message
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert received.part("plain") == "Good morning, ann.\r\n"
    assert received.part("html") == "<p>Good morning, ann.</p>\r\n"
    headers = {
        name: message[name]
        for name in ("From", "To", "Subject", "Message-ID", "Auto-Submitted", "MIME-Version")
    }
    assert headers == {
        "From": "Forge <blog@forge.example>",
        "To": "ann@readers.example",
        "Subject": "For ann",
        "Message-ID": f"<{letter.public_id}@forge.example>",
        "Auto-Submitted": "auto-generated",
        "MIME-Version": "1.0",
    }
    assert abs(message["Date"].datetime - now()) < timedelta(minutes=1)
    assert fate(letter) == ("sent", 1, "")
    assert letter.sent_at is not None


def test_one_connection_carries_many_letters(app, smtp):
    post("ann", "bob", "cid", "dot")
    assert deliver() == 4
    assert (smtp.connections, len(smtp.received)) == (1, 4)


def test_a_letter_waits_until_it_is_due(app, smtp):
    moment = now()
    post("ann", due_at=moment + timedelta(minutes=1), at=moment)
    assert deliver(moment + timedelta(seconds=59)) == 0
    assert deliver(moment + timedelta(seconds=60)) == 1


def test_what_is_taken_back_is_not_sent(app, smtp):
    later = now() + timedelta(minutes=1)
    post("ann", "bob", cause="decision:12", due_at=later)
    (other,) = post("cid", cause="decision:1", due_at=later)
    assert cancel_letters("decision:12") == 2
    db.session.commit()
    assert deliver(later) == 1
    assert smtp.to() == ["cid@readers.example"]
    assert cancel_letters("decision:1") == 0  # it has left
    db.session.commit()
    assert fate(other)[0] == "sent"


def test_a_letter_of_a_transaction_that_is_taken_back_was_never_posted(app, smtp):
    post_letter("greeting", {"name": "ann"})
    db.session.rollback()
    assert deliver() == 0
    assert smtp.asked == []


def test_the_same_thing_is_said_once(app, smtp):
    first, second = post("ann", "bob", once="comment:7 answered")
    assert (first is None, second is None) == (False, True)
    assert deliver() == 1
    assert post("ann", once="comment:7 answered") == [None]  # sent ones count too


def test_one_that_was_cancelled_is_taken_up_again(app, smtp):
    (first,) = post("ann", once="comment:7 answered")
    first.cause = "decision:1"
    assert cancel_letters("decision:1") == 1
    assert post("ann", once="comment:7 answered") == [first]
    assert post("ann", once="comment:7 answered") == [None]


def test_letters_to_somebody_are_counted(app):
    moment = now()
    post("ann", recipient="address:1", at=moment - timedelta(hours=2))
    post("ann", "ann", recipient="address:1", at=moment)
    post("bob", recipient="address:2", at=moment)
    since = moment - timedelta(hours=1)
    assert db.session.scalar(letters_posted("address:1", since=since)) == 2
    assert db.session.scalar(letters_posted("address:1", "greeting", "other", since=since)) == 2
    assert db.session.scalar(letters_posted("address:1", "other", since=since)) == 0


def test_one_that_is_not_wanted_any_more_is_cancelled(app, smtp, monkeypatch):
    monkeypatch.setitem(COMPOSERS, "greeting", lambda _about, _keys: None)
    (letter,) = post("ann")
    assert deliver() == 0
    assert fate(letter) == ("cancelled", 1, "")
    assert smtp.connections == 0


def test_one_letter_may_be_about_many_and_posts_them(app, smtp, monkeypatch):
    def tell_everybody(about, _keys):
        for name in about["names"]:
            post_letter("greeting", {"name": name}, once=f"{name} was told")

    monkeypatch.setitem(COMPOSERS, "news", tell_everybody)
    post_letter("news", {"names": ["ann", "bob"]})
    db.session.commit()
    assert deliver() == 2
    assert smtp.to() == ["ann@readers.example", "bob@readers.example"]


# What servers say ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [550, 553, 511])
def test_a_refusal_for_good_fails_that_letter_and_no_other(app, smtp, code):
    smtp.answers["bob@readers.example"] = [f"{code} no such person as bob@readers.example"]
    ann, bob, cid = post("ann", "bob", "cid")
    assert deliver() == 2
    assert [fate(each)[0] for each in (ann, bob, cid)] == ["sent", "failed", "sent"]
    assert fate(bob) == ("failed", 1, f"the mail server refused it ({code})")
    assert deliver(now() + timedelta(days=9)) == 0
    assert smtp.asked.count("bob@readers.example") == 1


def test_a_letter_whose_words_are_refused_fails(app, smtp):
    smtp.at_data = ["554 we do not like it", "250 OK"]
    ann, bob = post("ann", "bob")
    assert deliver() == 1
    assert (fate(ann)[0], fate(bob)[0]) == ("failed", "sent")


def test_a_greylisted_letter_arrives_later(app, smtp):
    smtp.answers["ann@readers.example"] = ["451 come back later", "250 OK"]
    ann, _bob = post("ann", "bob")
    moment = now()
    assert deliver(moment) == 1
    assert smtp.to() == ["bob@readers.example"]
    assert fate(ann) == ("waiting", 1, "the mail server put it off (451)")
    assert deliver(moment + timedelta(seconds=59)) == 0
    assert deliver(moment + timedelta(seconds=60)) == 1
    assert smtp.to() == ["bob@readers.example", "ann@readers.example"]
    assert fate(ann) == ("sent", 2, "")


def test_a_letter_that_is_put_off_for_ever_fails_after_four_days(app, smtp):
    smtp.answers["ann@readers.example"] = ["452 mailbox full"]
    (ann,) = post("ann")
    started = moment = now()
    for pause in PAUSES:
        deliver(moment)
        assert fate(ann)[0] == "waiting"
        moment += pause
    deliver(moment)
    assert fate(ann) == ("failed", len(PAUSES) + 1, "the mail server put it off (452)")
    assert timedelta(days=3.5) < moment - started < timedelta(days=4.5)


def test_a_server_that_falls_silent_is_left_and_the_letter_comes_later(app, smtp, hasty):
    smtp.at_data = ["", "250 OK"]
    ann, bob = post("ann", "bob")
    moment = now()
    assert deliver(moment) == 0
    assert fate(ann) == ("waiting", 1, "the mail server did not answer in time")
    assert fate(bob) == ("waiting", 0, "")
    assert deliver(moment + timedelta(minutes=1)) == 2


def test_a_lost_connection_is_made_anew(app, smtp):
    smtp.at_data = [None, "250 OK"]
    ann, bob = post("ann", "bob")
    moment = now()
    assert deliver(moment) == 0
    assert fate(ann) == ("waiting", 1, "the connection to the mail server was lost")
    assert deliver(moment + timedelta(minutes=1)) == 2
    assert {fate(ann)[0], fate(bob)[0]} == {"sent"}


def test_a_letter_over_which_the_connection_always_breaks_keeps_no_other(app, smtp):
    smtp.answers["ann@readers.example"] = [None]
    ann, bob = post("ann", "bob")
    moment = now()
    deliver(moment)
    deliver(moment + timedelta(seconds=61))
    deliver(moment + timedelta(seconds=181))
    assert (fate(ann)[0], fate(bob)[0]) == ("waiting", "sent")


def test_a_server_that_cannot_be_reached_costs_no_letter_a_try(app, smtp):
    smtp.controller.stop()
    (ann,) = post("ann")
    moment = now()
    for day in range(30):
        assert deliver(moment + timedelta(days=day)) == 0
    assert fate(ann) == ("waiting", 0, "")


def test_a_sender_that_is_refused_is_our_trouble_and_fails_no_letter(app, smtp):
    smtp.at_mail = ["550 who are you"]
    (ann,) = post("ann")
    assert deliver() == 0
    assert fate(ann) == ("waiting", 0, "")


# What goes wrong on our side -------------------------------------------------------------------------------------------


def test_a_letter_that_cannot_be_written_keeps_no_other_and_its_error_tells_nothing(
    app, smtp, monkeypatch, caplog
):
    def broken(_about, _keys):
        raise KeyError("secret@readers.example")

    monkeypatch.setitem(COMPOSERS, "broken", broken)
    letter = post_letter("broken", {})
    unknown = post_letter("unheard of", {})
    (ann,) = post("ann")
    assert deliver() == 1
    assert fate(letter) == ("waiting", 1, "it could not be written (KeyError)")
    assert fate(unknown) == ("waiting", 1, "it could not be written (NobodyWritesThis)")
    assert fate(ann)[0] == "sent"
    assert "KeyError at " in caplog.text
    assert "secret" not in caplog.text


def test_what_a_composer_wrote_before_it_failed_is_taken_back(app, smtp, monkeypatch):
    def half(_about, _keys):
        post_letter("greeting", {"name": "bob"})
        raise ValueError

    monkeypatch.setitem(COMPOSERS, "half", half)
    post_letter("half", {})
    db.session.commit()
    assert deliver() == 0
    assert [letter.kind for letter in db.session.scalars(select(Letter))] == ["half"]


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b@c", "ann@readers.example, bob@readers.example", "a b@c.example"]
)
def test_an_address_that_makes_no_sense_fails_its_letter(app, smtp, monkeypatch, address):
    monkeypatch.setitem(COMPOSERS, "greeting", lambda _about, _keys: Composed(address, "s", "t", "h"))
    (letter,) = post("ann")
    assert deliver() == 0
    assert fate(letter) == ("failed", 1, "the address makes no sense")
    assert smtp.asked == []


def test_no_transaction_is_open_while_the_server_thinks(app, smtp):
    """Another connection writes meanwhile: on SQLite it could not."""
    wrote = []

    def write():
        with app.app_context():
            db.session.execute(text("UPDATE letter SET kind = kind"))
            db.session.commit()
            wrote.append(True)

    smtp.while_asked = write
    post("ann", "bob")
    assert deliver() == 2
    assert wrote == [True, True]


def test_the_database_holds_no_address(app, smtp):
    """It is written out as it leaves."""
    smtp.answers["bob@readers.example"] = ["550 never, bob@readers.example"]
    smtp.answers["cid@readers.example"] = ["451 later, cid@readers.example"]
    post("ann", "bob", "cid")
    deliver()
    rows = (
        db.session.execute(text("SELECT * FROM letter")).all()
        + db.session.execute(text("SELECT * FROM mail_trouble")).all()
    )
    assert len(rows) == 4
    assert "readers.example" not in str(rows)


def test_where_mail_is_not_set_up_no_letter_is_written(app, monkeypatch):
    for url, sender in (("", "blog@forge.example"), ("smtp://127.0.0.1", "")):
        run = app.config["RUN"]
        monkeypatch.setitem(
            app.config, "RUN", type(run)(**{**vars(run), "smtp_url": url, "mail_from": sender})
        )
        assert post("ann") == [None]
        assert deliver() == 0
    assert db.session.scalars(select(Letter)).all() == []


def test_a_long_delivery_stops_to_let_others_be_heard_and_goes_on(app, smtp, monkeypatch):
    monkeypatch.setattr(delivery, "SECONDS_AT_A_TIME", 0)
    post("ann", "bob")
    assert [deliver(), deliver(), deliver()] == [1, 1, 0]
