"""What the worker is told to do about acts on many."""

from flask import current_app

from blog.moderating.bulk.steps import go_on_with_bulks


def go_on_with_acts_on_many(_private_keys):
    go_on_with_bulks(current_app.config["KEYS"])
