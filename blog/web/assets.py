"""Style sheets and modules: separate files in the source, joined in their declared order when the application starts,
without their comments and indentation.

A bundle's address holds the hash of its content, so a browser may keep it for ever.
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache

import brotli
from flask import Blueprint, abort, current_app, request, url_for
from rjsmin import jsmin

from blog.settings import HOUSE

FIRST_SHEETS = ("tokens", "base", "code", "layout", "reading", "commenting")
SHEETS = {
    "site.css": FIRST_SHEETS,
    "desk.css": (*FIRST_SHEETS, "desk", "moderating", "rules", "insights", "publishing", "accounts"),
}
MODULES = {
    "site.js": ("relative_time", "error_summary", "comment_draft", "comment_form", "awaited_answer"),
    "desk.js": (
        "relative_time",
        "error_summary",
        "comment_form",
        "awaited_answer",
        "moderation_keys",
        "bulk_selection",
        "bulk_progress",
        "presence",
        "article_draft",
        "article_preview",
        "article_picture",
        "article_publication",
        "confirmation",
    ),
}
MIME = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}

assets = Blueprint("assets", __name__)


@dataclass(frozen=True)
class Asset:
    content: bytes
    hash: str
    mime: str
    encoded: dict  # encoding name -> bytes


def build_assets(app):
    """Reads and joins everything once."""
    sources = {name: _joined_sheets(parts) for name, parts in SHEETS.items()}
    sources |= {name: _joined_modules(parts) for name, parts in MODULES.items()}
    sources["favicon.svg"] = _read("favicon.svg")
    app.extensions["assets"] = {name: _asset(name, text.encode()) for name, text in sources.items()}
    app.register_blueprint(assets)


def asset(name):
    """The address of a bundle or file, by its plain name: `asset("site.css")`."""
    return url_for("assets.send", hashed=current_app.extensions["assets"][name].hash, name=name)


@assets.get("/assets/<hashed>/<name>")
def send(hashed, name):
    found = current_app.extensions["assets"].get(name)
    if found is None or found.hash != hashed:
        abort(404)
    encoding = request.accept_encodings.best_match(["br", "gzip", "identity"], default="identity")
    response = current_app.response_class(found.encoded.get(encoding, found.content), content_type=found.mime)
    if encoding in found.encoded:
        response.headers["Content-Encoding"] = encoding
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@assets.get("/favicon.ico")
def favicon():
    """Asked for by browsers that were shown no page of ours."""
    found = current_app.extensions["assets"]["favicon.svg"]
    return current_app.response_class(found.content, content_type=found.mime)


@cache
def _asset(name, content):
    """Compressed once a process, however many applications it builds: that takes a tenth of a second."""
    encoded = {"br": brotli.compress(content), "gzip": gzip.compress(content, mtime=0)}
    return Asset(content, hashlib.sha256(content).hexdigest()[:16], MIME[name.rsplit(".", 1)[1]], encoded)


def _read(path):
    return (HOUSE / "static" / path).read_text(encoding="utf-8")


def _joined_sheets(names):
    """Without comments, indentation and empty lines; nothing cleverer, which could change what a nested rule selects."""
    joined = re.sub(r"/\*.*?\*/", "", "\n".join(_read(f"css/{name}.css") for name in names), flags=re.DOTALL)
    return "\n".join(line.strip() for line in joined.splitlines() if line.strip())


def _joined_modules(names):
    """Each in a block of its own: what one module declares, another does not see."""
    return "\n".join(f"{{\n{jsmin(_read(f'js/{name}.js'))}\n}}" for name in names)
