"""Whoever comments under a banned address or from a banned network is put with the spam, and told nothing of it."""

from datetime import timedelta

import pytest
from flask import current_app

from blog.accounts.account import Role
from blog.clock import now
from blog.commenting.contact import Contact
from blog.moderating.ban import (
    ADDRESS,
    NETWORK,
    AlreadyBanned,
    AlreadyLifted,
    NothingToBan,
    OneOfUs,
    OverAlready,
    ban,
    ban_on,
    bans_about,
    caught_by,
    lift,
    note_caught,
)
from blog.storage import db
from tests.builders import a_comment, an_account, an_approved_comment

THERE = "203.0.113.9"


def test_a_ban_is_on_whoever_types_the_address(app):
    banned, other = a_comment(email="Spam@Visitors.example"), a_comment()
    made = _ban(banned)
    again = a_comment(email="spam@visitors.EXAMPLE", network="198.51.100.7")
    assert _found(banned) == _found(again) == made
    assert _found(other) is None


def test_a_ban_of_a_network_is_on_whatever_comes_from_it(app):
    banned = a_comment(network=THERE)
    made = _ban(banned, what=NETWORK)
    assert made.until == _contact(banned).network_until
    assert _found(a_comment(network=THERE)) == made
    assert _found(a_comment(network="203.0.113.10")) is None
    assert _found(a_comment()) is None


def test_a_ban_of_a_network_ends_no_later_than_its_digest(app):
    banned = a_comment(network=THERE)
    ends = _contact(banned).network_until
    assert _ban(banned, what=NETWORK, until=ends + timedelta(days=30)).until == ends


def test_a_ban_for_a_time_is_over_then(app):
    comment, at = a_comment(), now()
    made = _ban(comment, until=at + timedelta(days=7), at=at)
    contact = _contact(comment)
    assert ban_on(contact, at + timedelta(days=7, seconds=-1)) == made
    assert ban_on(contact, at + timedelta(days=7)) is None


def test_a_lifted_ban_is_on_nobody_and_can_be_made_anew(app):
    comment, moderator = a_comment(), an_account(Role.MODERATOR)
    made = _ban(comment)
    lifted = lift(made, by=moderator)
    assert (lifted.by, made.stands()) == (moderator, False)
    assert _found(comment) is None
    with pytest.raises(AlreadyLifted):
        lift(made, by=moderator)
    again = _ban(comment)
    assert _found(comment) == again


def test_nothing_is_banned_twice(app):
    comment = a_comment()
    _ban(comment)
    with pytest.raises(AlreadyBanned):
        _ban(comment, until=now() + timedelta(days=1))


def test_an_address_and_a_network_are_banned_apart(app):
    comment = a_comment(network=THERE)
    by_address, by_network = _ban(comment), _ban(comment, what=NETWORK)
    assert (by_address.what, by_network.what) == (ADDRESS, NETWORK)
    assert bans_about(_contact(comment)) == [by_address, by_network]
    assert _found(comment) == by_address


def test_an_address_of_staff_cannot_be_banned(app):
    author = an_account(email="ada@staff.example")
    typed = a_comment(email="Ada@Staff.example")
    with pytest.raises(OneOfUs):
        _ban(typed)
    written = an_approved_comment(by=author, email=author.email)
    written.account = author
    with pytest.raises(NothingToBan):
        _ban(written)


def test_staff_who_are_signed_in_are_never_banned(app):
    comment, author = a_comment(email="later@staff.example"), None
    _ban(comment)
    author = an_account(email="later@staff.example")
    theirs = a_comment(email=author.email)
    theirs.account = author
    db.session.flush()
    assert _found(theirs) is None


def test_what_is_not_kept_cannot_be_banned(app):
    with pytest.raises(NothingToBan):
        _ban(a_comment(), what=NETWORK)


def test_a_ban_that_would_be_over_is_refused(app):
    with pytest.raises(OverAlready):
        _ban(a_comment(), until=now() - timedelta(seconds=1))


def test_it_is_counted_what_a_ban_caught(app):
    made, other = _ban(a_comment()), _ban(a_comment())
    for _ in range(2):
        note_caught(made, a_comment())
    assert caught_by([made, other]) == {made.id: 2}


def test_to_look_for_a_ban_costs_one_query(app, count_queries):
    contact = _contact(a_comment(network=THERE))
    assert contact.comment is not None
    with count_queries() as asked:
        assert ban_on(contact, now()) is None
    assert len(asked) == 1
    assert ban_on(None, now()) is None


def _ban(comment, **details):
    return ban(comment, by=an_account(Role.MODERATOR), keys=current_app.config["KEYS"], **details)


def _contact(comment):
    return db.session.get(Contact, comment.id)


def _found(comment):
    return ban_on(_contact(comment), now())
