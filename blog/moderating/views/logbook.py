from flask import has_request_context

from blog.web.guards import signed_in


def whoever_acts():
    """The Account that is signed in, or None: a visitor, the worker, or whoever commands the machine."""
    return signed_in() if has_request_context() else None
