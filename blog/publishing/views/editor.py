"""The page on which an article is written, for every view that shows it: new, edited, refused, previewed."""

from flask import current_app, render_template, url_for

from blog.publishing.article import Article
from blog.publishing.pictures import in_markdown, keep_picture
from blog.publishing.queries import articles_written_by
from blog.publishing.reencoding import LARGEST_FILE, drawn_anew
from blog.publishing.writing import LONGEST_BODY
from blog.refusals import NotAcceptable
from blog.storage import db
from blog.text.plain import find_number, tidy_body
from blog.web.errors import error_page, status_of
from blog.web.guards import whoever_is_signed_in

KEPT = ("title", "body", "summary", "tags")


def editor(form, article=None, *, theirs=None, shown=None):
    """`theirs` is the Article as somebody else saved it meanwhile; `shown` the title, summary and html of a preview."""
    return render_template(
        "publishing/editor.html",
        form=form,
        article=article,
        theirs=theirs,
        shown=shown,
        account=whoever_is_signed_in(),
        picture_lost=form.has_picture(),
    )


def begun_article(article_id):
    """The Article of that number (a string or None) that is being rewritten, or None for a new one."""
    number = find_number(article_id or "")
    if number is None:
        return None
    account = whoever_is_signed_in()
    return db.session.scalar(articles_written_by(account).where(Article.id == number))


def take_picture(form, *, by):
    """Keeps the form's picture and names it at the end of the form's words; the Picture.

    None where there is none, or it is refused: then the form's errors say why. It is committed by itself, because a
    browser does not send a file twice: whatever else is refused, the picture stands in the words that come back.
    """
    if not form.has_picture() or form.alternative.errors:
        return None
    db.session.rollback()  # drawing takes a while
    try:
        drawing = drawn_anew(form.picture.data.read(LARGEST_FILE + 1))
    except NotAcceptable as refusal:
        form.picture.errors = [*form.picture.errors, str(refusal)]
        return None
    media = current_app.config["RUN"].media
    picture = keep_picture(drawing, by=by, alternative=form.alternative.data, media=media)
    db.session.commit()
    form.body.data = f"{tidy_body(form.body.data or '')}\n\n{in_markdown(picture)}".lstrip("\n")
    form.picture.data, form.alternative.data = None, ""
    if len(form.body.data) > LONGEST_BODY:
        form.body.errors = [*form.body.errors, "With the picture, these are too many words."]
    return picture


def words_given_back(form, refusal):
    """The page of a Refusal that keeps what was typed, to be copied."""
    kept = [(field.label.text, field.data) for field in form if field.name in KEPT and field.data]
    way_out = [("Your articles", url_for("publishing.articles"))]
    status = status_of(refusal)
    return error_page(status, sentence=str(refusal), kept=kept, way_out=way_out), status
