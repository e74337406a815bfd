"""Every error has its page, also where there is no database that could be asked about it."""

import shutil

import pytest
from sqlalchemy import event, text

from blog.refusals import NotYours, TooLate, TooOften
from blog.storage import db
from blog.storage.site_setting import SiteSettingRow, change_site_setting
from blog.web.errors import error_page, status_of
from tests.builders import an_account, sign_in


class Worse(TooLate):
    sentence = "It is too late by far."


def test_a_refusal_is_answered_by_the_nearest_of_its_kinds():
    assert [status_of(refusal) for refusal in (NotYours(), Worse(), TooOften())] == [403, 409, 429]


def test_a_refusals_page_has_its_sentence_and_says_how_long_to_wait(app, visitor):
    def refuse():
        raise TooOften(retry_after=90)

    app.add_url_rule("/refuse", view_func=refuse)
    answer = visitor.get("/refuse")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "90")
    assert TooOften.sentence in answer.text


def test_a_refused_post_has_written_nothing(app, visitor):
    def write_and_refuse():
        change_site_setting("title", "Half done", by=None)
        raise Worse

    app.add_url_rule("/half", view_func=write_and_refuse, methods=["POST"])
    answer = visitor.post("/half")
    assert (answer.status_code, Worse.sentence in answer.text) == (409, True)
    assert db.session.scalars(db.select(SiteSettingRow)).all() == []


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_an_error_nobody_expected_has_a_page(app, visitor, method):
    def breaks():
        raise RuntimeError("broken")

    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule("/breaks", view_func=breaks, methods=["GET", "POST"])
    answer = visitor.open("/breaks", method=method)
    assert answer.status_code == 500
    assert ("Something broke" in answer.text) is (method != "HEAD")
    assert visitor.get("/").status_code == 200


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", ["/nowhere", "/desk/articles"])
def test_a_page_can_say_that_the_database_is_gone(app, visitor, method, path):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    sign_in(visitor, an_account())
    db.session.commit()
    _take_database_away(app)
    answer = visitor.open(path, method=method)
    assert "A new blog" in answer.text
    assert answer.status_code == (404 if (path, method) == ("/nowhere", "GET") else 500)


def _take_database_away(app):
    db.session.remove()
    db.engine.dispose()
    if db.engine.dialect.name == "sqlite":
        shutil.rmtree(app.config["RUN"].instance)
    else:
        event.listen(db.engine, "begin", _lose_the_connection)


def _lose_the_connection(connection):
    connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")


def test_a_connection_that_breaks_under_a_request_is_answered_too(app, visitor):
    breaks = {"sqlite": "SELECT nonsense", "postgresql": "SELECT pg_terminate_backend(pg_backend_pid())"}
    statement = text(breaks[db.engine.dialect.name])
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule("/lose", view_func=lambda: db.session.execute(statement), methods=["GET", "POST"])
    for method in ("GET", "POST"):
        assert "Something broke" in visitor.open("/lose", method=method).text
        assert visitor.get("/").status_code == 200


@pytest.mark.sqlite_only
def test_a_page_about_an_error_does_not_wait_for_who_writes(app):
    change_site_setting("title", "Notebook", by=None)
    db.session.commit()
    with app.test_request_context("/desk", method="POST"), db.engine.begin():
        assert "Notebook" in error_page(409)
