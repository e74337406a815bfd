"""A comment has come: it is looked at, and then put beside what it is like. Whatever fails in the latter, it stands alone."""

import logging

from blog.moderating.first_look import take_a_first_look
from blog.moderating.groups.gathering import begin_group, join_group
from blog.storage import db

log = logging.getLogger(__name__)


def receive(comment, **news):
    """Hears of each Comment that is left, in its transaction; `news` are for the first look."""
    take_a_first_look(comment, **news)
    try:
        with db.session.begin_nested():
            join_group(comment)
    except Exception as problem:
        log.error("A comment was compared with no other: %s", type(problem).__name__)
        begin_group(comment)
