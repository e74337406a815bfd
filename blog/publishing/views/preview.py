"""What words will look like once they are published. Nothing is kept."""

from flask import render_template, request

from blog.publishing.forms import ArticleForm
from blog.publishing.views.editor import begun_article, editor
from blog.publishing.views.room import publishing, writer
from blog.publishing.words import sizes_of_pictures, words_of
from blog.publishing.writing import LONGEST_BODY
from blog.storage import db
from blog.storage.database import reading_only
from blog.text.plain import tidy_line


@publishing.post("/desk/articles/preview")
def preview():
    """The piece of HTML alone, or with `whole` the editor's page with it, for browsers without scripts."""
    writer()
    form = ArticleForm()
    sizes = sizes_of_pictures((form.body.data or "")[:LONGEST_BODY])
    db.session.rollback()  # rendering takes a while, and nothing will be written
    words = words_of((form.body.data or "")[:LONGEST_BODY], sizes)
    shown = {
        "title": tidy_line(form.title.data or ""),
        "summary": tidy_line(form.summary.data or ""),
        "html": words.html,
    }
    with reading_only():
        if not request.form.get("whole"):
            return render_template("publishing/_preview.html", shown=shown)
        return editor(form, begun_article(request.args.get("article")), shown=shown)
