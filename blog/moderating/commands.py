import sys

import click
from flask.cli import AppGroup

from blog.moderating.logbook.commands import logbook_commands
from blog.moderating.spam_filter.stdio import Conversation

moderating_commands = AppGroup("moderating", help="Look into what decides with moderators.")
moderating_commands.add_command(logbook_commands)


@moderating_commands.command("filter-stdio", with_appcontext=False)
def filter_stdio():
    """Answer a measuring program that asks a fresh spam filter, one JSON object a line. Touches no database."""
    conversation = Conversation()
    for line in sys.stdin.buffer:
        click.echo(conversation.answer(line.decode("utf-8", "replace")))
