"""The key of addresses is changed while the blog goes on, and the old one goes when nothing needs it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import current_app
from sqlalchemy import func, select

from blog.clock import now
from blog.commenting.address_key import AddressKey, current_address_key
from blog.commenting.contact import Contact
from blog.commenting.rotation import (
    NothingNew,
    begin_rotation,
    go_on_with_rotation,
    how_many_are_left,
    retire_old_keys,
    seal_some_anew,
)
from blog.storage import db
from blog.storage.keys import WrongKey
from blog.storage.private_keys import NoPrivateKey, key_file, load_private_keys
from blog.storage.sealing import new_private_key
from tests.builders import a_comment, a_public_article, addresses_kept


@pytest.fixture(autouse=True)
def as_many_keys_as_before(app):
    """The key of the tests' databases is kept from test to test; what a test adds goes."""
    first = db.session.scalar(select(func.max(AddressKey.id)))
    yield
    db.session.rollback()
    db.session.execute(db.delete(Contact).where(Contact.key_id > first))
    db.session.execute(db.delete(AddressKey).where(AddressKey.id > first))
    db.session.execute(db.update(AddressKey).values(retired_at=None))
    db.session.commit()


def some_comments(number):
    article = a_public_article()
    return [a_comment(article, email=f"v{n}@visitors.example") for n in range(number)]


def begun():
    key = begin_rotation(current_app.config["RUN"], current_app.config["KEYS"])
    db.session.commit()
    return key


def test_every_address_is_sealed_anew_and_still_opens(app):
    some_comments(5)
    before = addresses_kept()
    new = begun()
    private = load_private_keys(current_app.config["RUN"])
    assert how_many_are_left() == 5
    assert [seal_some_anew(private, number=2) for _ in range(4)] == [2, 2, 1, 0]
    assert set(db.session.scalars(select(Contact.key_id))) == {new.id}
    assert addresses_kept() == before


def test_what_comes_meanwhile_is_sealed_with_the_new_key(app):
    new = begun()
    some_comments(1)
    assert db.session.scalars(select(Contact.key_id)).all() == [new.id]


def test_the_old_key_goes_an_hour_after_nothing_needs_it(app):
    run, keys = current_app.config["RUN"], current_app.config["KEYS"]
    some_comments(1)
    old = key_file(run, current_address_key(keys).public_key)
    kept = old.read_bytes()
    new = key_file(run, begun().public_key)
    private = load_private_keys(run)
    retire_old_keys(private)
    assert old.exists()  # an address still needs it
    at = now()
    go_on_with_rotation(private, at=at)
    go_on_with_rotation(private, at=at + timedelta(minutes=59))
    assert old.exists()
    go_on_with_rotation(private, at=at + timedelta(minutes=61))
    assert not old.exists()
    assert new.exists()
    assert addresses_kept() == [f"v{n}@visitors.example" for n in range(1)]
    old.write_bytes(kept)


def test_the_command_shows_its_way_and_can_be_run_where_a_key_is_missing(app):
    some_comments(3)
    done = app.test_cli_runner().invoke(args=["commenting", "rotate-address-key"])
    assert done.exit_code == 0, done.output
    assert "Every address is sealed with the new key" in done.output
    assert how_many_are_left() == 0
    run = current_app.config["RUN"]
    at_hand = key_file(run, current_address_key(current_app.config["KEYS"]).public_key)
    moved = at_hand.with_suffix(".elsewhere")
    at_hand.rename(moved)
    failed = app.test_cli_runner().invoke(args=["commenting", "rotate-address-key"])
    moved.rename(at_hand)
    assert failed.exit_code == 1
    assert "An older private key is not here" in failed.output
    go_on_with_rotation(load_private_keys(run))
    assert how_many_are_left() == 0


def test_without_the_old_private_key_nothing_is_changed(app):
    (comment,) = some_comments(1)
    run, sealed = current_app.config["RUN"], db.session.get(Contact, comment.id).sealed
    path = key_file(run, current_address_key(current_app.config["KEYS"]).public_key)
    begun()
    kept = path.read_bytes()
    path.unlink()
    with pytest.raises(NoPrivateKey):
        seal_some_anew(load_private_keys(run))
    path.write_bytes(kept)
    db.session.rollback()
    assert db.session.get(Contact, comment.id).sealed == sealed


def test_a_key_that_somebody_else_wrote_into_the_database_is_not_used(app):
    db.session.add(AddressKey(public_key=b"x" * 32, tag="0" * 64, made_at=now()))
    db.session.flush()
    with pytest.raises(WrongKey, match="not one that this installation made"):
        some_comments(1)


def test_keys_from_the_environment_are_changed_by_changing_it(app, environ):

    run = replace(current_app.config["RUN"], key_addresses=(new_private_key(),))
    begin_rotation(run, current_app.config["KEYS"])
    with pytest.raises(NothingNew):
        begin_rotation(run, current_app.config["KEYS"])
