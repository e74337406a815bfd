"""Whoever gets the database, a backup or a dump of it, but not the key files, learns nobody's address."""

import sqlite3
import subprocess
from pathlib import Path

from flask import current_app

from blog.accounts.account import Role
from blog.commenting.comment import Comment
from blog.commenting.inquiry import About, answer_inquiries, ask
from blog.moderating.verdict import approve, reject
from blog.storage import db
from blog.storage.private_keys import load_private_keys
from tests.builders import a_public_article, addresses_kept, an_account
from tests.commenting.posted import post
from tests.journeys.canaries import addresses, traces_of


def test_no_address_lies_in_what_can_be_stolen(app, visitor, tmp_path):
    emails = addresses()
    _live_through(visitor, emails)
    kept = addresses_kept()
    assert [each.casefold() for each in kept] == [each.casefold() for each in emails]  # the key opens them
    db.session.commit()
    for name, stolen in _stolen(tmp_path):
        assert b"comment" in stolen.lower(), name
        text = stolen.decode("utf-8", "replace").casefold() + stolen.decode("latin-1").casefold()
        assert [trace for email in emails for trace in traces_of(email) if trace in text] == [], name


def test_an_address_that_lay_there_would_be_found(app, tmp_path):
    """The control: the same search finds what a member of staff signs in with, which is kept in clear."""
    an_account(Role.MODERATOR, email="planted@staffroom.example")
    db.session.commit()
    for _name, stolen in _stolen(tmp_path):
        assert b"planted@staffroom.example" in stolen


def _live_through(visitor, emails):
    """Comments, decisions, and addresses that staff looked at: all that touches an address."""
    article, moderator = a_public_article(), an_account(Role.MODERATOR)
    for number, email in enumerate(emails):
        answer = post(visitor, article, name=f"Visitor {number}", email=email, body=f"Words {number}.")
        assert answer.status_code == 303, answer.text[-500:]
    keys = current_app.config["KEYS"]
    for number, comment in enumerate(db.session.scalars(db.select(Comment)).all()):
        (approve, reject)[number % 2](comment, by=moderator)
        if number < 5:
            ask(About.ADDRESS, comment, secret=moderator.session_key, keys=keys, by=moderator)
    db.session.commit()
    answer_inquiries(load_private_keys(current_app.config["RUN"]))


def _stolen(folder):
    """(what it is, its bytes): every file of the database as it lies there, a backup, a dump."""
    run = current_app.config["RUN"]
    if run.database_url.startswith("postgresql"):
        address = run.database_url.replace("+psycopg", "")
        dump = subprocess.run(["pg_dump", "--dbname", address], capture_output=True, check=True)
        yield "dump", dump.stdout
        return
    path = Path(run.database_url.removeprefix("sqlite:///"))
    beside = [path, *run.instance.glob("*.sqlite*")]
    yield "files", b"".join(each.read_bytes() for each in sorted(set(beside)))
    source, copy = sqlite3.connect(path), sqlite3.connect(folder / "backup.sqlite")
    source.backup(copy)
    copy.close()
    yield "backup", (folder / "backup.sqlite").read_bytes()
    yield "dump", "\n".join(source.iterdump()).encode()
    source.close()
