import click
from flask import current_app
from flask.cli import AppGroup

from blog.housekeeping.demo_sign_ins import kept_sign_ins
from blog.housekeeping.demonstration import is_empty, load_demonstration
from blog.housekeeping.installation import make_whole
from blog.housekeeping.obstacles import OBSTACLES, in_words
from blog.housekeeping.worker import work as work_until_stopped
from blog.storage import db

housekeeping_commands = AppGroup("housekeeping", help="Set up an installation; fill it with a demonstration.")


@housekeeping_commands.command("set-up")
def set_up():
    """Make what is missing of the installation, without serving it."""
    _make_whole()
    click.echo(f"The installation in {current_app.config['RUN'].instance} is ready.")


def _make_whole():
    try:
        make_whole(current_app.config["RUN"], current_app.config["KEYS"])
    except OBSTACLES as obstacle:
        raise click.ClickException(in_words(obstacle)) from None


@housekeeping_commands.command("load-demo")
def load_demo():
    """Fill an empty installation with a small believable blog; nothing happens where that was done before."""
    run = current_app.config["RUN"]
    _make_whole()
    if kept_sign_ins(run.instance) and not is_empty():
        return
    click.echo("Loading the demonstration.")
    try:
        load_demonstration(run, current_app.config["KEYS"])
    except OBSTACLES as obstacle:
        raise click.ClickException(in_words(obstacle)) from None
    db.session.commit()


@housekeeping_commands.command("work")
@click.option("--parent", type=int, hidden=True, help="End when this process is not the parent any more.")
def work(parent):
    """Send letters and do all else that serving leaves to a worker, until stopped."""
    _make_whole()
    db.session.remove()
    db.engine.dispose()
    work_until_stopped(current_app._get_current_object(), parent=parent)
