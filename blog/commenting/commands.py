import click
from flask import current_app
from flask.cli import AppGroup

from blog.commenting.rotation import (
    NothingNew,
    begin_rotation,
    how_many_are_left,
    retire_old_keys,
    seal_some_anew,
)
from blog.storage import db
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
