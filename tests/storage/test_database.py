"""SQLite for real: the transactions that the driver alone would break, and what every connection promises."""

import threading

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError, StatementError

from blog.publishing.tag import Tag
from blog.storage import db
from blog.storage.database import lock_for, reading_only
from tests.builders import an_account


def a_tag(word):
    db.session.add(Tag(slug=word, name=word))
    db.session.flush()


def words():
    return sorted(db.session.scalars(select(Tag.slug)))


def test_an_outer_rollback_undoes_a_released_savepoint(app):
    with db.session.begin_nested():
        a_tag("released")
    db.session.rollback()
    assert words() == []


def test_a_savepoint_that_is_rolled_back_leaves_the_rest_of_the_transaction(app):
    a_tag("kept")
    savepoint = db.session.begin_nested()
    a_tag("taken-back")
    savepoint.rollback()
    db.session.commit()
    assert words() == ["kept"]


def test_two_reads_of_one_session_share_a_snapshot(app):
    a_tag("before")
    db.session.commit()

    def write_meanwhile():
        with app.app_context():
            a_tag("meanwhile")
            db.session.commit()

    with reading_only():
        first = words()
        in_a_thread(write_meanwhile)
        second = words()
        db.session.commit()
    assert (first, second, words()) == (["before"], ["before"], ["before", "meanwhile"])


def in_a_thread(act):
    thread = threading.Thread(target=act)
    thread.start()
    thread.join()


def test_eight_writers_that_read_first_lose_nothing_and_see_no_lock(app):
    a_tag("0")
    db.session.commit()
    problems, start = [], threading.Barrier(8)

    def read_then_write():
        start.wait()
        for _ in range(15):
            with app.app_context():
                try:
                    lock_for("counting")
                    tag = db.session.scalars(select(Tag)).one()
                    tag.slug = str(int(tag.slug) + 1)
                    db.session.commit()
                except DatabaseError as problem:
                    problems.append(problem)

    threads = [threading.Thread(target=read_then_write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (problems, words()) == ([], ["120"])


def test_what_only_reads_cannot_write(app):
    with reading_only(), pytest.raises(DatabaseError):
        a_tag("sneaked-in")
    db.session.rollback()
    a_tag("openly")
    db.session.commit()
    assert words() == ["openly"]


def test_a_get_request_cannot_write(app, visitor):
    app.add_url_rule("/writes", view_func=lambda: (a_tag("by-get"), db.session.commit(), "written")[2])
    app.config["PROPAGATE_EXCEPTIONS"] = False
    assert visitor.get("/writes").status_code == 500
    assert words() == []


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("busy_timeout", 10000),
    ],
)
def test_every_connection_keeps_its_promises(app, pragma, value):
    assert db.session.scalar(text(f"PRAGMA {pragma}")) == value


@pytest.mark.sqlite_only
def test_a_row_that_points_nowhere_is_refused(app):
    with pytest.raises(DatabaseError, match="FOREIGN KEY"):
        db.session.execute(text("INSERT INTO article_tag (article_id, tag_id) VALUES (99, 99)"))


def test_there_is_a_connection_for_every_thread_and_no_more(app):
    assert (db.engine.pool.size(), db.engine.pool._max_overflow) == (app.config["RUN"].threads, 0)


def test_moments_come_back_aware_and_in_utc(app):
    account = an_account()
    db.session.commit()
    db.session.expire_all()
    assert account.created_at.utcoffset().total_seconds() == 0


def test_a_naive_moment_is_refused(app):
    account = an_account()
    account.created_at = account.created_at.replace(tzinfo=None)
    with pytest.raises(StatementError, match="time zone"):
        db.session.flush()
    db.session.rollback()


@pytest.mark.sqlite_only
def test_small_letters_are_known_in_every_script(app):
    a_tag("Ärger über ΌΣΑ")
    found = select(Tag.slug).where(Tag.slug.icontains("äRGER")).where(Tag.slug.icontains("όσα"))
    assert db.session.scalars(found).all() == ["Ärger über ΌΣΑ"]


@pytest.mark.sqlite_only
def test_nobody_else_on_the_machine_can_read_the_database(app, tmp_path):
    an_account()
    db.session.commit()
    files = sorted((tmp_path / "instance").glob("blog.sqlite*"))
    assert [(path.name, path.stat().st_mode & 0o777) for path in files] == [
        ("blog.sqlite", 0o600),
        ("blog.sqlite-shm", 0o600),
        ("blog.sqlite-wal", 0o600),
    ]
