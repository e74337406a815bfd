"""Glue: the page that tells whoever wrote a comment what became of it."""

from flask import make_response, render_template

from blog.commenting.own_comments import find_fate
from blog.commenting.receipt import comment_of_receipt
from blog.commenting.views.blueprint import commenting
from blog.commenting.views.places import place_of
from blog.refusals import NotThere
from blog.storage import db
from blog.web.headers import keep_private


@commenting.get("/receipts/<token>")
def receipt(token):
    comment = db.session.scalar(comment_of_receipt(token))
    if comment is None:
        raise NotThere
    public = comment.article.is_public()
    page = render_template(
        "commenting/receipt.html",
        comment=comment,
        fate=find_fate(comment),
        article=comment.article if public else None,
        place=place_of(comment) if public else None,
    )
    return keep_private(make_response(page))
