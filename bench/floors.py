"""What this server can do at all: constant bytes from a bare WSGI application, and from a bare Flask view."""

import os

from flask import Flask

BYTES = b"x" * int(os.environ.get("BENCH_BYTES", "25000"))
HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(BYTES)))]


def bare(_environ, start_response):
    start_response("200 OK", HEADERS)
    return [BYTES]


bare_flask = Flask("floor")


@bare_flask.get("/")
def constant():
    return BYTES
