"""Pictures: taken from authors while they write, and shown to everybody."""

from flask import abort, current_app, request, send_file

from blog.publishing.pictures import NoAlternative, find_file, in_markdown, keep_picture, name_of
from blog.publishing.reencoding import LARGEST_FILE, NotAPicture, drawn_anew
from blog.publishing.views.room import publishing, writer
from blog.refusals import NotAcceptable
from blog.storage import db
from blog.text.plain import tidy_line

TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


@publishing.post("/desk/pictures")
def pictures():
    """For article_picture.js: 201 with what to put into the words, or 422 with a sentence that says why not."""
    account = writer()
    file, alternative = request.files.get("picture"), request.form.get("alternative", "")
    try:
        if not tidy_line(alternative):
            raise NoAlternative
        if file is None:
            raise NotAPicture
        db.session.rollback()  # drawing takes a while
        drawing = drawn_anew(file.read(LARGEST_FILE + 1))
        picture = keep_picture(
            drawing, by=account, alternative=alternative, media=current_app.config["RUN"].media
        )
    except NotAcceptable as refusal:
        return {"sentence": str(refusal)}, 422
    db.session.commit()
    return {"markdown": in_markdown(picture)}, 201, {"Location": f"/media/{name_of(picture)}"}


@publishing.get("/media/<name>")
def media(name):
    file = find_file(current_app.config["RUN"].media, name)
    if file is None:
        abort(404)
    response = send_file(file, mimetype=TYPES[name.rsplit(".", 1)[1]], etag=name, max_age=31536000)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    # Feed readers on other sites show the articles with their pictures.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
