"""A browser that has a comment open says so again and again, and is told who else has."""

from flask import render_template, request

from blog.moderating.presence import have_open, leave_open, opened_by_others
from blog.moderating.views.asking import moderating, the_comment, whoever_moderates
from blog.storage import db


@moderating.post("/comments/<public_id>/presence")
def presence(public_id):
    """With `left` it is open no more. The answer is the part of the page that says who else has it open."""
    account = whoever_moderates()
    comment = the_comment(account, public_id)
    if "left" in request.form:
        leave_open(comment, account)
    else:
        have_open(comment, account)
    others = opened_by_others([comment], account)
    db.session.commit()
    return render_template("moderating/_open_elsewhere.html", comment=comment, opened=others)
