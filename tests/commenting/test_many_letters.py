"""Many wishes and many letters cost few statements: others wait, with what they write, until the last of them."""

import pytest
from sqlalchemy import func, select

from blog.accounts.account import Role
from blog.clock import now
from blog.commenting.confirmation import confirm
from blog.commenting.contact import Contact
from blog.commenting.erasure import erase_person
from blog.commenting.letters.new_comment import tell_subscribers
from blog.commenting.mail_refused import recipient_called
from blog.commenting.subscription import Rhythm, Scope, choose_letters
from blog.mail.letter import Letter
from blog.mail.many_letters import post_letters
from blog.moderating.verdict import approve
from blog.storage import db
from tests.builders import a_comment, a_public_article, an_account
from tests.commenting.letters import MAIL


@pytest.fixture
def environ(environ):
    return environ | MAIL


def number_of_letters(kind):
    return db.session.scalar(select(func.count()).where(Letter.kind == kind))


def subscribers(article, number):
    for each in range(number):
        comment = a_comment(article)
        confirm(comment)
        rhythm = Rhythm.DAILY if each % 2 else Rhythm.AT_ONCE
        choose_letters(comment, scope=Scope.ARTICLE, rhythm=rhythm)


@pytest.mark.parametrize("number", [2, 12])
def test_telling_many_takes_as_many_statements_as_telling_two(app, count_queries, number):
    article = a_public_article()
    subscribers(article, number)
    decision = approve(a_comment(article), by=an_account(Role.MODERATOR))
    db.session.commit()
    about = {"decision": decision.id, "comment": decision.comment_id}
    with count_queries() as asked:
        tell_subscribers(about, None)
    assert len(asked) <= 16, asked
    tell_subscribers(about, None)  # again, as after a crash
    assert (number_of_letters("new_comment"), number_of_letters("daily")) == (number / 2, number / 2)


@pytest.mark.parametrize("number", [1, 40])
def test_letters_are_forgotten_in_as_many_statements_however_many_they_are(app, count_queries, number):
    own, at = a_comment(), now()
    to = recipient_called(db.session.get(Contact, own.id).digest)
    about = {"comment": own.id, "for": own.id}
    post_letters("new_comment", [{"about": about, "recipient": to, "once": f"{n}"} for n in range(number)])
    db.session.commit()
    with count_queries() as asked:
        erase_person(own, words=False, at=at)
    assert len(asked) <= 40, len(asked)
    assert db.session.scalar(select(func.count()).where(Letter.recipient == to)) == 0


def test_a_person_with_many_comments_is_erased_with_one_look_at_their_letters(app, count_queries):
    article = a_public_article()
    comments = [a_comment(article, email="ada@visitors.example") for _ in range(6)]
    db.session.commit()
    with count_queries() as asked:
        assert erase_person(comments[0], words=True) == 6
    assert len([each for each in asked if each.startswith("SELECT letter")]) == 1
    assert db.session.scalar(select(func.count()).select_from(Contact)) == 0
