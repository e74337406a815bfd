"""A reader who has these bytes already is told so."""

from flask import request


def let_a_reader_ask_whether_it_changed(response):
    """Answers 304 to whoever has a page's bytes already. Not with a cookie: such a page is theirs, and is not kept."""
    if response.status_code == 200 and not request.cookies:
        response.add_etag()
        response.make_conditional(request)
    return response
