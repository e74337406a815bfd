import click
from flask.cli import AppGroup

from blog.moderating.logbook.entry import Head
from blog.moderating.logbook.verification import Altered, verify
from blog.storage.database import reading_only

logbook_commands = AppGroup("logbook", help="The record of what members of staff did.")


@logbook_commands.command("verify")
@click.option("--head", "known", help="A head that was kept elsewhere, as a letter or this command told it.")
def verify_logbook(known):
    """Check that no entry was altered, and print the head; end with 1 at the first that was. The blog may go on serving."""
    try:
        known = Head.read(known) if known else None
    except ValueError as problem:
        raise click.BadParameter(str(problem), param_hint="--head") from None
    try:
        with reading_only():
            head = verify(known=known)
    except Altered as problem:
        raise click.ClickException(str(problem)) from None
    click.echo(
        f"{head.number:,} entries, none altered. The head:\n{head}" if head else "There are no entries."
    )
