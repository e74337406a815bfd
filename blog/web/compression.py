"""Pages for visitors go over the wire compressed.

Not those for signed-in people: they hold a secret (the form token) beside words that others chose, and the length of
such a page, compressed, could tell the secret.
"""

from flask import request
from flask_compress import Compress

compressor = Compress()


def compress(app):
    app.config.from_mapping(
        COMPRESS_REGISTER=False,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=5,
        COMPRESS_MIN_SIZE=500,  # bytes
        COMPRESS_MIMETYPES=["text/html", "application/atom+xml", "application/xml", "text/plain"],
    )
    compressor.init_app(app)
    app.after_request(_compress)


def _compress(response):
    if request.method == "GET" and not request.cookies:
        return compressor.after_request(response)
    return response
