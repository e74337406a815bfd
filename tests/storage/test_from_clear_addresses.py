"""A database from the time when addresses stood in clear is upgraded, and nothing of them is left in its files."""

import subprocess
from pathlib import Path

import pytest
from sqlalchemy import select, text

from blog.clock import now
from blog.commenting.contact import Contact, email_of, glimpse_of
from blog.housekeeping.installation import make_whole
from blog.storage import db
from blog.storage.private_keys import load_private_keys
from tests.storage.earlier import an_earlier_app

ADDRESSES = [f"Canary-{n}@clear-{n % 7}.example" for n in range(1200)]


@pytest.fixture
def old_app(database, tmp_path, worker_id):
    """An installation whose database was made by the first step alone, with comments whose addresses are in clear."""
    with an_earlier_app(database, tmp_path, f"blog_old_{worker_id}") as app:
        _fill()
        yield app


def _fill():
    values = {"at": now().isoformat(sep=" ")}
    db.session.execute(
        text(
            "INSERT INTO account (id, email, name, handle, bio, role, session_key, avatar_seed, created_at)"
            " VALUES (1, 'p@staff.example', 'Pat', 'pat', '', 'owner', 'k', 's', :at)"
        ),
        values,
    )
    db.session.execute(
        text(
            "INSERT INTO article (id, slug, title, summary, body, body_html, excerpt, words, author_id, created_at,"
            " changed_at, version, comment_count) VALUES (1, 'a', 'A', '', 'b', '<p>b</p>', 'b', 1, 1, :at, :at, 1, 0)"
        ),
        values,
    )
    for number, email in enumerate(ADDRESSES, 1):
        row = values | {"id": number, "public": f"{number:016x}", "nonce": number.to_bytes(16, "big")}
        db.session.execute(
            text(
                "INSERT INTO comment (id, public_id, article_id, root_id, branch_id, name, website, body, body_html,"
                " avatar_seed, status, decision_count, left_at, receipt_nonce, receipt_hash) VALUES (:id, :public, 1,"
                " :id, 0, 'N', '', 'b', '<p>b</p>', 's', 'pending', 0, :at, :nonce, :public)"
            ),
            row,
        )
        db.session.execute(
            text(
                "INSERT INTO contact (comment_id, email, fingerprint, left_at) VALUES (:id, :email, :public, :at)"
            ),
            row | {"email": email},
        )
    db.session.commit()


def test_every_address_is_sealed_and_none_is_left_in_clear(old_app):
    run, keys = old_app.config["RUN"], old_app.config["KEYS"]
    make_whole(run, keys)
    private = load_private_keys(run)
    contacts = db.session.scalars(select(Contact).order_by(Contact.comment_id)).all()
    assert [email_of(each, private) for each in contacts] == ADDRESSES
    assert glimpse_of(contacts[3], keys) == "C…@clear-3.example"
    assert (contacts[0].domain_digest == contacts[7].domain_digest) is True
    assert len({each.digest for each in contacts}) == len(ADDRESSES)
    db.session.commit()
    written = _all_that_is_written(run)
    assert b"comment" in written  # it is the database that was read
    assert [email for email in ADDRESSES if email.encode() in written] == []
    assert b"@clear-" not in written.lower()


def _all_that_is_written(run):
    """The bytes of the database's files, or of a dump."""
    if run.database_url.startswith("sqlite"):
        path = Path(run.database_url.removeprefix("sqlite:///"))
        return b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))
    address = run.database_url.replace("+psycopg", "")
    return subprocess.run(["pg_dump", "--dbname", address], capture_output=True, check=True).stdout
