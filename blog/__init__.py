"""Visitors read and comment, authors publish, moderators approve."""

import os

from flask import Flask

from blog.mail.health import remember_whether_mail_was_used
from blog.settings import HOUSE, run_settings
from blog.storage import db
from blog.storage.database import engine_options, listen_to
from blog.storage.keys import check_fingerprints, load_keys
from blog.storage.migration import migrate
from blog.web import prepare_web
from blog.wiring import connect_announcements, open_rooms


def create_app(environ=None, **config):
    """The application, run as `environ` says (a mapping; os.environ by default). `config` overrides Flask's own keys.

    Makes the installation's folder and keys where they are missing. Raises WrongSetting or WrongKey.
    """
    run = run_settings(os.environ if environ is None else environ)
    run.instance.mkdir(parents=True, exist_ok=True)
    keys = load_keys(run.keys, given=run.given_keys)
    app = Flask(
        "blog", template_folder=HOUSE / "templates", static_folder=None, instance_path=str(run.instance)
    )
    app.config.from_mapping(
        RUN=run,
        KEYS=keys,
        SECRET_KEY=keys.sign_in,
        SQLALCHEMY_DATABASE_URI=run.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(run.database_url, threads=run.threads),
    )
    app.config.update(config)
    db.init_app(app)
    migrate.init_app(app, db)
    prepare_web(app)
    open_rooms(app)
    connect_announcements()
    with app.app_context():
        listen_to(db.engine)
        check_fingerprints(keys)
        remember_whether_mail_was_used(app)
    return app
