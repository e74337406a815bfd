"""The same from the command line: whoever commands the machine may make accounts and password links."""

import sys

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from blog.accounts.account import Account, Role, accounts, create_account
from blog.accounts.address import normalised_address
from blog.accounts.new_password import make_password_link
from blog.accounts.record import Happening, record
from blog.refusals import Refusal
from blog.storage import db
from blog.storage.keys import record_fingerprints
from blog.storage.migration import upgrade_database
from blog.web.links import absolute_url

accounts_commands = AppGroup("accounts", help="Who may sign in.")


@accounts_commands.command("create")
@click.argument("email")
@click.option("--name", required=True, help="As readers see it.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--handle", default="", help="Last part of their page's address; made from the name if absent.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def create(email, name, role, handle, password_stdin):
    """Make an account; without --password-stdin, print a link that lets its owner choose a password."""
    password = _password_from_stdin() if password_stdin else None
    _make_database()
    try:
        account = create_account(email=email, name=name, role=role, handle=handle, password=password)
        record(account, Happening.CREATED, by=None, after=account.role)
        token = None if password_stdin else make_password_link(account, by=None)[1]
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
    made = f"{account.name} <{account.email}> is now {account.role}, with the handle {account.handle}."
    db.session.commit()
    click.echo(made)
    if token:
        _tell_password_link(token)


@accounts_commands.command("password-link")
@click.argument("email")
def password_link(email):
    """Print a link that lets the owner of an account choose a new password, once."""
    _make_database()
    try:
        account = db.session.scalar(select(Account).where(Account.email == normalised_address(email)))
        if account is None:
            raise click.ClickException("There is no account with this email.")
        _link, token = make_password_link(account, by=None)
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
    db.session.commit()
    _tell_password_link(token)


@accounts_commands.command("list")
def list_accounts():
    """Print every account: email, role, handle, name and state, separated by tabs."""
    _make_database()
    for account in db.session.scalars(accounts().options(joinedload(Account.suspension))):
        state = "active" if account.is_active else "suspended"
        click.echo("\t".join((account.email, account.role, account.handle, account.name, state)))


def _tell_password_link(token):
    click.echo("This link works once, within a day:")
    with current_app.test_request_context():  # addresses are made for a request
        click.echo(absolute_url("accounts.password_link", token=token))


def _make_database():
    upgrade_database()
    record_fingerprints(current_app.config["KEYS"])
    db.session.commit()


def _password_from_stdin():
    """One line break at the end is the shell's; everything else is the password."""
    try:
        given = sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError:
        raise click.ClickException("The password is not UTF-8.") from None
    return given.removesuffix("\r\n") if given.endswith("\r\n") else given.removesuffix("\n")
