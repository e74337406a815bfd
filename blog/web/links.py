"""Absolute addresses come from BLOG_URL alone, whatever a request says about its host; local ones stay local."""

from urllib.parse import urlsplit

from flask import current_app, url_for


def absolute_url(endpoint, **values):
    """`url_for` with BLOG_URL in front."""
    return current_app.config["RUN"].url + url_for(endpoint, **values)


def is_local_path(address):
    """Whether a browser that is sent to `address` stays on this site: /something, and nothing cleverer."""
    if not address.startswith("/") or address.startswith(("//", "/\\")):
        return False
    if any(letter <= " " or letter in "\\\x7f" for letter in address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc
