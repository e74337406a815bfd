"""The application as granian serves it here: its lists long enough for a batch, its policy only reporting if asked so.

A request with the header `X-Policy: report` gets the Content-Security-Policy as one that only reports, so that what
cleaning let through would run, and be seen to.
"""

from app import app as application
from blog.moderating.views import queue
from blog.reading import feed

queue.PER_PAGE = 600
feed.MOST_ENTRIES = 100


def app(environ, start_response):
    def start(status, headers, problem=None):
        if environ.get("HTTP_X_POLICY") == "report":
            headers = [
                (f"{name}-Report-Only" if name.lower() == "content-security-policy" else name, value)
                for name, value in headers
            ]
        return start_response(status, headers, problem)

    return application(environ, start)
