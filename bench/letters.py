"""Letters a second: posted as one transaction, delivered by the worker's own code to a mail server in this process."""

import time

from aiosmtpd.controller import Controller
from flask import current_app
from sqlalchemy import select

from bench.server import free_port
from blog import create_app
from blog.commenting.comment import Comment
from blog.mail.composing import COMPOSERS, Composed
from blog.mail.delivery import deliver_letters
from blog.mail.letter import post_letter
from blog.mail.rendering import render_letter
from blog.storage import db


class TakesAll:
    def __init__(self):
        self.number = 0

    async def handle_DATA(self, _server, _session, _envelope):  # noqa: N802  (aiosmtpd's name)
        self.number += 1
        return "250 OK"


def letters_a_second(environ, number=500):
    """(posted, delivered) a second."""
    taken = TakesAll()
    port = free_port()
    server = Controller(taken, hostname="127.0.0.1", port=port)
    server.start()
    try:
        mail = {"BLOG_SMTP_URL": f"smtp://127.0.0.1:{port}", "BLOG_MAIL_FROM": "blog@bench.example"}
        with create_app(environ | mail).app_context():
            return _post(number), _deliver(number, taken)
    finally:
        server.stop()


def _post(number):
    COMPOSERS["bench"] = _compose
    started = time.perf_counter()
    for each in range(number):
        post_letter("bench", {"number": each}, recipient=f"address:{each}", once=f"bench {each}")
    db.session.commit()
    return number / (time.perf_counter() - started)


def _compose(about, _private_keys):
    own = db.session.scalar(select(Comment).limit(1))
    values = {"own": own, "article": own.article, "end_page": current_app.config["RUN"].url}
    page = values["end_page"]
    text, html = render_letter("commenting/mail/confirmation", link=page, heading="A letter", **values)
    return Composed(f"reader-{about['number']}@bench.example", "A letter", text, html, page, page)


def _deliver(number, taken):
    started = time.perf_counter()
    while taken.number < number:
        if not deliver_letters(None):
            raise SystemExit(f"Only {taken.number} of {number} letters were delivered.")
    return number / (time.perf_counter() - started)
