"""A thread is closed to visitors' replies, and opened again."""

from flask import flash, redirect, render_template, url_for

from blog.commenting.comment import Comment
from blog.commenting.thread_closure import CLOSED_THREAD, close_thread, find_thread_closure, reopen_thread
from blog.moderating.forms import ThreadForm
from blog.moderating.views.asking import moderating, the_comment, whoever_moderates
from blog.storage import db
from blog.text.plain import tidy_line


@moderating.get("/comments/<public_id>/thread")
def thread(public_id):
    return _page(the_comment(whoever_moderates(), public_id), ThreadForm(formdata=None))


@moderating.post("/comments/<public_id>/thread")
def close(public_id):
    account, form = whoever_moderates(), ThreadForm()
    comment = the_comment(account, public_id, to_change=True)
    if not form.validate():
        return _page(comment, form), 422
    words = {name: tidy_line(form[name].data or "") for name in ("sentence", "because")}
    close_thread(comment, by=account, **words)
    db.session.commit()
    flash("The thread is closed to visitors. Members of staff can still reply.", "good")
    return redirect(url_for("moderating.comment", public_id=public_id), 303)


@moderating.post("/comments/<public_id>/thread/reopen")
def reopen(public_id):
    account = whoever_moderates()
    comment = the_comment(account, public_id, to_change=True)
    reopen_thread(comment, by=account)
    db.session.commit()
    flash("The thread takes replies again.", "good")
    return redirect(url_for("moderating.comment", public_id=public_id), 303)


def _page(comment, form):
    return render_template(
        "moderating/thread.html",
        comment=comment,
        form=form,
        begins=db.session.get(Comment, comment.root_id),
        closure=find_thread_closure(comment),
        usual_sentence=CLOSED_THREAD,
    )
