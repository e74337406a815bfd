"""Several processes and threads write at once: each act has one entry, and the chain has no fork."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from multiprocessing import get_context

from flask import current_app
from sqlalchemy import select

from blog import create_app
from blog.accounts.account import Account, Role
from blog.commenting.comment import Comment
from blog.moderating.logbook.entry import Entry, find_head
from blog.moderating.logbook.verification import verify
from blog.moderating.verdict import approve, undo
from blog.storage import db
from blog.storage.database import lock_for
from blog.storage.site_setting import change_site_setting
from tests.builders import a_comment, a_public_article, an_account

ROUNDS = 15


def decides(app, comment_id, account_id):
    """Decides and takes back, in transactions of their own, and in every third round thinks better of it."""
    with app.app_context():
        for turn in range(ROUNDS):
            comment, account = db.session.get(Comment, comment_id), db.session.get(Account, account_id)
            approve(comment, by=account)
            if turn % 3 == 2:
                db.session.rollback()
                continue
            undo(comment, by=account)
            change_site_setting("tagline", f"{account_id} in turn {turn}", by=account)
            lock_for(f"something else of {turn % 2}")
            db.session.commit()
        db.session.remove()


def in_a_process(environ, comment_id, account_id):
    decides(create_app(environ), comment_id, account_id)


def stage(number):
    """[(comment id, account id)], each with an article of its own; committed."""
    pairs = [(a_comment(a_public_article()).id, an_account(Role.MODERATOR).id) for _ in range(number)]
    db.session.commit()
    return pairs


def insist_on_one_true_story(pairs):
    db.session.expire_all()
    kept = ROUNDS - ROUNDS // 3
    told = Counter(
        (entry.by_id, entry.act)
        for entry in db.session.scalars(select(Entry).where(Entry.act.in_(("decision", "setting"))))
    )
    expected = {(account, "decision"): 2 * kept for _comment, account in pairs}
    assert told == expected | {(account, "setting"): kept for _comment, account in pairs}
    assert verify() == find_head()


def test_threads_leave_one_chain(app):
    pairs = stage(4)
    with ThreadPoolExecutor(4) as threads:
        here = current_app._get_current_object()
        list(threads.map(lambda pair: Context().run(decides, here, *pair), pairs))
    insist_on_one_true_story(pairs)


def test_processes_leave_one_chain(app, environ):
    pairs, made = stage(3), get_context("spawn")
    workers = [made.Process(target=in_a_process, args=(environ, *pair)) for pair in pairs]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0] * len(workers)
    insist_on_one_true_story(pairs)
