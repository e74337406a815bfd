from flask.cli import AppGroup

accounts_commands = AppGroup("accounts")
