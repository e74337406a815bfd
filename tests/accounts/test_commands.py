"""Accounts from the command line."""

import re
import sqlite3

import pytest

from blog import create_app
from blog.accounts.account import Account, Role
from blog.accounts.commands import accounts_commands
from blog.accounts.passwords import is_right
from blog.accounts.standing import suspend
from blog.storage import db
from tests.builders import PASSWORD, an_account

CREATE = ["create", "ruth@staff.example", "--name", "Ruth", "--role", "author"]


@pytest.fixture
def command(app):
    def run(*words, typed=""):
        db.session.commit()
        answer = app.test_cli_runner().invoke(accounts_commands, words, input=typed)
        db.session.expire_all()
        return answer

    return run


def created():
    return db.session.query(Account).filter_by(email="ruth@staff.example").one_or_none()


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_an_account_is_created_with_the_password_on_standard_input(command, end):
    answer = command(*CREATE, "--password-stdin", typed=PASSWORD + end)
    assert answer.exit_code == 0
    assert answer.stdout == "Ruth <ruth@staff.example> is now author, with the handle ruth.\n"
    assert created().role is Role.AUTHOR
    assert is_right(PASSWORD, created().password_hash)


@pytest.mark.parametrize("password", [f" {PASSWORD} ", f"\n{PASSWORD}\n", f"{PASSWORD}\t"])
def test_only_one_line_break_at_the_end_is_not_the_passwords(command, password):
    assert command(*CREATE, "--password-stdin", typed=password + "\n").exit_code == 0
    assert is_right(password, created().password_hash)


def test_without_a_password_a_link_is_printed_by_which_one_is_chosen(command, visitor):
    answer = command(*CREATE)
    assert answer.exit_code == 0
    path = re.search(r"^http://127\.0\.0\.1:8000(/passwords/\S+)$", answer.stdout, re.M)[1]
    assert created().password_hash is None
    assert visitor.post(path, data={"password": PASSWORD}).status_code == 303
    assert is_right(PASSWORD, created().password_hash)


@pytest.mark.parametrize(
    ("words", "typed", "complaint"),
    [
        (["create", "no address", "--name", "Ruth", "--role", "author"], PASSWORD, "not an email address"),
        (["create", "taken@staff.example", "--name", "R", "--role", "author"], PASSWORD, "already"),
        ([*CREATE, "--handle", "taken"], PASSWORD, "This handle is taken."),
        ([*CREATE, "--handle", "!"], PASSWORD, "at least one letter"),
        (["create", "ruth@staff.example", "--name", " ", "--role", "author"], PASSWORD, "A name has from"),
        (CREATE, "secret", "A password has from 10 to 200"),
        (CREATE, "", "A password has from 10 to 200"),
        (CREATE, b"\xff" * 12, "not UTF-8"),
    ],
)
def test_what_is_wrong_is_told_on_standard_error(command, words, typed, complaint):
    an_account(email="taken@staff.example", handle="taken")
    answer = command(*words, "--password-stdin", typed=typed)
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert complaint in answer.stderr
    assert "secret" not in answer.output
    assert PASSWORD not in answer.output
    assert created() is None


def test_a_role_that_is_none_is_refused_with_those_there_are(command):
    answer = command("create", "ruth@staff.example", "--name", "Ruth", "--role", "king")
    assert answer.exit_code == 2
    assert "moderator" in answer.stderr


@pytest.mark.sqlite_only
def test_the_database_is_made_first_where_there_is_none(tmp_path):
    app = create_app({"INSTANCE": str(tmp_path)})
    answer = app.test_cli_runner().invoke(accounts_commands, [*CREATE, "--password-stdin"], input=PASSWORD)
    assert answer.exit_code == 0
    with sqlite3.connect(tmp_path / "blog.sqlite") as file:
        assert file.execute("SELECT email FROM account").fetchall() == [("ruth@staff.example",)]
        assert len(file.execute("SELECT name FROM key_fingerprint").fetchall()) == 5


def test_a_password_link_is_printed(command, visitor):
    account = an_account(email="ruth@staff.example")
    answer = command("password-link", "Ruth@staff.example")
    path = re.search(r"^http://127\.0\.0\.1:8000(/passwords/\S+)$", answer.stdout, re.M)[1]
    assert answer.exit_code == 0
    assert account.name in visitor.get(path).text


def test_nobody_unknown_or_suspended_gets_one(command):
    suspend(an_account(email="sam@staff.example"), by=an_account(Role.OWNER))
    for email, complaint in (
        ("nobody@staff.example", "no account"),
        ("sam@staff.example", "suspended"),
        ("no address", "not an email"),
    ):
        answer = command("password-link", email)
        assert (answer.exit_code, answer.stdout) == (1, "")
        assert complaint in answer.stderr


def test_everyone_is_listed(command):
    suspend(
        an_account(email="sam@staff.example", name="Sam"),
        by=an_account(Role.OWNER, email="olive@staff.example", name="Olive"),
    )
    assert command("list").stdout == (
        "olive@staff.example\towner\tolive\tOlive\tactive\nsam@staff.example\tauthor\tsam\tSam\tsuspended\n"
    )
