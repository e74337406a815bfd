"""All that happened to a comment is told on its page, and nothing of an address."""

from datetime import timedelta

from flask import current_app

from blog.accounts.account import Role
from blog.clock import now
from blog.commenting.appeal import appeal
from blog.commenting.erasure import erase_comments
from blog.commenting.moving import move
from blog.commenting.proposal import refuse_proposal
from blog.commenting.revision import edit_comment
from blog.commenting.thread_closure import close_thread, reopen_thread
from blog.mail.letter import Letter
from blog.moderating.ban import ban, lift
from blog.moderating.verdict import Verdict, approve, reject, say, undo
from blog.storage import db
from tests.builders import a_comment, a_public_article, an_account, an_approved_comment
from tests.moderating.asking import as_moderator, send


def test_the_page_answers(app):
    client, moderator = as_moderator(app)
    comment = a_comment()
    page = client.get(f"/moderation/comments/{comment.public_id}")
    assert page.status_code == 200
