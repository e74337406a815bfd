import click
from flask import current_app
from flask.cli import AppGroup

from blog.commenting.expectation import recompute_expectations
from blog.commenting.retention import tidy
from blog.commenting.rotation import (
    NothingNew,
    begin_rotation,
    how_many_are_left,
    retire_old_keys,
    seal_some_anew,
)
from blog.commenting.verification import comments_erased, comments_received, faults
from blog.storage import db
from blog.storage.database import reading_only
from blog.storage.private_keys import NoPrivateKey, load_private_keys

commenting_commands = AppGroup("commenting", help="Look after what visitors left.")


@commenting_commands.command("rotate-address-key")
def rotate_address_key():
    """Seal all addresses with a new key. Run it where the private keys are; the blog may go on serving."""
    run, keys = current_app.config["RUN"], current_app.config["KEYS"]
    try:
        begin_rotation(run, keys)
    except NothingNew:
        raise click.ClickException(
            "BLOG_KEY_ADDRESSES begins with the key that is in use. Put a new one in front, and restart the worker."
        ) from None
    db.session.commit()
    private_keys = load_private_keys(run)
    _seal_all_anew(private_keys)
    retire_old_keys(private_keys)
    db.session.commit()
    click.echo("Every address is sealed with the new key. The worker deletes the old one's file in an hour.")


def _seal_all_anew(private_keys):
    number = how_many_are_left()
    try:
        with click.progressbar(length=number, label="Sealing addresses anew") as bar:
            while done := seal_some_anew(private_keys):
                db.session.commit()
                bar.update(done)
    except NoPrivateKey:
        raise click.ClickException(
            "An older private key is not here (BLOG_PRIVATE_KEYS), so what it sealed stays as it is. "
            "The worker goes on where the key is."
        ) from None


@commenting_commands.command("verify")
def verify():
    """Check that nothing is lost; say what is wrong, and end with 1 where something is. The blog may go on serving."""
    with reading_only():
        number = 0
        for number, fault in enumerate(faults(current_app.config["KEYS"]), 1):  # noqa: B007  (counted for afterwards)
            click.echo(fault)
        received, erased = comments_received(), comments_erased()
    told = ", ".join(f"{received[status]:,} {status}" for status in received)
    click.echo(f"{sum(received.values()):,} comments received: {told}; erased of these: {erased:,}.")
    if number:
        raise click.ClickException(f"{number:,} things are not as they must be.")


@commenting_commands.command("tidy")
def tidy_up():
    """Forget now what the worker would forget today: networks whose time is over, and what the settings say."""
    done = tidy()
    click.echo(
        f"Forgotten: {done.networks:,} networks, {done.addresses:,} addresses, the words of {done.spam:,} spam comments, "
        f"{done.letters:,} letters that had left or never will."
    )


@commenting_commands.command("recompute-expectations")
def recompute():
    """Make anew what visitors are told to expect, as the worker does each hour."""
    said = [sentence for sentence in recompute_expectations().values() if sentence]
    db.session.commit()
    click.echo("\n".join(said) or "There is nothing to tell visitors yet.")
