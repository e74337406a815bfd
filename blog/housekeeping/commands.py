from flask.cli import AppGroup

housekeeping_commands = AppGroup("housekeeping")
