"""What somebody was about to send when it turned out that they had to sign in first: an address here and its fields.

It travels in hidden fields of the sign-in page and lies nowhere on the server. Passwords and files do not travel.
"""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException

from blog.web.links import is_local_path

PREFIX = "kept."
NOT_KEPT = {"csrf_token", "email"}
MARKS = {"version", "seen", "edited", "parent"}  # what a page put into its own form, and nobody typed
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Errand:
    path: str
    fields: list  # of (name, words)
    files_lost: bool
    enctype: str

    @property
    def carried(self):
        """The hidden fields of a sign-in page, as (name, words)."""
        files = [("errand_files_lost", "yes")] if self.files_lost else []
        return [("errand", self.path), *files, *((PREFIX + name, words) for name, words in self.fields)]

    @property
    def words(self):
        """What a person typed or chose, as (name, words)."""
        return [(name, words) for name, words in self.fields if words.strip() and name not in MARKS]

    @property
    def unseen(self):
        """The rest, which goes along without being shown, as (name, words)."""
        return [(name, words) for name, words in self.fields if not words.strip() or name in MARKS]


def errand_of_this_request():
    """The Errand that this request is, or None where it could not be sent again."""
    fields = fields_sent()
    files_lost = any(file.filename for file in request.files.values())
    return _errand(request.full_path.rstrip("?"), fields, files_lost) if request.method == "POST" else None


def errand_carried():
    """The Errand that came along with the sign-in form, or None."""
    fields = [
        (name.removeprefix(PREFIX), words)
        for name, words in request.form.items(multi=True)
        if name.startswith(PREFIX) and _is_kept(name.removeprefix(PREFIX))
    ]
    return _errand(request.form.get("errand", ""), fields, "errand_files_lost" in request.form)


def fields_sent():
    """What this request's form held, as (name, words), without what is not to be repeated on a page."""
    return [(name, words) for name, words in request.form.items(multi=True) if _is_kept(name)]


def _errand(path, fields, files_lost):
    if not _takes_posts(path):
        return None
    enctype = request.mimetype if request.mimetype == "multipart/form-data" else FORM
    return Errand(path, fields, files_lost, enctype)


def _is_kept(name):
    return name not in NOT_KEPT and "password" not in name


def _takes_posts(path):
    """Whether `path` is an address of this application that something can be posted to."""
    if not is_local_path(path):
        return False
    try:
        rules = current_app.url_map.bind("")
        endpoint, _values = rules.match(unquote(urlsplit(path).path), method="POST")
    except HTTPException:
        return False
    return endpoint != "accounts.enter"
