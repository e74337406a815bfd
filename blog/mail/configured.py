"""Whether this installation can send letters at all. Where it cannot, none are written, and nobody is offered any."""

from flask import current_app


def mail_is_configured(run=None):
    """Whether BLOG_SMTP_URL and BLOG_MAIL_FROM are both given. `run` are RunSettings; the application's by default."""
    run = run or current_app.config["RUN"]
    return bool(run.smtp_url and run.mail_from)
